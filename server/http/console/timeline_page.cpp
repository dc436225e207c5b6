#include "base/digest.h"
#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/choice.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/http/console/timeline_state.h"
#include "server/http/console/whole_number.h"
#include "server/http/pages/message.h"
#include "server/office/timeline.h"

namespace postbag::http::console {
namespace {

using office::Decision;
using office::DecisionText;
using office::RecordedDecision;
using office::RecordKind;
using office::Step;

std::string step_name(const View& view, Step step) {
  return view.text("staff_timeline.step_" + std::string{name_of(step)});
}

struct Shown {
  DecisionText text;
  std::vector<Error> errors = {};
  std::string notice = {};
  int status = 200;
};

DecisionText text_of(const Request& request) {
  const auto field = [&](std::string_view name) { return std::string{request.field(name)}; };
  return {field("step_kind"), field("day"),     field("text"),     field("by"),
          field("in_favour"), field("against"), field("abstained")};
}

List form_fields(const View& view, const DecisionText& text, const std::vector<Error>& errors) {
  std::vector<Option> steps;
  for (const Step step : office::kSteps)
    steps.push_back({std::string{name_of(step)}, step_name(view, step)});
  const auto number = [&](std::string_view name, const std::string& value) {
    const std::string label = "staff_timeline." + std::string{name};
    return text_field(
        view,
        {.name = name, .label = label, .input_mode = "numeric", .width = "short-input", .most = 8},
        0, value, errors);
  };
  return {
      choice(view, "step_kind", "staff_timeline.step_kind", steps, text.step, errors),
      text_field(view,
                 {.name = "day", .label = "staff_timeline.day", .width = "short-input", .most = 10},
                 0, text.day, errors),
      text_field(view, {.name = "text", .label = "staff_timeline.text", .most = 4'000}, 4,
                 text.text, errors),
      text_field(view, {.name = "by", .label = "staff_timeline.by"}, 0, text.by, errors),
      number("in_favour", text.in_favour),
      number("against", text.against),
      number("abstained", text.abstained)};
}

Fields entry_fields(const View& view, const RecordedDecision& entry, bool may_edit) {
  const Decision& decision = entry.decision;
  std::string votes;
  if (decision.votes)
    votes = view.text("staff_timeline.votes", {{"in_favour", grouped(decision.votes->in_favour)},
                                               {"against", grouped(decision.votes->against)},
                                               {"abstained", grouped(decision.votes->abstained)}});
  const bool stands = decision.step == Step::outcome && !decision.taken_back;
  return {{"entry", entry.id},
          {"version", std::to_string(entry.version)},
          {"step", step_name(view, decision.step)},
          {"day", day_text(view, decision.day)},
          {"what", decision.text},
          {"who_did", decision.by},
          {"votes", votes},
          {"taken_back", decision.taken_back
                             ? view.text("staff_timeline.taken_back",
                                         {{"day", day_text(view, *decision.taken_back)}})
                             : std::string{}},
          {"may_take_back", stands && may_edit},
          {"may_delete", may_edit}};
}

Response show(const View& view, const staff::SignedIn& who, const CampaignDesk& campaign,
              const Shown& shown) {
  const auto entries = timeline(view.service().office, campaign.slug);
  const bool may_edit = who.role >= staff::Role::editor;
  Fields page = campaign_fields(view, "staff_timeline.title", who, campaign);
  add_errors(view, page, shown.errors, "step_kind");
  page["notice"] = shown.notice;
  page["action"] = campaign_place(campaign.slug, "timeline");
  page["state"] = timeline_state(view, entries);
  List list;
  for (const RecordedDecision& entry : entries)
    list.emplace_back(entry_fields(view, entry, may_edit));
  page["entries"] = std::move(list);
  page["fields"] = form_fields(view, shown.text, shown.errors);
  return pages::show(view, shown.errors.empty() ? shown.status : 422, "staff-timeline.html", page);
}

Shown empty(const View& view, std::string notice = {}) {
  DecisionText text;
  text.day = today(view).text();
  return {std::move(text), {}, std::move(notice)};
}

staff::AuditEntry line(const View& view, const staff::SignedIn& who, const char* action,
                       const Decision& decision) {
  std::string detail{name_of(decision.step)};
  detail.append(", ").append(decision.day.text());
  return {view.service().clock.now(), who.actor(), action, decision.campaign, std::move(detail)};
}

Response add(const View& view, const Request& request, const staff::SignedIn& who,
             const CampaignDesk& campaign) {
  const DecisionText text = text_of(request);
  const auto decision = parse(text, campaign.slug, today(view));
  if (!decision) return show(view, who, campaign, {text, decision.error()});
  const std::string body = body_of(*decision);
  // The same form pressed twice is one entry.
  const std::string id =
      sha256(std::string{request.field("form_token")}.append("\n").append(body)).substr(0, 22);
  const auto saved = view.service().office.save(RecordKind::decision, id, office::kNew, body,
                                                line(view, who, "decision.added", *decision));
  if (!saved && !view.service().office.find(RecordKind::decision, id))
    return pages::unavailable(view);
  return show(view, who, campaign, empty(view, view.text("staff_timeline.added")));
}

/// The entry that a button stands beside, if it is still that campaign's.
std::optional<RecordedDecision> entry_of(const View& view, const Request& request,
                                         const CampaignDesk& campaign) {
  const auto record = view.service().office.find(RecordKind::decision, request.field("entry"));
  auto entry = record ? recorded_decision(*record) : std::nullopt;
  if (entry && entry->decision.campaign != campaign.slug) return std::nullopt;
  return entry;
}

Response change(const View& view, const Request& request, const staff::SignedIn& who,
                const CampaignDesk& campaign, bool is_delete) {
  auto entry = entry_of(view, request, campaign);
  const std::int64_t version = whole_number(request.field("version"));
  Shown meanwhile = empty(view, view.text("staff_timeline.meanwhile"));
  meanwhile.status = 409;
  if (!entry || entry->version != version) return show(view, who, campaign, meanwhile);
  Decision& decision = entry->decision;
  office::OfficeStore& store = view.service().office;
  if (is_delete) {
    const auto removed = store.remove(RecordKind::decision, entry->id, version,
                                      line(view, who, "decision.deleted", decision));
    if (!removed) return show(view, who, campaign, meanwhile);
    return show(view, who, campaign, empty(view, view.text("staff_timeline.deleted")));
  }
  if (decision.step != Step::outcome || decision.taken_back)
    return show(view, who, campaign, meanwhile);
  decision.taken_back = today(view);
  const auto saved = store.save(RecordKind::decision, entry->id, version, body_of(decision),
                                line(view, who, "decision.taken_back", decision));
  if (!saved) return show(view, who, campaign, meanwhile);
  return show(view, who, campaign, empty(view, view.text("staff_timeline.runs_again")));
}

}  // namespace

std::string timeline_state(const View& view, const std::vector<RecordedDecision>& timeline) {
  const auto outcome = outcome_of(timeline);
  if (!outcome) return view.text("staff_timeline.runs");
  return view.text("staff_timeline.ended", {{"day", day_text(view, outcome->day)}});
}

Response timeline(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto campaign = find_campaign(service, request);
  if (!campaign) return no_campaign(view);
  return show(view, who, *campaign, empty(view));
}

Response timeline_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto campaign = find_campaign(service, request);
  if (!campaign) return no_campaign(view);
  const std::string_view step = request.field("step");
  if (step == "delete" || step == "take_back")
    return change(view, request, who, *campaign, step == "delete");
  return add(view, request, who, *campaign);
}

}  // namespace postbag::http::console
