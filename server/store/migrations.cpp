#include "server/store/migrations.h"

#include <string>

#include "server/store/schema.h"

namespace postbag::store {
namespace {

constexpr const char* kVersions =
    "CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT PRIMARY KEY)";

/// Any number that no other program takes in the same database: the letters of `postbag`.
constexpr std::int64_t kMigrationLock = 0x706F7374626167;

std::int64_t schema_of(Connection& connection) {
  std::int64_t version = 0;
  Query query = connection.query("SELECT coalesce(max(version), 0) FROM schema_versions");
  static_cast<void>(query.into(version).next());
  return version;
}

/// A transaction that no other process migrates beside; on a server it may take its time.
void begin_alone(Connection& connection) {
  if (connection.dialect() == Dialect::sqlite) return connection.execute("BEGIN IMMEDIATE");
  connection.execute(
      "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
      "SELECT pg_advisory_xact_lock(" +
      std::to_string(kMigrationLock) + ")");
}

bool is_of_another_program(Connection& connection) {
  if (connection.dialect() == Dialect::postgresql) return false;
  std::int64_t tables = 0;
  std::int64_t ours = 0;
  Query query = connection.query(
      "SELECT count(*), coalesce(sum(name = 'schema_versions'), 0) FROM sqlite_master WHERE type = "
      "'table'");
  static_cast<void>(query.into(tables).into(ours).next());
  return tables > 0 && ours == 0;
}

Result<void> refuse_newer(std::int64_t version, std::string_view name) {
  if (version <= kPresentSchema) return {};
  return fail("newer_schema",
              "The database " + std::string{name} + " has schema " + std::to_string(version) +
                  ", made by a newer Postbag; this one knows schemas up to " +
                  std::to_string(kPresentSchema) +
                  ". Use the newer program, or restore a backup from before it.",
              "store.url");
}

}  // namespace

Result<void> check_schema(Connection& connection, std::string_view name) {
  connection.execute(kVersions);
  const std::int64_t version = schema_of(connection);
  if (version < kPresentSchema)
    return fail("older_schema",
                "The database " + std::string{name} + " has schema " + std::to_string(version) +
                    " and needs " + std::to_string(kPresentSchema) +
                    ". Run `postbag migrate`, or set server.migrate to true.",
                "store.url");
  return refuse_newer(version, name);
}

Result<void> migrate(Connection& connection, std::string_view name) {
  if (is_of_another_program(connection))
    return fail("unusable_database",
                "The database " + std::string{name} +
                    " holds the tables of another program. Name a file of Postbag's own.",
                "store.url");
  for (;;) {
    begin_alone(connection);
    connection.execute(kVersions);
    const std::int64_t version = schema_of(connection);
    if (version >= kPresentSchema) {
      connection.execute("COMMIT");
      return refuse_newer(version, name);
    }
    connection.execute(migration(static_cast<int>(version), connection.dialect()));
    connection.execute("INSERT INTO schema_versions VALUES (" + std::to_string(version + 1) + ")");
    connection.execute("COMMIT");
  }
}

}  // namespace postbag::store
