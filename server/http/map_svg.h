#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/hex_map.h"

namespace postbag::http {

/// The words on the map. What is read from data is escaped here.
struct MapWords {
  /// What it is, for who cannot see it.
  std::string label;
  /// In the order of data::Nation.
  std::array<std::string, 4> nations;
  /// What a seat is called.
  std::function<std::string(const data::Constituency&)> name;
};

/// A region as one link of the map.
struct MapRegion {
  /// As the data set names it.
  std::string region;
  std::string href;
  /// `South East: 84 of 91 MPs reached`.
  std::string label;
};

/// The map as part of a page: one link for each region, around its hexagons; how it looks is said
/// by the page's style sheet. docs/decisions/the-map-is-twelve-links.md says why it is made so.
[[nodiscard]] std::string map_for_page(const HexMap& map, const MapWords& words,
                                       const std::vector<MapRegion>& regions);

/// The map as a picture in a page that has no style sheet for it, such as a report to be printed:
/// on white, without links.
[[nodiscard]] std::string map_for_print(const HexMap& map, const MapWords& words,
                                        std::string_view colour);

/// What stands on a map that is a file of its own.
struct MapSheet {
  std::string heading;
  std::string title;
  /// Who made it, when and from what, a line each.
  std::vector<std::string> credits;
  struct Mark {
    SeatMark mark;
    std::string text;
  };
  std::vector<Mark> legend;
  /// `#rrggbb`, to be read on white.
  std::string colour;
};

/// The map as an SVG file of its own (SVG 1.1, on white, no style sheet), for a website or a
/// report.
[[nodiscard]] std::string map_for_file(const HexMap& map, const MapWords& words,
                                       const MapSheet& sheet);

/// A single hexagon for a legend on a page.
[[nodiscard]] std::string legend_mark(SeatMark mark);

}  // namespace postbag::http
