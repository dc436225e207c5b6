#include "server/http/report_pictures.h"

#include <algorithm>

#include "base/text.h"
#include "server/http/chart_svg.h"
#include "server/http/map_svg.h"

namespace postbag::http {
namespace {

/// Of templates/reports/funder.html.mustache; to be read on white.
constexpr std::string_view kColour = "#0b6469";

/// The figures have every seat of the data set, in its order.
HexMap map_of(const office::ReachFigures& figures, const data::DataSet& data_set) {
  std::vector<SeatMark> marks;
  for (const office::SeatFigures& seat : figures.seats) {
    const bool is_vacant = seat.seat->seat == data::Seat::vacant;
    marks.push_back(seat.reached ? SeatMark::reached
                                 : (is_vacant ? SeatMark::vacant : SeatMark::waiting));
  }
  return make_hex_map(data_set.constituencies(), marks);
}

std::vector<office::ReportPictures::Mark> legend_of(const HexMap& map,
                                                    const templates::Strings& strings) {
  std::vector<office::ReportPictures::Mark> legend;
  for (const auto& [mark, key] :
       {std::pair{SeatMark::reached, "map.reached"}, std::pair{SeatMark::waiting, "map.waiting"},
        std::pair{SeatMark::vacant, "map.vacant"}}) {
    const auto count =
        std::count_if(map.hexagons.begin(), map.hexagons.end(),
                      [&](const MapHexagon& hexagon) { return hexagon.mark == mark; });
    if (count > 0)
      legend.push_back({legend_mark(mark), strings.text(key, {{"n", std::to_string(count)}})});
  }
  return legend;
}

std::string chart_of(const office::ReportMaterial& material, const templates::Strings& strings) {
  const office::Stretches stretches = office::reach_over_time(material);
  if (stretches.all.empty()) return {};
  Chart chart;
  chart.label = strings.text("funder.chart_label");
  chart.highest = strings.count("funder.chart_highest", stretches.all.back().mps_reached);
  chart.first = stretch_name(strings, stretches, stretches.all.front());
  chart.last = stretch_name(strings, stretches, stretches.all.back());
  for (const office::DayFigures& stretch : stretches.all)
    chart.values.push_back(stretch.mps_reached);
  return chart_svg(chart);
}

}  // namespace

office::ReportPictures report_pictures(const office::ReportMaterial& material,
                                       const data::DataSet& data_set,
                                       const templates::Strings& strings) {
  const HexMap map = map_of(material.so_far, data_set);
  const MapWords words{
      strings.text("funder.map_label", {{"reached", grouped(material.so_far.present_mps_reached)},
                                        {"total", grouped(material.so_far.mps_total)}}),
      {strings.text("place.england"), strings.text("place.scotland"), strings.text("place.wales"),
       strings.text("place.northern_ireland")},
      [](const data::Constituency& seat) { return seat.name; }};
  return {map_for_print(map, words, kColour), legend_of(map, strings), chart_of(material, strings)};
}

}  // namespace postbag::http
