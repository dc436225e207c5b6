#pragma once

#include <string>
#include <string_view>

namespace postbag::http::console {

/// A QR code (ISO/IEC 18004, error correction M) of `text` as an `<svg>` element with the
/// accessible name `label`: black on white whatever the page's colours, with the quiet zone around
/// it. Throws std::runtime_error for more text than a code holds.
[[nodiscard]] std::string qr_code(std::string_view text, std::string_view label);

}  // namespace postbag::http::console
