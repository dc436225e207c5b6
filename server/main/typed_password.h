#pragma once

#include <string>

#include "base/result.h"

namespace postbag {

/// A password that is never among a command's arguments: asked for twice on a terminal, which does
/// not show it; else one line of stdin. Errors: `no_password`, `different_passwords`.
[[nodiscard]] Result<std::string> read_typed_password();

}  // namespace postbag
