#pragma once

#include <optional>
#include <string_view>

#include "server/office/record.h"
#include "server/staff/store.h"
#include "server/store/connection.h"

namespace postbag::store {

/// The newest version of a record, inside a transaction; 0 when it was never there.
[[nodiscard]] std::int64_t newest_version(Connection& connection, office::RecordKind kind,
                                          std::string_view id);

/// Adds a version after the newest, if that is `expected`, with its line of the audit log, inside a
/// transaction. Error: `edited_meanwhile`.
[[nodiscard]] Result<std::int64_t> add_version(Connection& connection, office::RecordKind kind,
                                               std::string_view id, std::int64_t expected,
                                               std::string_view body,
                                               const staff::AuditEntry& entry);

}  // namespace postbag::store
