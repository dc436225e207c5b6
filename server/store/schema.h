#pragma once

#include <string>

#include "server/store/connection.h"

namespace postbag::store {

/// The schema that this program reads and writes: how many migrations there are.
inline constexpr int kPresentSchema = 4;

/// The script that brings a database from schema `from` (0: none, to kPresentSchema - 1) to the
/// next. State codes are the order of campaign::LetterState; the tables letter_states and
/// transitions spell them out, and a test holds them equal to the program's own. Times are
/// milliseconds since 1970 in UTC. Tables and columns are the same in both dialects.
[[nodiscard]] std::string migration(int from, Dialect dialect);

}  // namespace postbag::store
