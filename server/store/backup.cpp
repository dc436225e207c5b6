#include "server/store/backup.h"

#include <fcntl.h>
#include <unistd.h>

namespace postbag::store {
namespace {

/// SQLite leaves it to its callers to force a copy made by VACUUM INTO to the disk.
bool force_to_disk(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool forced = fsync(descriptor) == 0;
  ::close(descriptor);
  return forced;
}

std::int64_t copy_and_hold(const std::filesystem::path& database, const std::filesystem::path& copy,
                           Instant now) {
  Connection{database}.query("VACUUM INTO :copy").use(copy.native()).run();
  Connection copied{copy};
  copied.execute("BEGIN IMMEDIATE");
  const std::int64_t held = hold_what_may_have_left(copied, now);
  copied.execute("COMMIT");
  return held;
}

}  // namespace

std::int64_t hold_what_may_have_left(Connection& connection, Instant now) {
  // State codes: 0 awaiting_confirmation, 1 queued, 2 sending, 7 held.
  connection.query("UPDATE letters SET state_reason = 'restored' WHERE state = 0").run();
  connection.query("DELETE FROM sessions").run();
  connection.query("DELETE FROM password_resets").run();
  return connection
      .query(
          "UPDATE letters SET state = 7, state_since = :now, state_reason = 'restored', due_at = "
          "NULL, lease_owner = NULL, lease_until = NULL, dot_at = NULL WHERE state IN (1, 2)")
      .use(to_milliseconds(now))
      .run();
}

Result<std::int64_t> back_up(const std::filesystem::path& database,
                             const std::filesystem::path& copy, Instant now) {
  const std::filesystem::path fresh = copy.string() + ".unfinished";
  const auto fail_because = [&](const std::string& why) {
    std::error_code ignored;
    std::filesystem::remove(fresh, ignored);
    return fail("backup_failed", "The backup " + copy.string() + " cannot be written: " + why +
                                     ". Check the folder's rights and the disk.");
  };
  try {
    if (!std::filesystem::exists(database)) return fail_because("there is no " + database.string());
    if (std::filesystem::exists(copy) && std::filesystem::equivalent(copy, database))
      return fail("backup_failed",
                  "The backup " + copy.string() + " is the database itself. Name another file.");
    std::filesystem::remove(fresh);
    const std::int64_t held = copy_and_hold(database, fresh, now);
    if (!force_to_disk(fresh)) return fail_because("the disk does not take it");
    std::filesystem::rename(fresh, copy);
    force_to_disk(copy.has_parent_path() ? copy.parent_path() : ".");
    return held;
  } catch (const std::exception& problem) {
    return fail_because(problem.what());
  }
}

}  // namespace postbag::store
