#include <algorithm>

#include "base/digest.h"
#include "server/http/console/admission.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/http/console/whole_number.h"
#include "server/http/pages/message.h"
#include "server/office/engagement_merge.h"

namespace postbag::http::console {
namespace {

using office::Engagement;
using office::EngagementText;
using office::Record;
using office::RecordedEngagement;
using office::RecordKind;

/// What the form shows.
struct Shown {
  EngagementText text;
  std::vector<Error> errors = {};
  std::vector<TheirText> theirs = {};
  std::string notice = {};
  int status = 200;
};

const std::string kHome = "/staff/engagements";

Response gone(const View& view) {
  return pages::message(view, {404,
                               view.text("staff_engagement.gone"),
                               {view.text("staff_engagement.gone_text")},
                               kHome,
                               view.text("staff_engagements.title")});
}

Response show_new(const View& view, const staff::SignedIn& who, const Shown& shown) {
  Fields page = console_fields(view, "staff_engagement.new", who);
  add_errors(view, page, shown.errors, "day");
  page["heading"] = view.text("staff_engagement.new");
  page["notice"] = shown.notice;
  page["fields"] = engagement_fields(view, shown.text, shown.errors);
  page["action"] = kHome + "/new";
  page["may_edit"] = true;
  page["is_new"] = true;
  page["version"] = "";
  page["saved"] = "";
  page["facts"] = List{};
  return pages::show(view, shown.errors.empty() ? shown.status : 422, "staff-engagement.html",
                     page);
}

/// What viewers read in place of the form.
List facts(const View& view, const EngagementText& text) {
  List facts;
  for (const office::EngagementField& field : office::kEngagementFields) {
    const std::string& value = text.*field.text;
    if (value.empty() || field.name == "day" || field.name == "kind") continue;
    facts.emplace_back(
        Fields{{"fact_name", view.text("staff_engagement.field_" + std::string{field.name})},
               {"fact", field.name == "campaign" ? campaign_title(view, value) : value}});
  }
  return facts;
}

Response show_one(const View& view, const staff::SignedIn& who, const RecordedEngagement& saved,
                  const Shown& shown) {
  const Engagement& engagement = saved.engagement;
  const std::string heading = view.text(
      "staff_engagement.heading",
      {{"kind", kind_name(view, engagement.kind)}, {"day", day_text(view, engagement.day)}});
  Fields page = console_fields(view, "staff_engagement.title", who);
  page["page_title"] = heading;
  add_errors(view, page, shown.errors, "day");
  page["heading"] = heading;
  page["notice"] = shown.notice;
  page["saved"] = view.text("staff_engagement.saved_by",
                            {{"who", saved.author}, {"at", moment(view, saved.at)}});
  page["may_edit"] = who.role >= staff::Role::editor;
  page["is_new"] = false;
  page["action"] = kHome + "/" + saved.id;
  page["version"] = std::to_string(saved.version);
  page["fields"] = engagement_fields(view, shown.text, shown.errors, shown.theirs);
  page["facts"] = facts(view, text_of(engagement));
  return pages::show(view, shown.status, "staff-engagement.html", page);
}

staff::AuditEntry entry(const View& view, const staff::SignedIn& who, const char* action,
                        const Engagement& engagement, const std::string& id) {
  std::string subject{name_of(engagement.kind)};
  subject.append(", ").append(engagement.day.text());
  return {view.service().clock.now(), who.actor(), action, std::move(subject), id};
}

/// One engagement and two people who change it.
class Editing {
 public:
  Editing(Service& service, const View& view, const Request& request, const staff::SignedIn& who)
      : service_(service),
        view_(view),
        request_(request),
        who_(who),
        id_(request.parameter("id")) {}

  Response save() {
    // Whoever saves between reading and writing is met by the second round.
    for (int round = 0;; ++round) {
      auto answer = try_to_save();
      if (answer) return std::move(*answer);
      if (round == 3) return pages::unavailable(view_);
    }
  }

 private:
  /// Nothing when somebody else saved at the same moment.
  std::optional<Response> try_to_save() {
    const auto versions = service_.office.versions(RecordKind::engagement, id_);
    if (versions.empty()) return gone(view_);
    if (versions.front().removed())
      return show_new(
          view_, who_,
          {engagement_text(request_), {}, {}, view_.text("staff_engagement.was_deleted"), 409});
    const RecordedEngagement theirs = recorded(versions.front()).value();
    const RecordedEngagement base = begun_with(versions);
    std::vector<office::MetMember> known = base.engagement.members;
    known.insert(known.end(), theirs.engagement.members.begin(), theirs.engagement.members.end());
    const EngagementDesk desk{service_, known};
    const auto ours = parse(engagement_text(request_), desk.world());
    if (!ours)
      return show_one(view_, who_, base, {engagement_text(request_), ours.error(), {}, {}, 422});
    const bool alone = base.version == theirs.version;
    const auto merge = merged(text_of(base.engagement), text_of(theirs.engagement), text_of(*ours));
    if (!alone && !merge.contested.empty()) return ask(theirs, merge);
    return store(theirs, merge.text, desk, alone);
  }

  /// What the form was filled with; what is there now when it does not say.
  [[nodiscard]] RecordedEngagement begun_with(const std::vector<Record>& versions) const {
    const std::int64_t version = whole_number(request_.field("version"));
    const auto found = std::find_if(versions.begin(), versions.end(),
                                    [&](const Record& one) { return one.version == version; });
    return recorded(found == versions.end() ? versions.front() : *found).value();
  }

  /// Both changed the same field: who saves second decides, with both texts before them.
  Response ask(const RecordedEngagement& theirs, const office::EngagementMerge& merge) {
    Shown shown{merge.text, {}, {}, {}, 409};
    const EngagementText saved = text_of(theirs.engagement);
    for (const office::EngagementField& field : office::kEngagementFields) {
      if (std::find(merge.contested.begin(), merge.contested.end(), field.name) ==
          merge.contested.end())
        continue;
      shown.errors.push_back(
          {"edited_meanwhile",
           view_.text("staff_engagement.contested",
                      {{"who", theirs.author},
                       {"field", view_.text("staff_engagement.field_" + std::string{field.name})}}),
           std::string{field.name}});
      shown.theirs.push_back({field.name, saved.*field.text});
    }
    return show_one(view_, who_, theirs, shown);
  }

  std::optional<Response> store(const RecordedEngagement& theirs, const EngagementText& text,
                                const EngagementDesk& desk, bool alone) {
    const auto merged_engagement = parse(text, desk.world());
    if (!merged_engagement)
      return show_one(view_, who_, theirs, {text, merged_engagement.error(), {}, {}, 422});
    RecordedEngagement saved = theirs;
    if (!(*merged_engagement == theirs.engagement)) {
      const auto done = entry(view_, who_, "engagement.changed", *merged_engagement, id_);
      const auto version = service_.office.save(RecordKind::engagement, id_, theirs.version,
                                                body_of(*merged_engagement), done);
      if (!version) return std::nullopt;
      saved = {id_, *version, done.at, done.actor.name, *merged_engagement};
    }
    return show_one(view_, who_, saved,
                    {text_of(saved.engagement),
                     {},
                     {},
                     view_.text(alone ? "staff_engagement.saved" : "staff_engagement.merged")});
  }

  Service& service_;
  const View& view_;
  const Request& request_;
  const staff::SignedIn& who_;
  const std::string id_;
};

Response remove(const View& view, const Request& request, const staff::SignedIn& who,
                const RecordedEngagement& saved) {
  const auto removed = view.service().office.remove(
      RecordKind::engagement, saved.id, whole_number(request.field("version")),
      entry(view, who, "engagement.deleted", saved.engagement, saved.id));
  if (removed) return see_other(kHome + "?deleted=1");
  return show_one(view, who, saved,
                  {text_of(saved.engagement),
                   {{"edited_meanwhile", view.text("staff_engagement.not_deleted"), "day"}},
                   {},
                   {},
                   409});
}

/// The reminder is done with; what somebody else changed meanwhile stays.
Response finish(const View& view, const staff::SignedIn& who, RecordedEngagement saved) {
  saved.engagement.remind_on.reset();
  const auto done = view.service().office.save(
      RecordKind::engagement, saved.id, saved.version, body_of(saved.engagement),
      entry(view, who, "engagement.reminded", saved.engagement, saved.id));
  return see_other(done ? kHome : kHome + "/" + saved.id);
}

}  // namespace

Response engagement_new(Service& service, const Request&, const staff::SignedIn& who) {
  const View view{service};
  EngagementText text;
  text.day = today(view).text();
  text.kind = name_of(office::EngagementKind::meeting);
  return show_new(view, who, {text});
}

Response engagement_added(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const EngagementText text = engagement_text(request);
  const auto engagement = parse(text, EngagementDesk{service}.world());
  if (!engagement) return show_new(view, who, {text, engagement.error()});
  const std::string body = body_of(*engagement);
  // The same form pressed twice is one engagement.
  const std::string id =
      sha256(std::string{request.field("form_token")}.append("\n").append(body)).substr(0, 22);
  const auto saved = service.office.save(RecordKind::engagement, id, office::kNew, body,
                                         entry(view, who, "engagement.added", *engagement, id));
  if (!saved && !service.office.find(RecordKind::engagement, id)) return pages::unavailable(view);
  return see_other(kHome + "/" + id + "?saved=1");
}

Response engagement(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto record = service.office.find(RecordKind::engagement, request.parameter("id"));
  const auto saved = record ? recorded(*record) : std::nullopt;
  if (!saved) return gone(view);
  Shown shown{text_of(saved->engagement)};
  if (request.query.contains("saved")) shown.notice = view.text("staff_engagement.saved");
  return show_one(view, who, *saved, shown);
}

Response engagement_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string_view step = request.field("step");
  if (step != "delete" && step != "done") return Editing{service, view, request, who}.save();
  const auto record = service.office.find(RecordKind::engagement, request.parameter("id"));
  const auto saved = record ? recorded(*record) : std::nullopt;
  if (!saved) return gone(view);
  return step == "delete" ? remove(view, request, who, *saved) : finish(view, who, *saved);
}

}  // namespace postbag::http::console
