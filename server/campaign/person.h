#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "server/campaign/letter_state.h"

namespace postbag::campaign {

/// One change of a letter's state.
struct LetterMove {
  Instant at;
  LetterState from = LetterState::awaiting_confirmation;
  LetterState to = LetterState::awaiting_confirmation;
  std::string reason;
  /// What the mail server said, which may quote an address; empty once the text is deleted.
  std::string reply;
};

/// A question whether the MP replied, and what was answered.
struct OwnQuestion {
  /// The first or the second about a letter.
  std::int64_t round = 1;
  Instant asked_at;
  std::optional<Instant> answered_at;
  /// `reply`, `holding` or `none`; empty without an answer.
  std::string answer;
  /// `helpful`, `between` or `unhelpful`; empty where it was not said.
  std::string manner;
};

/// A letter as its writer may see it: all that is held about it.
struct OwnLetter {
  std::string public_id;
  std::int64_t campaign_id = 0;
  /// Its campaign's slug.
  std::string campaign;
  std::string constituency;
  std::string member;
  LetterState state = LetterState::awaiting_confirmation;
  Instant since;
  std::string reason;
  Instant written_at;
  std::optional<Instant> confirmed_at;
  /// When it may leave, while it is `queued`.
  std::optional<Instant> leaves_at;
  std::string language;
  std::string source;
  std::string message_id;
  /// The wording that its writer agreed to; empty when they did not.
  std::string consent_wording;
  /// When they changed their mind about it; nothing while it stands as it came with the letter.
  std::optional<Instant> consent_at;
  /// Subject and body are kept.
  bool has_text = false;
  /// Somebody asked for a further letter when one was confirmed already: nothing of it was kept.
  bool repeated = false;
  /// Kept as long as the text, or as the consent. The address is empty when it is deleted.
  Line name;
  EmailAddress email;
  Line subject;
  Prose body;
  std::vector<LetterMove> moves;
  std::vector<OwnQuestion> questions;
};

/// A mail from the service to its supporter that is kept, for a day at most once it was sent.
struct OwnMail {
  Instant made_at;
  Instant leaves_at;
  std::string state;
  /// Empty once it was sent, as are the others.
  std::string recipient;
  std::string subject;
  std::string body;
};

/// All that is held about one supporter.
struct Person {
  /// NewLetter::supporter_key.
  std::string key;
  /// Confirmed ones first; of each kind the newest first.
  std::vector<OwnLetter> letters;
  std::vector<OwnMail> mails;
  /// Since when they want no questions whether their MP replied.
  std::optional<Instant> no_questions_since;
  /// There are more letters than were asked for.
  bool more = false;
};

/// True for the states from which a supporter can take a letter back.
[[nodiscard]] constexpr bool can_be_withdrawn(LetterState state) {
  return state == LetterState::awaiting_confirmation || state == LetterState::queued ||
         state == LetterState::held;
}

/// A letter that its writer has just taken back. Its text is deleted with it, so this is the last
/// that is seen of it.
struct Withdrawn {
  OwnLetter letter;
  /// The ledger was put back from a backup since: the letter may have been sent before.
  bool may_have_left = false;
};

/// What erasing did.
struct Erased {
  std::int64_t letters = 0;
  /// Of these, how many had not been sent and now never will be.
  std::int64_t withdrawn = 0;
  /// Of these, how many a mail server was being given at that moment.
  std::int64_t leaving = 0;
};

}  // namespace postbag::campaign
