#include "server/http/console/reach_picture.h"

#include <algorithm>

#include "server/http/console/reach_tables.h"
#include "server/http/map_svg.h"

namespace postbag::http::console {
namespace {

/// The colour that the console has; to be read on white.
constexpr std::string_view kColour = "#0b6469";

std::int64_t how_many(const HexMap& map, SeatMark mark) {
  return std::count_if(map.hexagons.begin(), map.hexagons.end(),
                       [&](const MapHexagon& hexagon) { return hexagon.mark == mark; });
}

MapWords words_of(const View& view, const HexMap& map, std::string_view key) {
  using data::Nation;
  return {view.text(key, {{"reached", grouped(how_many(map, SeatMark::reached))},
                          {"total", grouped(static_cast<std::int64_t>(map.hexagons.size()) -
                                            how_many(map, SeatMark::outside))}}),
          {view.name_of(Nation::england), view.name_of(Nation::scotland),
           view.name_of(Nation::wales), view.name_of(Nation::northern_ireland)},
          [&view](const data::Constituency& seat) { return view.name_of(seat); }};
}

/// `22 Nov 2026`: two stand side by side on a telephone.
std::string short_day(const View& view, const std::string& date) {
  std::string text = day_text(view, date);
  const std::size_t month = text.find(' ') + 1;
  const std::size_t year = text.rfind(' ');
  if (year > month + 3) text.erase(month + 3, year - month - 3);
  return text;
}

Chart over_time(const View& view, const office::Stretches& stretches, Chart::Kind kind) {
  Chart chart;
  chart.kind = kind;
  if (stretches.all.empty()) return chart;
  chart.first = short_day(view, stretches.all.front().date);
  chart.last = short_day(view, stretches.all.back().date);
  return chart;
}

}  // namespace

HexMap reach_map_of(const View& view, const office::ReachFigures& figures) {
  const auto seats = view.service().correspondence.data_set().published().constituencies();
  std::vector<SeatMark> marks(seats.size(), SeatMark::outside);
  auto seat = figures.seats.begin();
  for (std::size_t i = 0; i < seats.size() && seat != figures.seats.end(); ++i) {
    if (seat->seat->code != seats[i].code) continue;
    const bool is_vacant = !seat->reached && seat->seat->seat == data::Seat::vacant;
    marks[i] = seat->reached ? SeatMark::reached : is_vacant ? SeatMark::vacant : SeatMark::waiting;
    ++seat;
  }
  return make_hex_map(seats, marks);
}

std::string map_on_page(const View& view, const HexMap& map, const office::ReachFigures& figures,
                        const ReachChoice& choice) {
  std::vector<MapRegion> regions;
  for (const std::string& region :
       office::regions(view.service().correspondence.data_set().published())) {
    const auto found = std::find_if(figures.by_region.begin(), figures.by_region.end(),
                                    [&](const auto& one) { return one.name == region; });
    const bool has = found != figures.by_region.end();
    regions.push_back({region, "/staff/reach" + choice.query({{"group", "region:" + region}}),
                       view.text("map.region", {{"region", region},
                                                {"reached", grouped(has ? found->mps_reached : 0)},
                                                {"total", grouped(has ? found->mps_total : 0)}})});
  }
  return map_for_page(map, words_of(view, map, "staff_reach.map_label"), regions);
}

std::string map_in_report(const View& view, const HexMap& map) {
  return map_for_print(map, words_of(view, map, "staff_reach.map_picture"), kColour);
}

List legend_of(const View& view, const HexMap& map) {
  List legend;
  for (const auto& [mark, key] :
       {std::pair{SeatMark::reached, "map.reached"}, std::pair{SeatMark::waiting, "map.waiting"},
        std::pair{SeatMark::vacant, "map.vacant"},
        std::pair{SeatMark::outside, "staff_reach.map_outside"}})
    if (const std::int64_t count = how_many(map, mark); count > 0)
      legend.emplace_back(Fields{{"mark", legend_mark(mark)},
                                 {"mark_text", view.text(key, {{"n", grouped(count)}})}});
  return legend;
}

Chart mps_chart(const View& view, const office::Stretches& stretches) {
  Chart chart = over_time(view, stretches, Chart::Kind::steps);
  for (const auto& stretch : stretches.all)
    chart.values.push_back(stretch.mps_reached);
  if (chart.values.empty()) return chart;
  chart.highest = view.count("staff_reach.mps_count", chart.values.back());
  chart.label = view.text("staff_reach.mps_chart", {{"first", chart.first},
                                                    {"last", chart.last},
                                                    {"from", grouped(chart.values.front())},
                                                    {"to", grouped(chart.values.back())}});
  return chart;
}

Chart letters_chart(const View& view, const office::Stretches& stretches) {
  Chart chart = over_time(view, stretches, Chart::Kind::bars);
  for (const auto& stretch : stretches.all)
    chart.values.push_back(stretch.letters_sent);
  if (chart.values.empty()) return chart;
  const auto most = std::max_element(chart.values.begin(), chart.values.end());
  const auto& when = stretches.all[static_cast<std::size_t>(most - chart.values.begin())];
  chart.highest = view.count("staff_reach.letters_count", *most);
  chart.label = view.text("staff_reach.letters_chart", {{"first", chart.first},
                                                        {"last", chart.last},
                                                        {"most", chart.highest},
                                                        {"when", day_text(view, when.date)}});
  return chart;
}

}  // namespace postbag::http::console
