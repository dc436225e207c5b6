#pragma once

#include <string_view>

#include "base/result.h"
#include "server/store/connection.h"

namespace postbag::store {

/// Brings a database from whatever earlier schema (or none) to the present one, each step in a
/// transaction of its own. Safe while another process does the same. Errors: `newer_schema`,
/// and `unusable_database` when a SQLite file holds the tables of another program. Throws
/// DatabaseError.
[[nodiscard]] Result<void> migrate(Connection& connection, std::string_view name);

/// Errors: `newer_schema`, and `older_schema` when migrate() is needed first. Throws DatabaseError.
[[nodiscard]] Result<void> check_schema(Connection& connection, std::string_view name);

}  // namespace postbag::store
