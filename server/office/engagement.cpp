#include "server/office/engagement.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace postbag::office {
namespace {

/// More people than any meeting holds: what is above is a slip of the hand.
constexpr std::int64_t kMostPeople = 100'000;
constexpr std::size_t kMostMembers = 650;
constexpr std::size_t kLongestName = 200;

struct KindName {
  EngagementKind kind;
  std::string_view name;
};
constexpr std::array kKindNames{
    KindName{EngagementKind::meeting, "meeting"},
    KindName{EngagementKind::briefing, "briefing"},
    KindName{EngagementKind::reply, "reply"},
    KindName{EngagementKind::media, "media"},
    KindName{EngagementKind::parliamentary_question, "parliamentary_question"},
    KindName{EngagementKind::motion, "motion"},
    KindName{EngagementKind::event, "event"},
    KindName{EngagementKind::other, "other"}};

/// Collects the mistakes, one for each field: the first tells most.
class Reading {
 public:
  Reading(const EngagementText& text, const EngagementWorld& world) : text_(text), world_(world) {}

  Checked<Engagement> engagement() {
    const auto kind = this->kind();
    auto day = taken(Day::parse(text_.day, "day"));
    std::string campaign = this->campaign();
    auto members = taken(world_.members.find_all(text_.members, "members"));
    auto others = taken(parties());
    std::string asked = prose("asked", "what was asked");
    std::string promised = prose("promised", "what was promised");
    std::string next = prose("next", "what happens next");
    const auto remind_on = reminder(day);
    const auto reply = this->reply(kind);
    if (errors_.empty()) check_size(*members, *others, *kind);
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return Engagement{*kind,
                      std::move(*day),
                      std::move(campaign),
                      std::move(*members),
                      std::move(*others),
                      std::move(asked),
                      std::move(promised),
                      std::move(next),
                      remind_on,
                      reply};
  }

 private:
  void add(Error error) { errors_.push_back(std::move(error)); }

  template <class T>
  std::optional<T> taken(Result<T> result) {
    if (result) return std::move(*result);
    add(std::move(result.error()));
    return std::nullopt;
  }

  std::optional<EngagementKind> kind() {
    const auto kind = parse_engagement_kind(trimmed(text_.kind));
    if (!kind)
      add({"unknown_kind",
           "Choose what it was: meeting, briefing, reply, media, parliamentary_question, motion, "
           "event or other.",
           "kind"});
    return kind;
  }

  std::string campaign() {
    const std::string slug{trimmed(text_.campaign)};
    const auto& known = world_.campaigns;
    if (!slug.empty() && std::find(known.begin(), known.end(), slug) == known.end())
      add({"unknown_campaign",
           "There is no campaign of this name. Write the name that stands in its address, or leave "
           "it empty.",
           "campaign"});
    return slug;
  }

  /// One line of officials or organisations: `staff of the Department: 70`, or one person's name.
  static Result<Party> party(std::string_view line) {
    const std::size_t colon = line.rfind(':');
    const std::string_view number =
        colon == std::string_view::npos ? std::string_view{"1"} : trimmed(line.substr(colon + 1));
    std::int64_t people = 0;
    const auto [end, problem] =
        std::from_chars(number.data(), number.data() + number.size(), people);
    const bool whole = problem == std::errc{} && end == number.data() + number.size();
    const auto name = Line::parse(line.substr(0, colon), {"others", "the name", 1, kLongestName});
    if (!whole || people < 1 || people > kMostPeople || !name)
      return fail("malformed_party",
                  "Write who it was and how many, one on each line, like “staff of the Department: "
                  "70”.",
                  "others");
    return Party{name->text(), people};
  }

  Result<std::vector<Party>> parties() const {
    std::vector<Party> parties;
    std::string_view rest = text_.others;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(";\n"), rest.size());
      const std::string_view line = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty()) continue;
      auto party = this->party(line);
      if (!party) return tl::unexpected(std::move(party.error()));
      parties.push_back(std::move(*party));
    }
    return parties;
  }

  std::string prose(std::string_view field, std::string_view label) {
    const auto* const look =
        std::find_if(kEngagementFields.begin(), kEngagementFields.end(),
                     [&](const EngagementField& one) { return one.name == field; });
    const auto text = taken(
        Prose::parse(text_.*look->text, {field, label, 0, static_cast<std::size_t>(look->most)}));
    return text ? text->text() : std::string{};
  }

  std::optional<Day> reminder(const std::optional<Day>& day) {
    if (trimmed(text_.remind_on).empty()) return std::nullopt;
    auto remind_on = taken(Day::parse(text_.remind_on, "remind_on"));
    if (remind_on && day && *remind_on < *day)
      add({"early_reminder", "Choose a reminder on the day itself or later.", "remind_on"});
    return remind_on;
  }

  std::optional<ReplyKind> reply(const std::optional<EngagementKind>& kind) {
    const std::string_view name = trimmed(text_.reply);
    const bool is_reply = kind == EngagementKind::reply;
    for (const ReplyKind known : {ReplyKind::holding, ReplyKind::substantial})
      if (is_reply && name == name_of(known)) return known;
    if (is_reply)
      add({"missing_reply", "Say whether the reply was holding or substantial.", "reply"});
    if (kind && !is_reply && !name.empty())
      add({"needless_reply", "Only a reply is holding or substantial. Leave this empty.", "reply"});
    return std::nullopt;
  }

  void check_size(const std::vector<MetMember>& members, const std::vector<Party>& others,
                  EngagementKind kind) {
    if (members.size() > kMostMembers) add({"overlong_field", "Name 650 MPs or fewer.", "members"});
    const bool needs_members =
        kind == EngagementKind::reply || kind == EngagementKind::parliamentary_question;
    if (needs_members && members.empty())
      add({"nobody_met", "Write which MP it came from.", "members"});
    const bool says_who = kind == EngagementKind::meeting || kind == EngagementKind::briefing;
    if (says_who && members.empty() && others.empty())
      add({"nobody_met", "Write who was there: MPs here, everybody else below.", "members"});
  }

  const EngagementText& text_;
  const EngagementWorld& world_;
  std::vector<Error> errors_;
};

}  // namespace

std::string_view name_of(EngagementKind kind) {
  return std::find_if(kKindNames.begin(), kKindNames.end(),
                      [&](const KindName& one) { return one.kind == kind; })
      ->name;
}

std::optional<EngagementKind> parse_engagement_kind(std::string_view name) {
  for (const KindName& one : kKindNames)
    if (one.name == name) return one.kind;
  return std::nullopt;
}

std::string_view name_of(ReplyKind kind) {
  return kind == ReplyKind::holding ? "holding" : "substantial";
}

Checked<Engagement> parse(const EngagementText& text, const EngagementWorld& world) {
  return Reading{text, world}.engagement();
}

EngagementText text_of(const Engagement& engagement) {
  const auto add_line = [](std::string& text, const std::string& line) {
    text.append(text.empty() ? "" : "\n").append(line);
  };
  EngagementText text;
  text.day = engagement.day.text();
  text.kind = name_of(engagement.kind);
  text.campaign = engagement.campaign;
  for (const MetMember& member : engagement.members)
    add_line(text.members, name_with_seat(member));
  for (const Party& party : engagement.others)
    add_line(text.others, party.name + ": " + std::to_string(party.people));
  text.asked = engagement.asked;
  text.promised = engagement.promised;
  text.next = engagement.next;
  if (engagement.remind_on) text.remind_on = engagement.remind_on->text();
  if (engagement.reply) text.reply = name_of(*engagement.reply);
  return text;
}

}  // namespace postbag::office
