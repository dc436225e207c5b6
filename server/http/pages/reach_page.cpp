#include <algorithm>

#include "base/log.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/pages/reach_map.h"
#include "server/http/pages/share.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

using campaign::PublicReach;
using campaign::ReachGroup;

templates::Value group(const View& view, std::string_view what,
                       const std::vector<ReachGroup>& groups) {
  const bool regions = what == "region";
  List rows;
  rows.reserve(groups.size());
  for (const auto& row : groups)
    rows.emplace_back(Fields{{"row_name", what == "party" ? row.name : region_name(view, row.name)},
                             {"row_href", regions ? "#" + region_id(row.name) : std::string{}},
                             {"row_reached", std::to_string(row.mps_reached)},
                             {"row_total", std::to_string(row.mps_total)}});
  return Fields{{"group", view.text("reach.by_" + std::string{what})},
                {"group_column", view.text("reach." + std::string{what})},
                {"rows", std::move(rows)}};
}

struct Seat {
  std::string name;
  const data::Constituency* seat;
  const campaign::ReachConstituency* reached;
};

templates::Value row_of(const View& view, const Seat& seat) {
  const auto& letters = seat.reached->letters;
  return Fields{{"seat_name", seat.name},
                {"seat_mp", view.mp_of(*seat.seat)},
                {"seat_reached", seat.reached->reached},
                {"seat_letters", letters ? grouped(*letters) : std::string{"–"}}};
}

/// The constituencies by region, in order of name.
List regions(const View& view, const PublicReach& reach) {
  const data::DataSet& data_set = view.service().correspondence.data_set();
  std::vector<Seat> seats;
  for (const auto& reached : reach.constituencies)
    if (const auto* const seat = data_set.find(reached.code))
      seats.push_back({view.name_of(*seat), seat, &reached});
  std::sort(seats.begin(), seats.end(),
            [](const Seat& one, const Seat& other) { return one.name < other.name; });
  List all;
  for (const auto& region : reach.by_region) {
    List rows;
    for (const Seat& seat : seats)
      if (seat.seat->region == region.name) rows.push_back(row_of(view, seat));
    all.emplace_back(
        Fields{{"region_id", region_id(region.name)},
               {"region_name", region_name(view, region.name)},
               {"region_reached", view.text("map.some", {{"reached", grouped(region.mps_reached)},
                                                         {"total", grouped(region.mps_total)}})},
               {"seats", std::move(rows)}});
  }
  return all;
}

std::string sentence(const View& view, const std::optional<std::int64_t>& count,
                     std::string_view key) {
  return count && *count > 0 ? view.count(key, *count) : std::string{};
}

}  // namespace

Response reach(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  const PublicReach reach = service.correspondence.reach(*found);
  const HexMap map = make_hex_map(service.correspondence.data_set().constituencies(), reach);
  Fields fields = page_fields(view, view.text("reach.title"), found.get());
  add_share_card(fields, view, *found, reach, "/reach");
  fields["reached"] = grouped(reach.mps_reached);
  fields["total"] = grouped(reach.mps_total);
  fields["letters"] = sentence(view, reach.letters_sent, "reach.letters");
  fields["supporters"] = sentence(view, reach.supporters, "reach.supporters");
  fields["map"] = map_for_page(map, map_words(view, map), map_regions(view, reach));
  fields["legend"] = map_legend(view, map);
  fields["map_href"] = view.link(campaign_path(*found) + "/reach.svg");
  fields["picture_href"] = view.link(campaign_path(*found) + "/reach.png");
  fields["groups"] =
      List{group(view, "nation", reach.by_nation), group(view, "region", reach.by_region),
           group(view, "party", reach.by_party)};
  fields["regions"] = regions(view, reach);
  fields["as_of"] = view.date(reach.as_of);
  fields["dataset"] = reach.data_set;
  Response page = show(view, 200, "reach.html", fields);
  page.headers.emplace_back("Cache-Control", "public, max-age=10");
  return page;
}

Response reach_map(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  const PublicReach reach = service.correspondence.reach(*found);
  const HexMap map = make_hex_map(service.correspondence.data_set().constituencies(), reach);
  return {200,
          "image/svg+xml",
          map_for_file(map, map_words(view, map), map_sheet(view, *found, map, reach)),
          {{"Cache-Control", "public, max-age=10"}, {"Vary", "Accept-Language"}},
          headers_for_other_sites()};
}

Response reach_picture(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  const std::string name = found->file.slug.text() + '/' + std::string{code_of(view.language())};
  const auto picture = service.pictures.find(
      name, [&] { return draw(share_card(view, *found, service.correspondence.reach(*found))); });
  if (!picture) {
    log(LogLevel::error, "http.no_picture",
        {{"request", request.id}, {"why", picture.error().code}});
    return unavailable(view);
  }
  return {200,
          "image/png",
          **picture,
          {{"Cache-Control", "public, max-age=60"}, {"Vary", "Accept-Language"}},
          headers_for_other_sites()};
}

}  // namespace postbag::http::pages
