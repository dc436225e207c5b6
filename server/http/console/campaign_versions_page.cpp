#include <fmt/format.h>

#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/campaign_filter.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"

namespace postbag::http::console {
namespace {

List letters_of(const View& view, const office::Record& record) {
  List letters;
  const auto document = templates::read_document(record.body, "");
  if (!document) return letters;
  for (const auto& letter : document->letters)
    letters.emplace_back(Fields{{"number", std::to_string(letters.size() + 1)},
                                {"part_filter", filter_text(view, letter.filter)},
                                {"text_lang", letter.language == "cy" ? "cy" : ""},
                                {"subjects", pages::texts("part_text", letter.subjects)},
                                {"body", letter.body}});
  return letters;
}

/// The newest first.
const office::Record* before(const std::vector<office::Record>& records,
                             const office::Record& record) {
  for (const office::Record& one : records)
    if (one.version < record.version) return &one;
  return nullptr;
}

}  // namespace

Response versions(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto letters = service.office.letters_by_version(desk->slug);
  List lines;
  for (const auto& record : service.office.versions(office::RecordKind::campaign, desk->slug)) {
    const auto written = letters.find(record.version);
    lines.emplace_back(Fields{{"number", std::to_string(record.version)},
                              {"at", moment(view, record.at)},
                              {"author", record.author},
                              {"count", grouped(written == letters.end() ? 0 : written->second)},
                              {"is_shown", record.version == desk->shown_version()}});
  }
  Fields page = campaign_fields(view, "staff_versions.title", who, *desk);
  page["lines"] = std::move(lines);
  page["as_of"] = moment(view, service.clock.now());
  return pages::show(view, 200, "staff-versions.html", page);
}

Response version(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto records = service.office.versions(office::RecordKind::campaign, desk->slug);
  const auto record = std::find_if(records.begin(), records.end(), [&](const auto& one) {
    return one.version == whole_number(request.parameter("version")) && !one.removed();
  });
  if (record == records.end()) return no_campaign(view);
  const office::Record* const earlier = before(records, *record);
  Fields page = campaign_fields(view, "staff_versions.one", who, *desk);
  page["number"] = std::to_string(record->version);
  page["export_href"] =
      campaign_place(desk->slug, fmt::format("export?version={}", record->version));
  page["at"] = moment(view, record->at);
  page["author"] = record->author;
  page["is_shown"] = record->version == desk->shown_version();
  page["is_newest"] = record->version == desk->draft.version;
  page["earlier"] = earlier != nullptr ? std::to_string(earlier->version) : std::string{};
  page["difference"] = earlier != nullptr ? difference_lines(earlier->body, record->body) : List{};
  page["letters"] = letters_of(view, *record);
  return pages::show(view, 200, "staff-version.html", page);
}

Response version_restored(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto record = find_version(service, desk->slug, whole_number(request.parameter("version")));
  if (!record) return no_campaign(view);
  // Every version is kept: nothing of a newer one is lost, whoever saved it.
  const auto saved = save_campaign(service, who, *desk, desk->draft.version, record->body);
  if (!saved) return see_other(campaign_place(desk->slug, "versions"));
  return go_on_saved(*desk, "edit", *saved);
}

}  // namespace postbag::http::console
