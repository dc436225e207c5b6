#include "server/http/map_svg.h"

#include <fmt/format.h>

#include "base/markup.h"

namespace postbag::http {
namespace {

constexpr std::array kMarks{SeatMark::outside, SeatMark::reached, SeatMark::waiting,
                            SeatMark::vacant};

std::string_view class_of(SeatMark mark) {
  switch (mark) {
    case SeatMark::reached:
      return "reached";
    case SeatMark::waiting:
      return "waiting";
    case SeatMark::outside:
      return "outside";
    case SeatMark::vacant:
      break;
  }
  return "vacant";
}

/// How a mark looks where there is no style sheet.
std::string paint(SeatMark mark, std::string_view colour) {
  if (mark == SeatMark::reached) return fmt::format(R"(fill="{}" stroke="none")", colour);
  if (mark == SeatMark::outside) return R"(fill="#e4e7ea" stroke="none")";
  return R"(fill="#ffffff" stroke="#50565c" stroke-width="1.5")";
}

std::string hexagons(const HexMap& map, const MapWords& words, SeatMark mark,
                     std::string_view region) {
  std::string svg;
  for (const MapHexagon& hexagon : map.hexagons)
    if (hexagon.mark == mark && (region.empty() || hexagon.seat->region == region))
      svg += "<path d=\"" + path_of(hexagon) + "\"><title>" + escaped(words.name(*hexagon.seat)) +
             "</title></path>";
  return svg;
}

/// Parted at spaces into lines that are no wider than `width` in any usual font of this size: a
/// letter is half as wide as high, on the average.
std::vector<std::string> lines_of(std::string_view text, int width, int size) {
  const auto most = static_cast<std::size_t>(2 * width / size);
  std::vector<std::string> lines;
  while (text.size() > most) {
    const std::size_t gap = text.rfind(' ', most);
    if (gap == std::string_view::npos) break;
    lines.emplace_back(text.substr(0, gap));
    text.remove_prefix(gap + 1);
  }
  lines.emplace_back(text);
  return lines;
}

/// The names of nations, above or below each other where they are of two words.
std::string labels(const HexMap& map, const MapWords& words, std::string_view style) {
  std::string svg;
  for (const NationLabel& label : nation_labels(map)) {
    const std::string& name = words.nations.at(static_cast<std::size_t>(label.nation));
    const std::size_t gap = name.find(' ');
    svg += fmt::format(R"(<text x="{}" y="{}"{}{}>)", label.baseline.x, label.baseline.y,
                       label.ends ? R"( text-anchor="end")" : "", style);
    if (label.nation == data::Nation::northern_ireland && gap != std::string::npos)
      svg += escaped(name.substr(0, gap)) +
             fmt::format(R"(<tspan x="{}" dy="1.1em">)", label.baseline.x) +
             escaped(name.substr(gap + 1)) + "</tspan>";
    else
      svg += escaped(name);
    svg += "</text>";
  }
  return svg;
}

/// All of it, where there is no style sheet.
std::string painted(const HexMap& map, const MapWords& words, std::string_view colour) {
  std::string svg;
  for (const SeatMark mark : kMarks)
    if (const std::string some = hexagons(map, words, mark, ""); !some.empty())
      svg += fmt::format("<g {}>", paint(mark, colour)) + some + "</g>\n";
  return svg + R"(<path fill="none" stroke="#1a1c1e" stroke-width="3" stroke-linecap="round" d=")" +
         path_of(map.borders) + "\"/>\n" +
         labels(map, words, R"( font-size="28" font-weight="600")");
}

}  // namespace

std::string map_for_page(const HexMap& map, const MapWords& words,
                         const std::vector<MapRegion>& regions) {
  std::string svg =
      fmt::format(R"(<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}">)",
                  map.width, map.height, escaped(words.label));
  for (const MapRegion& region : regions) {
    svg += fmt::format(R"(<a href="{}" aria-label="{}"><g aria-hidden="true">)",
                       escaped(region.href), escaped(region.label));
    for (const SeatMark mark : kMarks)
      if (const std::string some = hexagons(map, words, mark, region.region); !some.empty())
        svg += fmt::format("<g class=\"{}\">", class_of(mark)) + some + "</g>";
    svg += "</g></a>\n";
  }
  svg += R"(<g aria-hidden="true"><path class="borders" d=")" + path_of(map.borders) + "\"/>";
  return svg + labels(map, words, "") + "</g></svg>";
}

std::string map_for_print(const HexMap& map, const MapWords& words, std::string_view colour) {
  return fmt::format(
             R"(<svg viewBox="-4 -4 {} {}" role="img" fill="#1a1c1e" font-family="inherit" aria-label="{}">)",
             map.width + 8, map.height + 8, escaped(words.label)) +
         painted(map, words, colour) + "</svg>";
}

std::string map_for_file(const HexMap& map, const MapWords& words, const MapSheet& sheet) {
  constexpr int kMargin = 40;
  const int width = map.width + 2 * kMargin;
  std::string body;
  int y = 40;
  const auto write = [&](std::string_view text, int size, std::string_view more) {
    for (const std::string& line : lines_of(text, width - 2 * kMargin, size)) {
      y += size * 5 / 4;
      body += fmt::format(R"(<text x="{}" y="{}" font-size="{}"{}>{}</text>)", kMargin, y, size,
                          more, escaped(line)) +
              "\n";
    }
  };
  write(sheet.heading, 56, R"( font-weight="700")");
  write(sheet.title, 30, "");
  y += 40;
  body += fmt::format("<g transform=\"translate({} {})\">", kMargin, y);
  body += painted(map, words, sheet.colour) + "</g>\n";
  y += map.height + kMargin;
  for (const auto& [mark, text] : sheet.legend) {
    MapHexagon hexagon;
    hexagon.centre = {kMargin + HexMap::kHalfWidth, y + HexMap::kHalfHeight};
    hexagon.mark = mark;
    body += fmt::format(R"(<path {} d="{}"/><text x="{}" y="{}" font-size="30">{}</text>)",
                        paint(mark, sheet.colour), path_of(hexagon), kMargin + 44, y + 27,
                        escaped(text)) +
            "\n";
    y += 52;
  }
  for (const std::string& credit : sheet.credits)
    write(credit, 24, R"( fill="#50565c")");
  return fmt::format(
             R"(<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" font-family="Lato, system-ui, sans-serif" fill="#1a1c1e"><title>{2}</title><desc>{3}</desc>
<rect width="{0}" height="{1}" fill="#ffffff"/>
)",
             width, y + kMargin, escaped(sheet.heading), escaped(words.label)) +
         body + "</svg>\n";
}

std::string legend_mark(SeatMark mark) {
  MapHexagon hexagon;
  hexagon.centre = {HexMap::kHalfWidth, HexMap::kHalfHeight};
  hexagon.mark = mark;
  return fmt::format(
      R"(<svg class="map-mark" viewBox="0 0 28 32" aria-hidden="true"><g class="{}"><path d="{}"/></g></svg>)",
      class_of(mark), path_of(hexagon));
}

}  // namespace postbag::http
