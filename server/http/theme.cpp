#include "server/http/theme.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace postbag::http {
namespace {

using Colour = std::array<int, 3>;

// The backgrounds of templates/assets/postbag.css on which a link is hardest to read (--soft).
constexpr std::string_view kLightPage = "#f3f4f6";
constexpr std::string_view kDarkPage = "#20252b";
constexpr double kEnough = 4.5;

Colour parse(std::string_view text) {
  Colour colour{};
  for (std::size_t i = 0; i < colour.size(); ++i)
    std::from_chars(text.data() + 1 + 2 * i, text.data() + 3 + 2 * i, colour.at(i), 16);
  return colour;
}

std::string text_of(const Colour& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

/// WCAG 2.2, "relative luminance".
double luminance(const Colour& colour) {
  constexpr std::array<double, 3> kWeights{0.2126, 0.7152, 0.0722};
  double sum = 0;
  for (std::size_t i = 0; i < colour.size(); ++i) {
    const double part = colour.at(i) / 255.0;
    sum +=
        kWeights.at(i) * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

/// `colour` moved towards `end` (0 or 255) until it can be read on `page`.
std::string readable_on(Colour colour, std::string_view page, int end) {
  while (contrast(text_of(colour), page) < kEnough)
    for (int& part : colour)
      part += (end - part) / 8 + (end > part ? 1 : end < part ? -1 : 0);
  return text_of(colour);
}

}  // namespace

double contrast(std::string_view left, std::string_view right) {
  const double a = luminance(parse(left));
  const double b = luminance(parse(right));
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

Theme theme_of(std::string_view accent_colour) {
  const Colour accent = parse(accent_colour);
  const std::string_view ink =
      contrast(accent_colour, "#ffffff") >= kEnough ? "#ffffff" : "#000000";
  return {text_of(accent), std::string{ink}, readable_on(accent, kLightPage, 0),
          readable_on(accent, kDarkPage, 255)};
}

std::string theme_css(std::string_view accent_colour) {
  const Theme theme = theme_of(accent_colour);
  return fmt::format(
      ":root{{--accent:{};--accent-ink:{};--link:{}}}\n"
      "@media (prefers-color-scheme:dark){{:root{{--link:{}}}}}\n",
      theme.accent, theme.accent_ink, theme.link, theme.link_dark);
}

}  // namespace postbag::http
