#pragma once

#include <string>
#include <string_view>

namespace postbag::http::pages {

/// `text` escaped for HTML, with the addresses in it that begin with `base_url` and a slash made
/// into links. No other address becomes one.
[[nodiscard]] std::string link_text(std::string_view text, std::string_view base_url);

}  // namespace postbag::http::pages
