#pragma once

#include <cstdint>
#include <filesystem>

#include "base/clock.h"
#include "base/result.h"
#include "server/store/connection.h"

namespace postbag::store {

/// Makes sure that a database put back from a backup sends nothing a second time by itself: every
/// letter that was on its way when the backup was made may have left since. Those confirmed are
/// `held` from now on, for the reason `restored`; those not yet confirmed are held as soon as they
/// are. Sessions of staff and links that set their passwords are ended: some may have been since.
/// The letters that are held now. To be run in a transaction. Throws DatabaseError.
std::int64_t hold_what_may_have_left(Connection& connection, Instant now);

/// Copies a SQLite database that may be in use into `copy`, whole or not at all, as of one moment,
/// without what was overwritten, and with hold_what_may_have_left() done to the copy. Its letters
/// on their way. Errors: `backup_failed`, with `copy` untouched.
[[nodiscard]] Result<std::int64_t> back_up(const std::filesystem::path& database,
                                           const std::filesystem::path& copy, Instant now);

}  // namespace postbag::store
