#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/office/day.h"
#include "server/office/members.h"

namespace postbag::office {

/// What a contact beyond letters was.
enum class EngagementKind {
  meeting,
  briefing,
  reply,
  media,
  parliamentary_question,
  motion,
  event,
  other
};
inline constexpr std::array kEngagementKinds{EngagementKind::meeting,
                                             EngagementKind::briefing,
                                             EngagementKind::reply,
                                             EngagementKind::media,
                                             EngagementKind::parliamentary_question,
                                             EngagementKind::motion,
                                             EngagementKind::event,
                                             EngagementKind::other};

/// `parliamentary_question`: the word in records and in CSV.
[[nodiscard]] std::string_view name_of(EngagementKind kind);
[[nodiscard]] std::optional<EngagementKind> parse_engagement_kind(std::string_view name);

/// Whether a reply says something, or only that something will be said: `holding`, `substantial`.
enum class ReplyKind { holding, substantial };
[[nodiscard]] std::string_view name_of(ReplyKind kind);

/// Officials or an organisation, and how many people they were.
struct Party {
  std::string name;
  std::int64_t people = 1;

  bool operator==(const Party&) const = default;
};

/// What was typed for an engagement, or stands in a row of a CSV file: of unknown quality.
struct EngagementText {
  std::string day;
  std::string kind;
  std::string campaign;
  /// MPs and ministers, one on each line.
  std::string members;
  /// Officials and organisations, `staff of the Department: 70`, one on each line.
  std::string others;
  std::string asked;
  std::string promised;
  std::string next;
  std::string remind_on;
  std::string reply;

  bool operator==(const EngagementText&) const = default;
};

/// A field of an engagement, as forms and CSV files call it.
struct EngagementField {
  std::string_view name;
  std::string EngagementText::*text;
  /// In characters.
  int most;
  /// May be of several lines.
  bool prose;
};
inline constexpr std::array kEngagementFields{
    EngagementField{"day", &EngagementText::day, 10, false},
    EngagementField{"kind", &EngagementText::kind, 30, false},
    EngagementField{"campaign", &EngagementText::campaign, 64, false},
    EngagementField{"members", &EngagementText::members, 20'000, true},
    EngagementField{"others", &EngagementText::others, 4'000, true},
    EngagementField{"asked", &EngagementText::asked, 4'000, true},
    EngagementField{"promised", &EngagementText::promised, 4'000, true},
    EngagementField{"next", &EngagementText::next, 4'000, true},
    EngagementField{"remind_on", &EngagementText::remind_on, 10, false},
    EngagementField{"reply", &EngagementText::reply, 20, false}};

/// Contact beyond letters that staff record. Its day may lie ahead: then it is a plan.
struct Engagement {
  EngagementKind kind = EngagementKind::meeting;
  Day day;
  /// The slug; empty when it belongs to none.
  std::string campaign = {};
  std::vector<MetMember> members = {};
  std::vector<Party> others = {};
  std::string asked = {};
  std::string promised = {};
  std::string next = {};
  std::optional<Day> remind_on = {};
  /// Of a reply, and of nothing else.
  std::optional<ReplyKind> reply = {};

  bool operator==(const Engagement&) const = default;
};

/// What a text may name.
struct EngagementWorld {
  const Members& members;
  /// The slugs of all campaigns.
  std::span<const std::string> campaigns;
};

/// Every mistake at its field, once. Codes: `missing_field`, `overlong_field`, `malformed_text`,
/// `malformed_day`, `unknown_kind`, `unknown_campaign`, those of Members::find_all(),
/// `malformed_party`, `nobody_met`, `early_reminder`, `missing_reply`, `needless_reply`.
[[nodiscard]] Checked<Engagement> parse(const EngagementText& text, const EngagementWorld& world);

/// The inverse of parse().
[[nodiscard]] EngagementText text_of(const Engagement& engagement);

/// As a record keeps it: JSON.
[[nodiscard]] std::string body_of(const Engagement& engagement);
/// The inverse of body_of(). Throws std::runtime_error for what it never wrote.
[[nodiscard]] Engagement engagement_of(std::string_view body);

}  // namespace postbag::office
