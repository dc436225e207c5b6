#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postbag::templates {

/// An image that is known to be what its media type says, and to run nothing.
struct Logo {
  /// `image/svg+xml`, `image/png` or `image/webp`.
  std::string media_type;
  std::string bytes;
};

/// How the pages of one campaign look. Every colour is `#rrggbb`, in lower case.
struct Theme {
  /// Of buttons, on light and on dark pages, and the black or white that can be read on it.
  std::string accent, accent_dark;
  std::string accent_ink, accent_ink_dark;
  /// Of links.
  std::string link, link_dark;
  /// Of the page, and of the boxes on it.
  std::string background, background_dark;
  std::string soft, soft_dark;
  /// A CSS font-family; empty for the usual one.
  std::string font;
  /// The logo's file beside the campaign file, as long as its bytes are not in the campaign itself.
  std::string logo_file;
  std::optional<Logo> logo;
};

/// The theme of a campaign that names its colour only: any colour will do. Links, and buttons on
/// dark pages, take it lightened or darkened as far as it takes to tell them apart.
[[nodiscard]] Theme theme_of(std::string_view accent_colour);

/// WCAG 2.2's contrast ratio of two `#rrggbb` colours, 1 to 21.
[[nodiscard]] double contrast(std::string_view left, std::string_view right);

/// WCAG 2.2, success criteria 1.4.3 and 1.4.11.
inline constexpr double text_contrast = 4.5;
inline constexpr double control_contrast = 3.0;

/// `colour` moved towards black (`end` 0) or white (255) no further than it takes for this contrast
/// with `other`, or until it is black or white.
[[nodiscard]] std::string moved(std::string_view colour, std::string_view other, int end,
                                double wanted);

/// What every page is drawn with, whatever the campaign: templates/assets/postbag.css says the
/// same.
struct PageColours {
  std::string_view background;
  std::string_view ink;
  /// Of hints, and of the lines around fields.
  std::string_view quiet;
  std::string_view error;
};
inline constexpr PageColours light_page{"#ffffff", "#1a1c1e", "#50565c", "#b3261e"};
inline constexpr PageColours dark_page{"#16191d", "#eceff1", "#b4bcc4", "#ff9a8f"};

/// Fills in what follows from accents and backgrounds: inks, links, boxes.
void derive(Theme& theme);

/// The names that a campaign's `theme.font` can have.
[[nodiscard]] const std::vector<std::string_view>& font_names();
/// The fonts of that name that systems bring along, as a CSS font-family; empty for `system`.
[[nodiscard]] std::string_view font_stack(std::string_view name);

}  // namespace postbag::templates
