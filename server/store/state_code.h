#pragma once

#include <cstdint>
#include <stdexcept>

#include "server/campaign/letter_state.h"

namespace postbag::store {

/// The number that stands for a state in the database: its place in campaign::LetterState, fixed by
/// migration 1.
[[nodiscard]] inline std::int64_t code_of(campaign::LetterState state) {
  return static_cast<std::int64_t>(state);
}

/// The inverse of code_of(). Throws std::runtime_error for a number that stands for none.
[[nodiscard]] inline campaign::LetterState state_of(std::int64_t code) {
  if (code < 0 || code > code_of(campaign::LetterState::withdrawn))
    throw std::runtime_error("the database holds a letter state that this program does not know");
  return static_cast<campaign::LetterState>(code);
}

}  // namespace postbag::store
