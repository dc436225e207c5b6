#include "templates/theme.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace postbag::templates {
namespace {

using Colour = std::array<int, 3>;

// What postbag.css has for boxes on a page of the usual background.
constexpr std::string_view light_soft = "#f3f4f6";
constexpr std::string_view dark_soft = "#20252b";

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> stacks{{
    {"system", ""},
    {"humanist",
     "Seravek,\"Gill Sans Nova\",Ubuntu,Calibri,\"DejaVu Sans\",source-sans-pro,"
     "sans-serif"},
    {"geometric", "Avenir,Montserrat,Corbel,\"URW Gothic\",source-sans-pro,sans-serif"},
    {"rounded",
     "ui-rounded,\"Hiragino Maru Gothic ProN\",Quicksand,Comfortaa,Manjari,"
     "\"Arial Rounded MT Bold\",Calibri,sans-serif"},
    {"serif",
     "Charter,\"Bitstream Charter\",\"Sitka Text\",Cambria,Georgia,\"DejaVu Serif\",serif"},
}};

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
  constexpr std::array<double, 3> weights{0.2126, 0.7152, 0.0722};
  double sum = 0;
  for (std::size_t i = 0; i < colour.size(); ++i) {
    const double part = colour.at(i) / 255.0;
    sum += weights.at(i) * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

std::string ink_on(std::string_view colour) {
  return contrast(colour, "#ffffff") >= text_contrast ? "#ffffff" : "#000000";
}

/// A background with a twentieth of its ink in it.
std::string tinted(std::string_view background, std::string_view ink) {
  Colour colour = parse(background);
  const Colour towards = parse(ink);
  for (std::size_t i = 0; i < colour.size(); ++i)
    colour.at(i) += (towards.at(i) - colour.at(i)) / 20;
  return text_of(colour);
}

}  // namespace

double contrast(std::string_view left, std::string_view right) {
  const double a = luminance(parse(left));
  const double b = luminance(parse(right));
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::string moved(std::string_view colour, std::string_view other, int end, double wanted) {
  // Fifty steps: fine enough that the colour stays as near as an eye can tell.
  constexpr int steps = 50;
  const Colour from = parse(colour);
  for (int step = 0; step < steps; ++step) {
    Colour tried = from;
    for (int& part : tried)
      part += (end - part) * step / steps;
    if (contrast(text_of(tried), other) >= wanted) return text_of(tried);
  }
  return text_of({end, end, end});
}

void derive(Theme& theme) {
  theme.soft = theme.background == light_page.background ? std::string(light_soft)
                                                         : tinted(theme.background, light_page.ink);
  theme.soft_dark = theme.background_dark == dark_page.background
                        ? std::string(dark_soft)
                        : tinted(theme.background_dark, dark_page.ink);
  if (theme.accent_dark.empty())
    theme.accent_dark = moved(theme.accent, theme.background_dark, 255, control_contrast);
  theme.accent_ink = ink_on(theme.accent);
  theme.accent_ink_dark = ink_on(theme.accent_dark);
  // Boxes are where links are hardest to read.
  theme.link = moved(theme.accent, theme.soft, 0, text_contrast);
  theme.link_dark = moved(theme.accent_dark, theme.soft_dark, 255, text_contrast);
}

Theme theme_of(std::string_view accent_colour) {
  Theme theme;
  theme.accent = accent_colour;
  theme.background = light_page.background;
  theme.background_dark = dark_page.background;
  derive(theme);
  return theme;
}

const std::vector<std::string_view>& font_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const auto& [name, stack] : stacks)
      all.push_back(name);
    return all;
  }();
  return names;
}

std::string_view font_stack(std::string_view name) {
  const auto found = std::find_if(stacks.begin(), stacks.end(),
                                  [&](const auto& stack) { return stack.first == name; });
  return found == stacks.end() ? std::string_view{} : found->second;
}

}  // namespace postbag::templates
