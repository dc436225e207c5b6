#include "base/time_text.h"
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

List seats(const campaign::PublicReach& reach, const data::DataSet& data_set) {
  List rows;
  for (const auto& seat : reach.constituencies) {
    const auto* const constituency = data_set.find(seat.code);
    if (constituency == nullptr) continue;
    rows.emplace_back(
        Fields{{"seat_name", constituency->name},
               {"seat_mp", mp_text(*constituency)},
               {"seat_reached", seat.reached},
               {"seat_letters", seat.letters ? grouped(*seat.letters) : std::string{"–"}}});
  }
  return rows;
}

std::string sentence(const std::optional<std::int64_t>& count, std::string_view words) {
  return count && *count > 0 ? grouped(*count) + " " + std::string{words} : std::string{};
}

}  // namespace

Response reach(Service& service, const Request& request) {
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(service);
  const auto reach = service.correspondence.reach(*found);
  Fields fields = page_fields(service, "MPs reached", found.get());
  fields["reached"] = grouped(reach.mps_reached);
  fields["total"] = grouped(reach.mps_total);
  fields["letters"] = sentence(reach.letters_sent, "letters sent.");
  fields["supporters"] = sentence(reach.supporters, "people have written.");
  fields["groups"] = List{group("By nation", "Nation", reach.by_nation),
                          group("By region of England, or nation", "Region", reach.by_region),
                          group("By party", "Party", reach.by_party)};
  fields["seats"] = seats(reach, service.correspondence.data_set());
  fields["as_of"] = london_date(reach.as_of);
  fields["dataset"] = reach.data_set;
  Response page = show(service, 200, "reach.html", fields);
  page.headers.emplace_back("Cache-Control", "public, max-age=10");
  return page;
}

}  // namespace postbag::http::pages
