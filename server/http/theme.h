#pragma once

#include <string>
#include <string_view>

namespace postbag::http {

/// The style sheet that gives a campaign's pages its accent colour (`#rrggbb`). Text on the colour,
/// and links in it on light and dark pages, are moved towards black or white until their contrast
/// is at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
[[nodiscard]] std::string theme_css(std::string_view accent_colour);

/// WCAG 2.2's contrast ratio of two `#rrggbb` colours, 1 to 21.
[[nodiscard]] double contrast(std::string_view left, std::string_view right);

}  // namespace postbag::http
