#pragma once

#include <array>

namespace postbag::store {

/// One step of the schema, in each dialect. State codes are the order of campaign::LetterState; the
/// tables letter_states and transitions spell them out, and a test holds them equal to the
/// program's own. Times are milliseconds since 1970 in UTC. Both dialects have the same tables and
/// columns.
struct Migration {
  const char* sqlite;
  const char* postgresql;
};

extern const char* const kSqliteFirst;
extern const char* const kPostgresqlFirst;

extern const char* const kSecond;

inline const std::array<Migration, 2> kSchema{
    {{kSqliteFirst, kPostgresqlFirst}, {kSecond, kSecond}}};

}  // namespace postbag::store
