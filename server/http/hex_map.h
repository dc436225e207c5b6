#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/constituency.h"
#include "server/campaign/reach.h"

namespace postbag::http {

/// A place on the map, in its own units: x grows eastward, y downward from the map's top.
struct MapPoint {
  int x = 0;
  int y = 0;
  bool operator==(const MapPoint&) const = default;
};

/// What a hexagon says of its seat. Each is drawn in another way, not only in another colour.
enum class SeatMark {
  reached,
  waiting,
  vacant,
  /// Not one of those that the map is about.
  outside
};

struct MapHexagon {
  const data::Constituency* seat = nullptr;
  MapPoint centre;
  SeatMark mark = SeatMark::waiting;
};

/// One edge that two hexagons of different regions share.
struct MapBorder {
  MapPoint from;
  MapPoint to;
};

/// The seats as hexagons that stand on their points, each in a cell of its own
/// (data/constituency.h, hex_q and hex_r). A cell is 28 units wide and 32 high, which is regular to
/// one part in a hundred (28 / 32 = 0.875, for a root of 3/4 = 0.866) and gives every corner whole
/// numbers; a hexagon is drawn one unit smaller on each side, so that neighbours never touch.
struct HexMap {
  static constexpr int kHalfWidth = 14;
  static constexpr int kHalfHeight = 16;
  /// From one row to the next: three quarters of a cell.
  static constexpr int kRowHeight = 24;

  int width = 0;
  int height = 0;
  /// In the order of the data set.
  std::vector<MapHexagon> hexagons;
  std::vector<MapBorder> borders;
};

/// `reach` must be of the same data set: its constituencies are in the same order.
[[nodiscard]] HexMap make_hex_map(std::span<const data::Constituency> seats,
                                  const campaign::PublicReach& reach);
/// One mark for each seat, in their order.
[[nodiscard]] HexMap make_hex_map(std::span<const data::Constituency> seats,
                                  std::span<const SeatMark> marks);

/// Where a nation's name is written: in the sea beside it, clear of every hexagon for text of up to
/// 36 units.
struct NationLabel {
  data::Nation nation;
  MapPoint baseline;
  /// The text ends here instead of beginning.
  bool ends = false;
};
[[nodiscard]] std::array<NationLabel, 4> nation_labels(const HexMap& map);

/// A hexagon's outline as an SVG path, and through a vacant one a stroke.
[[nodiscard]] std::string path_of(const MapHexagon& hexagon);

/// The borders of regions as one SVG path; edges that meet are joined.
[[nodiscard]] std::string path_of(std::span<const MapBorder> borders);

}  // namespace postbag::http
