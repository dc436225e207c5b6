#include <algorithm>

#include "base/digest.h"
#include "server/http/console/admission.h"
#include "server/http/console/choice.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/office/engagement_csv.h"

namespace postbag::http::console {
namespace {

using office::Engagement;
using office::RecordedEngagement;
using office::RecordKind;

/// What a form holds at most, with room for its other fields.
constexpr int kLongestFile = 100'000;

/// One row of the file: where it would be kept, or that it is recorded already.
struct Row {
  Engagement engagement;
  std::string id;
  bool known = false;
};

/// The same row has the same place, so that a file that is sent twice is known again, whatever
/// became of its rows; one that was deleted since may come anew.
Row placed(office::OfficeStore& store, const Engagement& engagement,
           const std::vector<RecordedEngagement>& all) {
  Row row{engagement, "", false};
  row.known = std::any_of(all.begin(), all.end(), [&](const RecordedEngagement& one) {
    return one.engagement == engagement;
  });
  const std::string body = body_of(engagement);
  for (int time = 1; !row.known; ++time) {
    row.id = sha256("import " + std::to_string(time) + "\n" + body).substr(0, 22);
    const auto record = store.find(RecordKind::engagement, row.id);
    if (!record) break;
    row.known = !record->removed();
  }
  return row;
}

/// The file that was chosen, else what was pasted.
std::string csv_of(const Request& request) {
  const std::string_view file = request.field("file");
  return std::string{file.empty() ? request.field("csv") : file};
}

std::string header() {
  std::string text;
  for (const std::string& column : office::engagement_columns())
    text.append(text.empty() ? "" : ",").append(column);
  return text;
}

struct Shown {
  std::string csv;
  std::vector<Error> errors = {};
  std::vector<Row> rows = {};
  int status = 200;
};

Response show(const View& view, const staff::SignedIn& who, const Shown& shown) {
  Fields page = console_fields(view, "staff_import.title", who);
  add_errors(view, page, shown.errors, "csv");
  List rows;
  std::int64_t fresh = 0;
  for (const Row& row : shown.rows) {
    fresh += row.known ? 0 : 1;
    rows.emplace_back(Fields{{"day", day_text(view, row.engagement.day)},
                             {"kind", kind_name(view, row.engagement.kind)},
                             {"whom", whom(view, row.engagement)},
                             {"known", row.known}});
  }
  const auto known = static_cast<std::int64_t>(shown.rows.size()) - fresh;
  page["known_text"] = known > 0 ? view.count("staff_import.known", known) : std::string{};
  page["save_text"] = fresh > 0 ? view.count("staff_import.save", fresh) : std::string{};
  page["has_rows"] = !rows.empty();
  page["rows"] = std::move(rows);
  page["csv"] = shown.csv;
  page["header"] = header();
  // The errors are many and long: the summary tells them, the field that there are some.
  std::vector<Error> at_field;
  if (!shown.errors.empty())
    at_field.push_back(
        {"bad_rows",
         view.count("staff_import.wrong", static_cast<std::int64_t>(shown.errors.size())), "csv"});
  page["fields"] =
      List{text_field(view, {.name = "csv", .label = "staff_import.csv", .most = kLongestFile}, 10,
                      shown.csv, at_field)};
  return pages::show(view, shown.errors.empty() ? shown.status : 422, "staff-import.html", page);
}

Response save(const View& view, const staff::SignedIn& who, const std::string& csv,
              std::vector<Row> rows) {
  std::vector<office::NewRecord> fresh;
  for (const Row& row : rows)
    if (!row.known) fresh.push_back({row.id, body_of(row.engagement)});
  if (fresh.empty()) return show(view, who, {csv, {}, std::move(rows), 409});
  const auto saved = view.service().office.save_new(
      RecordKind::engagement, fresh,
      {view.service().clock.now(), who.actor(), "engagement.imported",
       view.count("staff_import.rows", static_cast<std::int64_t>(fresh.size()))});
  if (!saved) return show(view, who, {csv, {{saved.error().code, saved.error().message, "csv"}}});
  return see_other("/staff/engagements?imported=1");
}

}  // namespace

Response engagements_import(Service& service, const Request&, const staff::SignedIn& who) {
  return show(View{service}, who, {});
}

Response engagements_imported(Service& service, const Request& request,
                              const staff::SignedIn& who) {
  const View view{service};
  const std::string csv = csv_of(request);
  const auto all = office::engagements(service.office);
  std::vector<office::MetMember> recorded;
  for (const RecordedEngagement& one : all)
    recorded.insert(recorded.end(), one.engagement.members.begin(), one.engagement.members.end());
  const EngagementDesk desk{service, recorded};
  const auto engagements = read_engagements(csv, desk.world());
  if (!engagements) return show(view, who, {csv, engagements.error()});
  std::vector<Row> rows;
  for (const Engagement& engagement : *engagements)
    rows.push_back(placed(service.office, engagement, all));
  if (request.field("step") == "save") return save(view, who, csv, std::move(rows));
  return show(view, who, {csv, {}, std::move(rows)});
}

}  // namespace postbag::http::console
