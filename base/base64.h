#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postbag {

/// RFC 4648, section 4, with padding and without line breaks.
[[nodiscard]] std::string base64(std::string_view bytes);

/// The inverse; none for anything that base64() does not make.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace postbag
