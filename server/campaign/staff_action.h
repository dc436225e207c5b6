#pragma once

#include <array>
#include <string_view>

#include "base/result.h"
#include "server/campaign/letter_state.h"

namespace postbag::campaign {

/// What staff may do with one letter by hand.
enum class StaffAction {
  /// A letter that failed or bounced goes out again, once what was wrong is mended.
  retry,
  /// A letter that waits does not leave.
  hold,
  /// A letter that was held may leave: to whoever holds the seat by then, if that is still the
  /// person that it was written to; else it is held again.
  release,
  /// An uncertain letter did arrive: it counts.
  resolve_sent,
  /// An uncertain letter did not arrive.
  resolve_failed
};

/// Where an action leads from, and where to.
struct StaffMove {
  StaffAction action;
  /// `postbag retry`, as it is typed.
  std::string_view command;
  std::string_view past;
  /// One or two; the same twice when there is one.
  std::array<LetterState, 2> from;
  LetterState to;
  /// Leads to sending it, which takes its text.
  [[nodiscard]] bool needs_text() const { return to == LetterState::queued; }
};

/// All actions, in the order of StaffAction.
inline constexpr std::array<StaffMove, 5> kStaffMoves{
    {{StaffAction::retry,
      "postbag retry",
      "retried",
      {LetterState::failed, LetterState::bounced},
      LetterState::queued},
     {StaffAction::hold,
      "postbag hold",
      "held",
      {LetterState::queued, LetterState::queued},
      LetterState::held},
     {StaffAction::release,
      "postbag release",
      "released",
      {LetterState::held, LetterState::held},
      LetterState::queued},
     {StaffAction::resolve_sent,
      "postbag resolve --sent",
      "resolved",
      {LetterState::uncertain, LetterState::uncertain},
      LetterState::sent},
     {StaffAction::resolve_failed,
      "postbag resolve --failed",
      "resolved",
      {LetterState::uncertain, LetterState::uncertain},
      LetterState::failed}}};

[[nodiscard]] const StaffMove& move_of(StaffAction action);

/// Why a letter in `state` cannot have `action`, and what can be done with it instead. The code is
/// `illegal_move`.
[[nodiscard]] Error illegal_move(std::string_view public_id, LetterState state, StaffAction action);

}  // namespace postbag::campaign
