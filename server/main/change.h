#pragma once

#include <functional>

namespace postbag {

/// Something that is ready to happen: all that could be wrong with it has been looked for.
using Change = std::function<void()>;

}  // namespace postbag
