#pragma once

#include <functional>

namespace postbag {

/// Something that is ready to happen: all that could be wrong with it has been looked for. It
/// throws where there is no memory or thread for it, and then all is as it was.
using Change = std::function<void()>;

}  // namespace postbag
