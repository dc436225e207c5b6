#include "server/http/console/engagement_desk.h"

#include <algorithm>

#include "server/http/console/choice.h"

namespace postbag::http::console {
namespace {

using office::Engagement;
using office::EngagementKind;
using office::EngagementText;
using office::RecordedEngagement;

/// How many are named in a line of a table.
constexpr std::size_t kMostNamed = 3;

/// Of all campaigns, drafts too.
std::vector<std::string> slugs_of(const Service& service) {
  std::vector<std::string> slugs;
  for (const office::Record& campaign : service.office.all(office::RecordKind::campaign))
    slugs.push_back(campaign.id);
  return slugs;
}

/// How a field is looked at: lines of text, or none for an input.
int lines_of(const office::EngagementField& field) {
  if (!field.prose) return 0;
  return field.name == "members" || field.name == "others" ? 4 : 3;
}

templates::Value field_of(const View& view, const office::EngagementField& field,
                          std::string_view value, const std::vector<Error>& errors) {
  if (field.name == "kind") return kind_choice(view, {}, value, errors);
  if (field.name == "campaign")
    return campaign_choice(view, "staff_engagement.no_campaign", value, errors);
  const std::string label = "staff_engagement.field_" + std::string{field.name};
  if (field.name == "reply")
    return choice(view, field.name, label,
                  {{"", view.text("staff_engagement.no_reply")},
                   {"holding", view.text("staff_engagement.reply_holding")},
                   {"substantial", view.text("staff_engagement.reply_substantial")}},
                  value, errors);
  return text_field(
      view, {.name = field.name, .label = label, .width = "short-input", .most = field.most},
      lines_of(field), value, errors);
}

}  // namespace

EngagementDesk::EngagementDesk(const Service& service, std::span<const office::MetMember> recorded)
    : members_(service.correspondence.data_set().published(), recorded),
      campaigns_(slugs_of(service)) {}

std::string kind_name(const View& view, EngagementKind kind) {
  return view.text("staff_engagement.kind_" + std::string{name_of(kind)});
}

std::string campaign_title(const View& view, const std::string& slug) {
  const auto campaign = view.service().catalogue.find(slug);
  return campaign ? view.texts(*campaign).title.text : slug;
}

std::string day_text(const View& view, const office::Day& day) {
  return view.date(day.begins());
}

std::string whom(const View& view, const Engagement& engagement) {
  std::vector<std::string> names;
  for (const office::MetMember& member : engagement.members)
    names.push_back(name_with_seat(member));
  for (const office::Party& party : engagement.others)
    names.push_back(party.people == 1 ? party.name
                                      : view.count("staff_engagement.party", party.people,
                                                   {{"name", party.name}}));
  const std::size_t more = names.size() > kMostNamed ? names.size() - kMostNamed : 0;
  names.resize(names.size() - more);
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  if (more > 0)
    text.append(" ").append(
        view.count("staff_engagement.and_more", static_cast<std::int64_t>(more)));
  return text;
}

office::Day today(const View& view) {
  return office::Day::of(view.service().clock.now());
}

EngagementText engagement_text(const Request& request) {
  EngagementText text;
  for (const office::EngagementField& field : office::kEngagementFields)
    text.*field.text = request.field(field.name);
  return text;
}

List engagement_fields(const View& view, const EngagementText& text,
                       const std::vector<Error>& errors, const std::vector<TheirText>& theirs) {
  List fields;
  for (const office::EngagementField& field : office::kEngagementFields) {
    Fields shown = std::get<Fields>(field_of(view, field, text.*field.text, errors).content());
    const auto other = std::find_if(theirs.begin(), theirs.end(),
                                    [&](const TheirText& one) { return one.field == field.name; });
    const bool contested = other != theirs.end();
    shown["contested"] = contested;
    shown["their_text"] = !contested            ? std::string{}
                          : other->text.empty() ? view.text("staff_engagement.their_nothing")
                                                : other->text;
    fields.emplace_back(std::move(shown));
  }
  return fields;
}

templates::Value kind_choice(const View& view, std::string_view all, std::string_view chosen,
                             const std::vector<Error>& errors) {
  std::vector<Option> options;
  if (!all.empty()) options.push_back({"", view.text(all)});
  for (const EngagementKind kind : office::kEngagementKinds)
    options.push_back({std::string{name_of(kind)}, kind_name(view, kind)});
  return choice(view, "kind", "staff_engagement.field_kind", options, chosen, errors);
}

templates::Value campaign_choice(const View& view, std::string_view all, std::string_view chosen,
                                 const std::vector<Error>& errors) {
  std::vector<Option> options{{"", view.text(all)}};
  for (const std::string& slug : slugs_of(view.service()))
    options.push_back({slug, campaign_title(view, slug)});
  return choice(view, "campaign", "staff_engagement.field_campaign", options, chosen, errors);
}

void add_reminders(const View& view, Fields& page, const staff::SignedIn& who,
                   std::vector<RecordedEngagement> all) {
  List reminders;
  for (const RecordedEngagement& one : due(std::move(all), today(view))) {
    const Engagement& engagement = one.engagement;
    reminders.emplace_back(Fields{{"reminder_href", "/staff/engagements/" + one.id},
                                  {"reminder", kind_name(view, engagement.kind)},
                                  {"reminder_whom", whom(view, engagement)},
                                  {"reminder_next", engagement.next},
                                  {"reminder_day", day_text(view, engagement.day)},
                                  {"reminder_due", day_text(view, *engagement.remind_on)},
                                  {"reminder_version", std::to_string(one.version)},
                                  {"may_finish", who.role >= staff::Role::editor}});
  }
  page["has_reminders"] = !reminders.empty();
  page["reminders"] = std::move(reminders);
}

void add_reminders(const View& view, Fields& page, const staff::SignedIn& who) {
  add_reminders(view, page, who, engagements(view.service().office));
}

}  // namespace postbag::http::console
