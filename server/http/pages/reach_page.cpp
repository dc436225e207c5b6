#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"

namespace postbag::http::pages {
namespace {

templates::Value group(std::string_view caption, std::string_view column,
                       const std::vector<campaign::ReachGroup>& groups) {
  List rows;
  rows.reserve(groups.size());
  for (const auto& row : groups)
    rows.emplace_back(Fields{{"row_name", row.name},
                             {"row_reached", std::to_string(row.mps_reached)},
                             {"row_total", std::to_string(row.mps_total)}});
  return Fields{{"group", caption}, {"group_column", column}, {"rows", std::move(rows)}};
}

List seats(const View& view, const campaign::PublicReach& reach) {
  const data::DataSet& data_set = view.service().correspondence.data_set();
  List rows;
  for (const auto& seat : reach.constituencies) {
    const auto* const constituency = data_set.find(seat.code);
    if (constituency == nullptr) continue;
    rows.emplace_back(
        Fields{{"seat_name", view.name_of(*constituency)},
               {"seat_mp", view.mp_of(*constituency)},
               {"seat_reached", seat.reached},
               {"seat_letters", seat.letters ? grouped(*seat.letters) : std::string{"–"}}});
  }
  return rows;
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
  const auto reach = service.correspondence.reach(*found);
  Fields fields = page_fields(view, view.text("reach.title"), found.get());
  fields["reached"] = grouped(reach.mps_reached);
  fields["total"] = grouped(reach.mps_total);
  fields["letters"] = sentence(view, reach.letters_sent, "reach.letters");
  fields["supporters"] = sentence(view, reach.supporters, "reach.supporters");
  fields["groups"] =
      List{group(view.text("reach.by_nation"), view.text("reach.nation"), reach.by_nation),
           group(view.text("reach.by_region"), view.text("reach.region"), reach.by_region),
           group(view.text("reach.by_party"), view.text("reach.party"), reach.by_party)};
  fields["seats"] = seats(view, reach);
  fields["as_of"] = view.date(reach.as_of);
  fields["dataset"] = reach.data_set;
  Response page = show(view, 200, "reach.html", fields);
  page.headers.emplace_back("Cache-Control", "public, max-age=10");
  return page;
}

}  // namespace postbag::http::pages
