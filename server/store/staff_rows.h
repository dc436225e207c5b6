#pragma once

#include <string>
#include <string_view>

#include "server/staff/store.h"
#include "server/store/connection.h"

namespace postbag::store {

/// A user's columns, in the order of UserRow::bind().
inline constexpr std::string_view kUserColumns =
    "users.id, email, role, password, totp_secret, totp_last_step, users.created_at, disabled_at, "
    "password_changed_at";

/// Where the columns of a user go, until they are made one.
struct UserRow {
  staff::User user;
  std::string email;
  std::string role;
  std::int64_t created_at = 0;
  std::int64_t disabled_at = 0;
  std::int64_t password_changed_at = 0;

  void bind(Query& query);
  /// Throws std::runtime_error when the database holds what was never stored.
  [[nodiscard]] staff::User taken() const;
};

/// One line of the audit log, in the transaction of what it tells of.
void write_audit(Connection& connection, const staff::AuditEntry& entry);

/// Deletes all sessions of a user but the one with the hash `kept`; how many.
std::int64_t delete_sessions(Connection& connection, std::int64_t user, std::string_view kept);

/// Deletes the links that set a user's password.
void delete_resets(Connection& connection, std::int64_t user);

/// Sets the password, and deletes what another could still be set or used with: the links, and all
/// sessions but the one with the hash `kept`.
void change_password(Connection& connection, std::int64_t user, std::string_view password,
                     std::string_view kept, Instant at);

}  // namespace postbag::store
