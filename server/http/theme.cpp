#include "server/http/theme.h"

#include <fmt/format.h>

namespace postbag::http {

std::string theme_css(const templates::Theme& theme) {
  const std::string font = theme.font.empty() ? std::string{} : ";--font:" + theme.font;
  return fmt::format(
      ":root{{--page:{};--soft:{};--accent:{};--accent-ink:{};--link:{}{}}}\n"
      "@media (prefers-color-scheme:dark){{:root{{--page:{};--soft:{};--accent:{};--accent-ink:{};"
      "--link:{}}}}}\n",
      theme.background, theme.soft, theme.accent, theme.accent_ink, theme.link, font,
      theme.background_dark, theme.soft_dark, theme.accent_dark, theme.accent_ink_dark,
      theme.link_dark);
}

}  // namespace postbag::http
