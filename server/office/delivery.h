#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "server/campaign/store.h"

namespace postbag::office {

/// How many letters are where they are for one reason.
struct Tally {
  /// As campaign::LetterRow::reason.
  std::string reason;
  /// What the mail server's last answer said (RFC 3463), where that ended the letter.
  std::string enhanced_code = {};
  std::int64_t letters = 0;
};

/// The queue at a glance, over all campaigns. Tallies have the most frequent reason first.
struct Delivery {
  /// Never tried so far, also those whose cancel window is still open.
  std::int64_t waiting = 0;
  /// Since when the one that waits longest could have left; nothing when none could.
  std::optional<Instant> oldest_due;
  std::int64_t sending = 0;
  /// Tried, and put off.
  std::vector<Tally> retrying;
  std::vector<Tally> held;
  std::vector<Tally> failed;
  std::vector<Tally> bounced;
  std::vector<Tally> uncertain;
  /// The service's own mails to supporters and staff, of the last day.
  struct Mails {
    std::int64_t waiting = 0;
    std::int64_t sending = 0;
    std::int64_t sent = 0;
    std::int64_t failed = 0;
    std::int64_t uncertain = 0;
    std::optional<Instant> oldest_due;
  };
  Mails service_mails;
};

/// Which letters a list has.
struct LetterChoice {
  campaign::LetterState state = campaign::LetterState::queued;
  /// A slug; empty: of all campaigns.
  std::string campaign = {};
  /// None: whatever the reason. Empty: those without one.
  std::optional<std::string> reason = {};
  /// Only those that were tried before.
  bool tried = false;
  /// Only those that were in their state by then.
  std::optional<Instant> by = {};
};

/// A letter of a list. The number tells where the next page begins.
struct ListedLetter {
  std::int64_t number = 0;
  campaign::LetterRow row;
};

/// A change of a letter's state and, where it ended an attempt, what the mail server said.
struct HistoryLine {
  Instant at;
  campaign::LetterState from = campaign::LetterState::awaiting_confirmation;
  campaign::LetterState to = campaign::LetterState::awaiting_confirmation;
  std::string reason;
  /// Of the attempt; nothing for a change that was none.
  std::optional<Instant> started_at;
  /// 0 when the server said nothing.
  std::int64_t code = 0;
  std::string enhanced_code;
  /// Empty once the letter's text is deleted: servers quote addresses.
  std::string reply;
};

/// What staff see of one letter: nothing personal.
struct LetterFile {
  campaign::LetterRow row;
  Instant written_at;
  /// When it may leave, while it is `queued`.
  std::optional<Instant> due_at;
  std::string language;
  std::vector<HistoryLine> history;
};

/// Letters to one person in one seat that failed because of their address: refused for good, came
/// back, or held because there is none.
struct FailingMember {
  std::string constituency;
  std::string member;
  std::int64_t letters = 0;
  Instant latest;
};

/// What became of the letters that staff wanted to move.
struct Moved {
  std::vector<campaign::LetterStatus> moved;
  /// As campaign::Store::move().
  std::vector<Error> refused;
};

/// What the audit log calls it: `letter.retry`, …
[[nodiscard]] std::string_view deed_of(campaign::StaffAction action);

}  // namespace postbag::office
