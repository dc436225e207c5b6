#include <algorithm>

#include "base/csv_text.h"
#include "base/time_text.h"
#include "server/http/console/choice.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/office/engagement_csv.h"

namespace postbag::http::console {
namespace {

using office::Day;
using office::EngagementFilter;
using office::EngagementKind;
using office::EngagementSums;
using office::RecordedEngagement;

/// A page that holds more is read by nobody: a period makes it shorter.
constexpr std::size_t kMostShown = 200;

/// What the address asks for, as it was typed and as it is meant.
struct Asked {
  std::string kind;
  std::string campaign;
  std::string member;
  std::string from;
  std::string to;
  EngagementFilter filter = {};
  std::vector<Error> errors = {};

  /// `?kind=meeting&…`; empty when nothing was asked.
  [[nodiscard]] std::string query() const;
};

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    if (plain) {
      result += c;
    } else {
      result.append(1, '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
  }
  return result;
}

std::string Asked::query() const {
  std::string text;
  for (const auto& [name, value] : {std::pair{"kind", &kind},
                                    {"campaign", &campaign},
                                    {"member", &member},
                                    {"from", &from},
                                    {"to", &to}})
    if (!value->empty())
      text.append(text.empty() ? "?" : "&").append(name).append("=").append(encoded(*value));
  return text;
}

std::string asked_for(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string{} : std::string{trimmed(found->second)};
}

Asked read(const Service& service, const Request& request,
           const std::vector<RecordedEngagement>& all) {
  Asked asked{asked_for(request, "kind"), asked_for(request, "campaign"),
              asked_for(request, "member"), asked_for(request, "from"), asked_for(request, "to")};
  EngagementFilter& filter = asked.filter;
  filter.kind = office::parse_engagement_kind(asked.kind);
  filter.campaign = asked.campaign;
  const auto day = [&](const std::string& typed, const char* field) -> std::optional<Day> {
    if (typed.empty()) return std::nullopt;
    const auto parsed = Day::parse(typed, field);
    if (parsed) return *parsed;
    asked.errors.push_back(parsed.error());
    return std::nullopt;
  };
  filter.from = day(asked.from, "from");
  filter.to = day(asked.to, "to");
  if (filter.from && filter.to && *filter.to < *filter.from)
    asked.errors.push_back(
        {"period_backwards", "The last day comes before the first. Swap them.", "to"});
  if (asked.member.empty()) return asked;
  std::vector<office::MetMember> recorded;
  for (const RecordedEngagement& one : all)
    recorded.insert(recorded.end(), one.engagement.members.begin(), one.engagement.members.end());
  const auto member = EngagementDesk{service, recorded}.members().find(asked.member);
  if (member) {
    filter.member = member->id;
  } else {
    asked.errors.push_back({member.error().code, member.error().message, "member"});
  }
  return asked;
}

List filter_fields(const View& view, const Asked& asked) {
  return {
      kind_choice(view, "staff_engagements.any_kind", asked.kind, asked.errors),
      campaign_choice(view, "staff_engagements.any_campaign", asked.campaign, asked.errors),
      text_field(view, {.name = "member", .label = "staff_engagements.member"}, 0, asked.member,
                 asked.errors),
      text_field(
          view,
          {.name = "from", .label = "staff_engagements.from", .width = "short-input", .most = 10},
          0, asked.from, asked.errors),
      text_field(
          view, {.name = "to", .label = "staff_engagements.to", .width = "short-input", .most = 10},
          0, asked.to, asked.errors)};
}

List rows(const View& view, const std::vector<RecordedEngagement>& chosen) {
  const Day now = today(view);
  List rows;
  for (std::size_t i = 0; i < chosen.size() && i < kMostShown; ++i) {
    const office::Engagement& engagement = chosen[i].engagement;
    rows.emplace_back(Fields{
        {"href", "/staff/engagements/" + chosen[i].id},
        {"day", day_text(view, engagement.day)},
        {"is_plan", engagement.day > now},
        {"kind", kind_name(view, engagement.kind)},
        {"whom", whom(view, engagement)},
        {"campaign",
         engagement.campaign.empty() ? std::string{} : campaign_title(view, engagement.campaign)},
        {"next", engagement.next}});
  }
  return rows;
}

}  // namespace

List engagement_sentences(const View& view, const EngagementSums& sums) {
  List sentences;
  const auto add = [&](const std::string& key, std::int64_t number) {
    if (number > 0) sentences.emplace_back(Fields{{"sentence", view.count(key, number)}});
  };
  add("staff_engagements.members_met", sums.members_met);
  add("staff_engagements.others_met", sums.others_met);
  add("staff_engagements.presented_to", sums.presented_to);
  for (const EngagementKind kind : office::kEngagementKinds)
    if (const auto found = sums.by_kind.find(kind); found != sums.by_kind.end())
      add("staff_engagements.of_" + std::string{name_of(kind)}, found->second);
  add("staff_engagements.plans", sums.plans);
  return sentences;
}

Response engagements(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto all = office::engagements(service.office);
  const Asked asked = read(service, request, all);
  Fields page = console_fields(view, "staff_engagements.title", who);
  add_errors(view, page, asked.errors, "kind");
  const auto chosen =
      asked.errors.empty() ? office::chosen(all, asked.filter) : std::vector<RecordedEngagement>{};
  if (const auto imported = asked_for(request, "imported"); !imported.empty())
    page["notice"] = view.text("staff_engagements.imported");
  if (!asked_for(request, "deleted").empty())
    page["notice"] = view.text("staff_engagements.deleted");
  page["fields"] = filter_fields(view, asked);
  page["sums"] = engagement_sentences(view, sums_of(chosen, {}, today(view)));
  page["as_of"] = moment(view, service.clock.now());
  page["data_set"] = service.correspondence.data_set().description();
  page["rows"] = rows(view, chosen);
  page["has_rows"] = !chosen.empty();
  page["more"] = chosen.size() > kMostShown
                     ? view.count("staff_engagements.more", static_cast<std::int64_t>(kMostShown),
                                  {{"all", grouped(static_cast<std::int64_t>(chosen.size()))}})
                     : std::string{};
  page["export_href"] = "/staff/engagements/export" + asked.query();
  add_reminders(view, page, who, all);
  return pages::show(view, asked.errors.empty() ? 200 : 422, "staff-engagements.html", page);
}

Response engagements_export(Service& service, const Request& request, const staff::SignedIn&) {
  const auto all = office::engagements(service.office);
  const Asked asked = read(service, request, all);
  CsvText csv;
  csv.row(office::engagement_columns());
  if (asked.errors.empty())
    for (const RecordedEngagement& one : office::chosen(all, asked.filter))
      csv.row(office::engagement_row(one.engagement));
  const std::string name =
      "attachment; filename=\"engagements-" + london_date(service.clock.now()) + ".csv\"";
  return {200, "text/csv; charset=utf-8", csv.text(), {{"Content-Disposition", name}}};
}

}  // namespace postbag::http::console
