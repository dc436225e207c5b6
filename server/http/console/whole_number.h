#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace postbag::http::console {

/// What a hidden field or an address says; 0 for anything that is no number above 0.
[[nodiscard]] inline std::int64_t whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && number > 0 ? number : 0;
}

}  // namespace postbag::http::console
