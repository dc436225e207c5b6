#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/office/day.h"

namespace postbag::office {

/// The steps from an issue to its outcome, in the order in which they are usually taken.
enum class Step { issue, evidence, vote, action, outcome };
inline constexpr std::array kSteps{Step::issue, Step::evidence, Step::vote, Step::action,
                                   Step::outcome};

/// `issue`, `evidence`, `vote`, `action` or `outcome`.
[[nodiscard]] std::string_view name_of(Step step);
[[nodiscard]] std::optional<Step> parse_step(std::string_view name);

/// How a vote came out.
struct Votes {
  std::int64_t in_favour = 0;
  std::int64_t against = 0;
  std::int64_t abstained = 0;

  bool operator==(const Votes&) const = default;
};

/// What was typed for an entry of a campaign's timeline.
struct DecisionText {
  std::string step;
  std::string day;
  std::string text;
  std::string by;
  std::string in_favour;
  std::string against;
  std::string abstained;
};

/// One entry of a campaign's timeline.
struct Decision {
  /// The campaign's slug.
  std::string campaign;
  Step step = Step::issue;
  Day day;
  /// What was raised, heard, voted on, agreed, or came of it.
  std::string text;
  /// Who did: `members' meeting`; may be empty.
  std::string by = {};
  /// Of a vote whose numbers are known.
  std::optional<Votes> votes = {};
  /// When an outcome turned out to be none.
  std::optional<Day> taken_back = {};

  bool operator==(const Decision&) const = default;
};

/// Every mistake at its field. `today` is the last day that may be meant. Codes: `unknown_step`,
/// `malformed_day`, `day_ahead`, `missing_field`, `overlong_field`, `malformed_text`,
/// `malformed_votes`, `needless_votes`.
[[nodiscard]] Checked<Decision> parse(const DecisionText& text, std::string campaign,
                                      const Day& today);

/// The outcome that a campaign has, of those entries that are its own: the latest that was not
/// taken back. Null while it runs.
[[nodiscard]] const Decision* outcome_of(std::span<const Decision> decisions,
                                         std::string_view campaign);

/// As a record keeps it: JSON.
[[nodiscard]] std::string body_of(const Decision& decision);
/// The inverse of body_of(). Throws std::runtime_error for what it never wrote.
[[nodiscard]] Decision decision_of(std::string_view body);

}  // namespace postbag::office
