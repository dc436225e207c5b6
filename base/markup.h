#pragma once

#include <string>
#include <string_view>

namespace postbag {

/// Text as HTML and XML write it, also between quotes of either kind: `&`, `<`, `>`, `"` and `'`.
/// Control characters, for which XML has no way to write them, become spaces; line ends and tabs
/// stay.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace postbag
