#include "server/http/hex_map.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace postbag::http {
namespace {

constexpr int kSide = HexMap::kHalfHeight / 2;  // half of an upright edge

struct Cell {
  int column;
  int row;
  auto operator<=>(const Cell&) const = default;
};

SeatMark mark_of(const data::Constituency& seat, bool reached) {
  if (reached) return SeatMark::reached;
  return seat.seat == data::Seat::vacant ? SeatMark::vacant : SeatMark::waiting;
}

/// The cells to the east, north-east and north-west, and the edge that lies between: so each edge
/// is looked at once. Odd rows lie half a cell further east.
struct Side {
  Cell neighbour;
  MapPoint from;
  MapPoint to;
};

std::array<Side, 3> sides(Cell cell, MapPoint centre) {
  const int east = cell.column + (cell.row % 2 != 0 ? 1 : 0);
  const auto corner = [&](int x, int y) { return MapPoint{centre.x + x, centre.y + y}; };
  return {
      {{{cell.column + 1, cell.row},
        corner(HexMap::kHalfWidth, -kSide),
        corner(HexMap::kHalfWidth, kSide)},
       {{east, cell.row + 1}, corner(0, -HexMap::kHalfHeight), corner(HexMap::kHalfWidth, -kSide)},
       {{east - 1, cell.row + 1},
        corner(-HexMap::kHalfWidth, -kSide),
        corner(0, -HexMap::kHalfHeight)}}};
}

}  // namespace

HexMap make_hex_map(std::span<const data::Constituency> seats, const campaign::PublicReach& reach) {
  std::vector<SeatMark> marks;
  marks.reserve(seats.size());
  for (std::size_t i = 0; i < seats.size(); ++i)
    marks.push_back(mark_of(seats[i], reach.constituencies.at(i).reached));
  return make_hex_map(seats, marks);
}

HexMap make_hex_map(std::span<const data::Constituency> seats, std::span<const SeatMark> marks) {
  HexMap map;
  if (seats.empty()) return map;
  const auto by_column = [](const auto& one, const auto& other) { return one.hex_q < other.hex_q; };
  const auto by_row = [](const auto& one, const auto& other) { return one.hex_r < other.hex_r; };
  const auto [west, east] = std::minmax_element(seats.begin(), seats.end(), by_column);
  const auto [south, north] = std::minmax_element(seats.begin(), seats.end(), by_row);
  map.width = (east->hex_q - west->hex_q) * 2 * HexMap::kHalfWidth + 3 * HexMap::kHalfWidth;
  map.height = (north->hex_r - south->hex_r) * HexMap::kRowHeight + 2 * HexMap::kHalfHeight;

  std::map<Cell, const MapHexagon*> at;
  map.hexagons.reserve(seats.size());
  for (std::size_t i = 0; i < seats.size(); ++i) {
    const data::Constituency& seat = seats[i];
    const int shift = seat.hex_r % 2 != 0 ? HexMap::kHalfWidth : 0;
    const MapPoint centre{
        (seat.hex_q - west->hex_q) * 2 * HexMap::kHalfWidth + HexMap::kHalfWidth + shift,
        (north->hex_r - seat.hex_r) * HexMap::kRowHeight + HexMap::kHalfHeight};
    map.hexagons.push_back({&seat, centre, marks[i]});
    at.emplace(Cell{seat.hex_q, seat.hex_r}, &map.hexagons.back());
  }
  for (const auto& [cell, hexagon] : at)
    for (const Side& side : sides(cell, hexagon->centre)) {
      const auto other = at.find(side.neighbour);
      if (other != at.end() && other->second->seat->region != hexagon->seat->region)
        map.borders.push_back({side.from, side.to});
    }
  return map;
}

std::array<NationLabel, 4> nation_labels(const HexMap& map) {
  const auto place = [&](int column, int row) {
    return MapPoint{column * 2 * HexMap::kHalfWidth, map.height - row * HexMap::kRowHeight};
  };
  using data::Nation;
  return {{{Nation::scotland, place(11, 40)},
           {Nation::northern_ireland, place(0, 24)},
           {Nation::wales, place(5, 16), true},
           {Nation::england, place(21, 29)}}};
}

std::string path_of(const MapHexagon& hexagon) {
  std::string path = fmt::format("M{} {}l13 7.5v15l-13 7.5-13-7.5v-15z", hexagon.centre.x,
                                 hexagon.centre.y - HexMap::kHalfHeight + 1);
  if (hexagon.mark == SeatMark::vacant) path += "m-13 22.5l26-15";
  return path;
}

std::string path_of(std::span<const MapBorder> borders) {
  std::vector<MapBorder> left{borders.begin(), borders.end()};
  std::string path;
  const auto step = [&](MapPoint from, MapPoint to) {
    path += fmt::format("{} {}", to.x - from.x, to.y - from.y);
  };
  while (!left.empty()) {
    MapPoint end = left.back().to;
    path += fmt::format("M{} {}l", left.back().from.x, left.back().from.y);
    step(left.back().from, end);
    left.pop_back();
    for (;;) {
      const auto next = std::find_if(left.begin(), left.end(), [&](const MapBorder& border) {
        return border.from == end || border.to == end;
      });
      if (next == left.end()) break;
      const MapPoint onward = next->from == end ? next->to : next->from;
      path += ' ';
      step(end, onward);
      end = onward;
      left.erase(next);
    }
  }
  return path;
}

}  // namespace postbag::http
