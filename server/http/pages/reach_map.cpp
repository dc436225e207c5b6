#include "server/http/pages/reach_map.h"

#include <algorithm>

#include "templates/theme.h"

namespace postbag::http::pages {
namespace {

/// In lower case, with `gap` for each space.
std::string slugged(std::string_view name, char gap) {
  std::string slug;
  for (const char c : name)
    slug += c == ' ' ? gap : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return slug;
}

std::string colour_on_white(const campaign::Campaign& campaign) {
  return templates::moved(campaign.file.theme.accent, "#ffffff", 0, templates::text_contrast);
}

std::vector<MapSheet::Mark> marks(const View& view, const HexMap& map) {
  std::vector<MapSheet::Mark> all;
  const auto add = [&](SeatMark mark, std::string_view key) {
    const auto count =
        std::count_if(map.hexagons.begin(), map.hexagons.end(),
                      [&](const MapHexagon& hexagon) { return hexagon.mark == mark; });
    if (count > 0) all.push_back({mark, view.text(key, {{"n", std::to_string(count)}})});
  };
  add(SeatMark::reached, "map.reached");
  add(SeatMark::waiting, "map.waiting");
  add(SeatMark::vacant, "map.vacant");
  return all;
}

}  // namespace

std::string region_id(std::string_view region) {
  return "region-" + slugged(region, '-');
}

std::string region_name(const View& view, std::string_view region) {
  const std::string* const name = view.strings().find("place." + slugged(region, '_'));
  return name != nullptr ? *name : std::string{region};
}

MapWords map_words(const View& view, const HexMap& map) {
  using data::Nation;
  return {view.text("map.label", {{"total", std::to_string(map.hexagons.size())}}),
          {view.name_of(Nation::england), view.name_of(Nation::scotland),
           view.name_of(Nation::wales), view.name_of(Nation::northern_ireland)},
          [&view](const data::Constituency& seat) { return view.name_of(seat); }};
}

std::vector<MapRegion> map_regions(const View& view, const campaign::PublicReach& reach) {
  std::vector<MapRegion> regions;
  for (const auto& region : reach.by_region)
    regions.push_back({region.name, "#" + region_id(region.name),
                       view.text("map.region", {{"region", region_name(view, region.name)},
                                                {"reached", grouped(region.mps_reached)},
                                                {"total", grouped(region.mps_total)}})});
  return regions;
}

List map_legend(const View& view, const HexMap& map) {
  List legend;
  for (const auto& [mark, text] : marks(view, map))
    legend.emplace_back(Fields{{"mark", legend_mark(mark)}, {"mark_text", text}});
  return legend;
}

MapSheet map_sheet(const View& view, const campaign::Campaign& campaign, const HexMap& map,
                   const campaign::PublicReach& reach) {
  const auto& words = view.texts(campaign);
  return {view.text("map.heading",
                    {{"reached", grouped(reach.mps_reached)}, {"total", grouped(reach.mps_total)}}),
          words.title.text,
          {words.organisation.text + ", " + view.date(reach.as_of), reach.data_set},
          marks(view, map),
          colour_on_white(campaign)};
}

ShareCard share_card(const View& view, const campaign::Campaign& campaign,
                     const campaign::PublicReach& reach) {
  const std::string& base_url = view.service().settings.base_url;
  const std::size_t scheme = base_url.find("://");
  ShareCard card;
  card.organisation = view.texts(campaign).organisation.text;
  card.title = view.texts(campaign).title.text;
  if (reach.mps_reached > 0) card.figure = grouped(reach.mps_reached);
  card.figure_text = view.text("share.figure", {{"total", grouped(reach.mps_total)}});
  card.call = view.text("share.call");
  card.place = scheme == std::string::npos ? base_url : base_url.substr(scheme + 3);
  card.colour = colour_on_white(campaign);
  card.map = make_hex_map(view.service().correspondence.data_set().constituencies(), reach);
  return card;
}

}  // namespace postbag::http::pages
