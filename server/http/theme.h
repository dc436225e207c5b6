#pragma once

#include <string>
#include <string_view>

namespace postbag::http {

/// A campaign's colours, each `#rrggbb`.
struct Theme {
  std::string accent;
  /// Black or white, for text on the accent colour.
  std::string accent_ink;
  /// For links on light and on dark pages.
  std::string link;
  std::string link_dark;
};

/// Links are the accent colour moved towards black or white until their contrast is at least 4.5 to
/// 1 (WCAG 2.2, success criterion 1.4.3).
[[nodiscard]] Theme theme_of(std::string_view accent_colour);

/// The style sheet that gives a campaign's pages these colours.
[[nodiscard]] std::string theme_css(std::string_view accent_colour);

/// WCAG 2.2's contrast ratio of two `#rrggbb` colours, 1 to 21.
[[nodiscard]] double contrast(std::string_view left, std::string_view right);

}  // namespace postbag::http
