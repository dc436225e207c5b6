#pragma once

#include <string>
#include <string_view>

namespace postbag {

/// Appends `text` to `json` as a JSON string (RFC 8259 section 7), quotes included. What is not
/// UTF-8 becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);

}  // namespace postbag
