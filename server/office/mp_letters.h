#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "server/campaign/letter_state.h"

namespace postbag::office {

/// How many letters of a campaign to one person are in a state now.
struct MpLetterCount {
  /// The campaign's slug.
  std::string campaign;
  campaign::LetterState state = campaign::LetterState::awaiting_confirmation;
  std::int64_t letters = 0;
};

/// A letter that did not get through, or not at once. Nothing in it is personal.
struct MpDeliveryProblem {
  std::string letter;  ///< its public id
  std::string campaign;
  std::string constituency;
  Instant at;
  /// Where it went from `sending` or `sent`.
  campaign::LetterState state = campaign::LetterState::failed;
  /// An outcome in one word, as in campaign::LetterRow::reason.
  std::string reason;
  /// The mail server's reply code (RFC 5321), such as 550; 0 when it gave none.
  std::int64_t code = 0;
  /// `5.1.1` (RFC 3463); empty when it gave none.
  std::string enhanced_code;
};

struct MpLastSent {
  std::string campaign;
  std::string constituency;
  Instant at;
  /// Of the campaign's text, as office::Record::version; 0 when it was not kept.
  std::int64_t campaign_version = 0;
};

/// The letters to one person, as they are now.
struct MpLetters {
  /// In order of campaign, then state.
  std::vector<MpLetterCount> counts;
  /// The newest first.
  std::vector<MpDeliveryProblem> problems;
  std::optional<MpLastSent> last_sent;
};

}  // namespace postbag::office
