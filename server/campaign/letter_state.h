#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace postbag::campaign {

/// Where a letter stands. The words, in snake case, are the contract's and the database's.
enum class LetterState {
  awaiting_confirmation,
  queued,
  sending,
  sent,
  bounced,
  failed,
  uncertain,
  held,
  expired,
  withdrawn
};

/// `awaiting_confirmation`, `queued`, …
[[nodiscard]] std::string_view name_of(LetterState state);

/// The inverse of name_of(); nothing for any other word.
[[nodiscard]] std::optional<LetterState> parse_letter_state(std::string_view name);

/// One arrow of the state table.
struct Transition {
  LetterState from;
  LetterState to;
};

/// Every way a letter may go. What is not here cannot be written: the store refuses it.
inline constexpr std::array<Transition, 20> kTransitions{{
    {LetterState::awaiting_confirmation, LetterState::queued},     // the supporter confirmed
    {LetterState::awaiting_confirmation, LetterState::expired},    // never confirmed in time
    {LetterState::awaiting_confirmation, LetterState::withdrawn},  // by the supporter
    {LetterState::queued, LetterState::sending},                   // claimed by a mailer
    {LetterState::queued, LetterState::held},                      // by staff
    {LetterState::queued, LetterState::withdrawn},                 // within the cancel window
    {LetterState::queued, LetterState::failed},                    // nobody came for it in time
    {LetterState::sending, LetterState::sent},                     // the server took it
    {LetterState::sending,
     LetterState::queued},  // a temporary failure, or a mailer that died before the dot
    {LetterState::sending, LetterState::failed},     // a permanent failure
    {LetterState::sending, LetterState::uncertain},  // the outcome cannot be known
    {LetterState::sending, LetterState::held},       // the seat is vacant or the MP changed
    {LetterState::sent, LetterState::bounced},       // a delivery report came back
    {LetterState::held, LetterState::queued},        // released by staff
    {LetterState::held, LetterState::failed},  // nobody released it before its text's time was over
    {LetterState::held, LetterState::withdrawn},    // by the supporter
    {LetterState::failed, LetterState::queued},     // retried by staff
    {LetterState::bounced, LetterState::queued},    // retried by staff, once the address is mended
    {LetterState::uncertain, LetterState::sent},    // resolved by staff: it arrived
    {LetterState::uncertain, LetterState::failed},  // resolved by staff: it did not
}};

/// True when kTransitions has the arrow.
[[nodiscard]] bool may_move(LetterState from, LetterState to);

}  // namespace postbag::campaign
