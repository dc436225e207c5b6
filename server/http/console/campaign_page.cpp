#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/time_text.h"
#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/timeline_state.h"

namespace postbag::http::console {
namespace {

using campaign::Stage;

constexpr Field kCloses{"closes", "staff_campaign.closes", "text", "off", {}, "short-input", 10};

/// What staff can do about the stage of a campaign.
struct Move {
  std::string_view step;
  Stage to;
  std::string_view action;
};

constexpr std::array kMoves{Move{"pause", Stage::paused, "campaign.paused"},
                            Move{"end", Stage::ended, "campaign.ended"},
                            Move{"go_on", Stage::live, "campaign.went_on"}};

/// Where it stands, in one sentence.
std::string standing(const View& view, const CampaignDesk& desk) {
  if (!desk.shown) return view.text("staff_campaign.unseen");
  if (desk.shown->stage != Stage::live)
    return view.text(fmt::format("staff_campaign.{}", name_of(desk.shown->stage)));
  const auto& file = desk.shown->file;
  const Instant now = view.service().clock.now();
  if (file.opens && now < *file.opens)
    return view.text("staff_campaign.opens_on", {{"date", view.date(*file.opens)}});
  if (file.closes && now >= *file.closes) return view.text("staff_campaign.closed");
  if (!file.closes) return view.text("staff_campaign.open");
  return view.text("staff_campaign.open_until",
                   {{"date", view.date(*file.closes - std::chrono::hours{12})}});
}

struct Shown {
  int status = 200;
  std::string notice = {};
  std::vector<Error> errors = {};
  /// What was typed for the last day; else the present one is shown.
  std::optional<std::string> closes = {};
};

/// As the file has it; empty when it has none.
std::string last_day(const CampaignDesk& desk) {
  if (!desk.shown || !desk.shown->file.closes) return {};
  return london_date(*desk.shown->file.closes - std::chrono::hours{12});
}

Response show_campaign(const View& view, const staff::SignedIn& who, const CampaignDesk& desk,
                       const Shown& shown) {
  Fields page = campaign_fields(view, "staff_campaign.title", who, desk);
  add_errors(view, page, shown.errors, "closes");
  page["notice"] = shown.notice;
  page["standing"] = standing(view, desk);
  page["newest"] =
      view.text("staff_campaign.newest", {{"version", std::to_string(desk.draft.version)},
                                          {"who", desk.draft.author},
                                          {"at", moment(view, desk.draft.at)}});
  page["has_changes"] = desk.has_changes();
  page["is_shown"] = desk.shown != nullptr;
  page["shown_version"] = std::to_string(desk.shown_version());
  const Stage stage = desk.shown ? desk.shown->stage : Stage::live;
  page["is_live"] = stage == Stage::live;
  page["is_ended"] = stage == Stage::ended;
  page["timeline_state"] = timeline_state(view, office::timeline(view.service().office, desk.slug));
  page["public_href"] = "/c/" + desk.slug;
  page["reached"] = "";
  page["total"] = "";
  if (desk.shown) {
    const auto reach = view.service().correspondence.reach(*desk.shown);
    page["reached"] = std::to_string(reach.mps_reached);
    page["total"] = std::to_string(reach.mps_total);
  }
  page["as_of"] = moment(view, view.service().clock.now());
  page["fields"] = List{input(view, kCloses, shown.closes.value_or(last_day(desk)), shown.errors)};
  return pages::show(view, shown.status, "staff-campaign.html", page);
}

Response done(const CampaignDesk& desk, std::string_view what) {
  return see_other(fmt::format("{}?done={}", campaign_place(desk.slug), what));
}

Response conflict(const View& view, const staff::SignedIn& who, const CampaignDesk& desk) {
  return show_campaign(
      view, who, desk,
      {409, {}, {{"edited_meanwhile", view.text("staff_campaign.moved_meanwhile"), ""}}, {}});
}

Response move_stage(const View& view, Service& service, const staff::SignedIn& who,
                    const CampaignDesk& desk, const Move& move) {
  if (!desk.shown || desk.shown->stage == move.to) return conflict(view, who, desk);
  const auto moved =
      service.office.set_stage(desk.slug, desk.shown->stage, move.to,
                               campaign_deed(service, who, move.action, desk.slug, {}));
  service.catalogue.refresh();
  if (!moved) return conflict(view, who, desk);
  return done(desk, move.step);
}

/// The shown version with another last day, and what is wrong with it.
struct Extended {
  std::string toml;
  std::vector<Error> errors;
};

Extended extended(const View& view, Service& service, const CampaignDesk& desk,
                  const std::string& closes) {
  const auto shown = find_version(service, desk.slug, desk.shown_version());
  auto document = templates::read_document(shown ? shown->body : std::string{}, "campaign.toml");
  if (!document)
    return {{}, {{"malformed_campaign", view.text("staff_campaign.extend_in_source"), "closes"}}};
  document->closes = closes;
  Extended made{templates::write_document(*document), {}};
  for (const auto& mistake : office::obstacles(made.toml, desk.slug, service.clock.now()))
    made.errors.push_back(
        {"malformed_campaign",
         sentence_of(view, mistake, mistake.field == "closes" ? kCloses.label : std::string_view{}),
         "closes"});
  return made;
}

/// Changes of the draft that supporters do not see stay in it, and stay unseen.
void extend_draft(Service& service, const staff::SignedIn& who, const CampaignDesk& desk,
                  std::int64_t newest, const std::string& closes) {
  auto document = templates::read_document(desk.draft.body, "campaign.toml");
  if (!document) return;
  document->closes = closes;
  // When somebody saved at this very moment, theirs is the newest and keeps their last day.
  static_cast<void>(service.office.save(
      office::RecordKind::campaign, desk.slug, newest, templates::write_document(*document),
      campaign_deed(service, who, "campaign.saved", desk.slug, version_text(newest + 1))));
}

Response extend(const View& view, Service& service, const Request& request,
                const staff::SignedIn& who, const CampaignDesk& desk) {
  const std::string closes{trimmed(request.field("closes"))};
  if (!desk.shown) return conflict(view, who, desk);
  const Extended made = extended(view, service, desk, closes);
  if (!made.errors.empty()) return show_campaign(view, who, desk, {422, {}, made.errors, closes});
  const auto version =
      service.office.save(office::RecordKind::campaign, desk.slug, desk.draft.version, made.toml,
                          campaign_deed(service, who, "campaign.saved", desk.slug,
                                        version_text(desk.draft.version + 1)));
  if (!version) return conflict(view, who, desk);
  const auto published = service.office.publish_campaign(
      desk.slug, *version, desk.shown_version(),
      campaign_deed(service, who, "campaign.extended", desk.slug,
                    closes.empty() ? view.text("staff_campaign.no_last_day") : closes));
  if (!published) return conflict(view, who, desk);
  service.catalogue.refresh();
  if (desk.has_changes()) extend_draft(service, who, desk, *version, closes);
  return done(desk, "extend");
}

}  // namespace

Response campaign(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto what = request.query.find("done");
  const std::string* const notice =
      what == request.query.end() ? nullptr
                                  : view.strings().find("staff_campaign.done_" + what->second);
  return show_campaign(view, who, *desk, {200, notice ? *notice : std::string{}, {}, {}});
}

Response campaign_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const std::string_view step = request.field("step");
  if (step == "extend") return extend(view, service, request, who, *desk);
  const auto* const move =
      std::find_if(kMoves.begin(), kMoves.end(), [&](const Move& one) { return one.step == step; });
  if (move == kMoves.end()) return show_campaign(view, who, *desk, {});
  return move_stage(view, service, who, *desk, *move);
}

}  // namespace postbag::http::console
