#include <limits>
#include <stdexcept>

#include "server/store/locks.h"
#include "server/store/staff_rows.h"
#include "server/store/staff_store.h"
#include "server/store/stored_text.h"

namespace postbag::store {
namespace {

using staff::AuditEntry;
using staff::Role;
using staff::User;

Error unknown_user() {
  return {"unknown_user", "There is no such account.", ""};
}

bool exists(Connection& connection, std::int64_t id) {
  std::int64_t found = 0;
  Query query = connection.query("SELECT 1 FROM users WHERE id = :id");
  return query.use(id).into(found).next();
}

/// Whether another admin could still sign in without `id`.
bool has_other_admin(Connection& connection, std::int64_t id) {
  std::int64_t found = 0;
  Query query = connection.query(
      "SELECT 1 FROM users WHERE role = 'admin' AND disabled_at IS NULL AND id <> :id LIMIT 1");
  return query.use(id).into(found).next();
}

/// What stands against taking the role of admin, or any, from a user.
Result<void> may_lose_admin(Connection& connection, std::int64_t id) {
  if (!exists(connection, id)) return tl::unexpected(unknown_user());
  if (has_other_admin(connection, id)) return {};
  std::string role;
  Query query = connection.query("SELECT role FROM users WHERE id = :id AND disabled_at IS NULL");
  if (!query.use(id).into(role).next() || role != name_of(Role::admin)) return {};
  return fail("last_admin",
              "This is the last admin who can sign in. Make somebody else an admin first.");
}

std::optional<User> first(Query& query) {
  UserRow row;
  row.bind(query);
  if (!query.next()) return std::nullopt;
  return row.taken();
}

const std::string& all_users(std::string_view which) {
  static const std::string by_id =
      "SELECT " + std::string{kUserColumns} + " FROM users WHERE id = :id";
  static const std::string by_identity =
      "SELECT " + std::string{kUserColumns} + " FROM users WHERE identity = :identity";
  static const std::string all =
      "SELECT " + std::string{kUserColumns} + " FROM users ORDER BY identity";
  if (which == "id") return by_id;
  return which == "identity" ? by_identity : all;
}

}  // namespace

void UserRow::bind(Query& query) {
  query.into(user.id).into(email).into(role).into(user.password).into(user.totp_secret);
  query.into(user.totp_last_step).into(created_at).into(disabled_at).into(password_changed_at);
}

User UserRow::taken() const {
  const auto moment = [](std::int64_t milliseconds) {
    return milliseconds == 0 ? std::nullopt : std::optional{from_milliseconds(milliseconds)};
  };
  const auto known = staff::parse_role(role);
  if (!known) throw std::runtime_error("the database holds a role that this program does not know");
  User taken = user;
  taken.email = stored_address(email);
  taken.role = *known;
  taken.created_at = from_milliseconds(created_at);
  taken.disabled_at = moment(disabled_at);
  taken.password_changed_at = moment(password_changed_at);
  return taken;
}

void write_audit(Connection& connection, const AuditEntry& entry) {
  Query query = connection.query(
      "INSERT INTO audit (at, user_id, actor, action, subject, detail) VALUES (:at, :user_id, "
      ":actor, :action, :subject, :detail)");
  query.use(to_milliseconds(entry.at));
  if (entry.actor.user) {
    query.use(*entry.actor.user);
  } else {
    query.use_null();
  }
  query.use(entry.actor.name).use(entry.action).use(entry.subject).use(entry.detail).run();
}

Result<std::int64_t> SqlStaffStore::add(const User& user, const AuditEntry& entry) {
  std::int64_t id = 0;
  database_.write([&](Connection& connection) {
    id = 0;
    Query query = connection.query(
        "INSERT INTO users (email, identity, role, password, created_at, password_changed_at) "
        "VALUES (:email, :identity, :role, :password, :created_at, :changed_at) ON CONFLICT "
        "(identity) DO NOTHING RETURNING id");
    query.use(user.email.text()).use(user.email.identity()).use(name_of(user.role));
    query.use_or_null(user.password).use(to_milliseconds(user.created_at));
    if (user.password_changed_at) {
      query.use(to_milliseconds(*user.password_changed_at));
    } else {
      query.use_null();
    }
    if (query.into(id).next()) write_audit(connection, entry);
  });
  if (id != 0) return id;
  return fail("known_user", "There is an account with this address already.", "email");
}

std::vector<User> SqlStaffStore::users() {
  std::vector<User> users;
  database_.read([&](Connection& connection) {
    users.clear();
    UserRow row;
    Query query = connection.query(all_users("all"));
    row.bind(query);
    while (query.next())
      users.push_back(row.taken());
  });
  return users;
}

std::optional<User> SqlStaffStore::find(std::int64_t id) {
  std::optional<User> found;
  database_.read([&](Connection& connection) {
    Query query = connection.query(all_users("id"));
    found = first(query.use(id));
  });
  return found;
}

std::optional<User> SqlStaffStore::find(const EmailAddress& email) {
  std::optional<User> found;
  database_.read([&](Connection& connection) {
    Query query = connection.query(all_users("identity"));
    found = first(query.use(email.identity()));
  });
  return found;
}

Result<void> SqlStaffStore::set_role(std::int64_t id, Role role, const AuditEntry& entry) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    lock_staff(connection);
    answer = role == Role::admin && exists(connection, id) ? Result<void>{}
                                                           : may_lose_admin(connection, id);
    if (!answer) return;
    connection.query("UPDATE users SET role = :role WHERE id = :id")
        .use(name_of(role))
        .use(id)
        .run();
    write_audit(connection, entry);
  });
  return answer;
}

Result<void> SqlStaffStore::disable(std::int64_t id, const AuditEntry& entry) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    lock_staff(connection);
    answer = may_lose_admin(connection, id);
    if (!answer) return;
    connection.query("UPDATE users SET disabled_at = :at WHERE id = :id")
        .use(to_milliseconds(entry.at))
        .use(id)
        .run();
    delete_sessions(connection, id, {});
    delete_resets(connection, id);
    write_audit(connection, entry);
  });
  return answer;
}

Result<void> SqlStaffStore::enable(std::int64_t id, const AuditEntry& entry) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    answer = {};
    if (connection.query("UPDATE users SET disabled_at = NULL WHERE id = :id").use(id).run() == 1) {
      write_audit(connection, entry);
    } else {
      answer = tl::unexpected(unknown_user());
    }
  });
  return answer;
}

void change_password(Connection& connection, std::int64_t user, std::string_view password,
                     std::string_view kept, Instant at) {
  connection
      .query("UPDATE users SET password = :password, password_changed_at = :at WHERE id = :id")
      .use(password)
      .use(to_milliseconds(at))
      .use(user)
      .run();
  delete_resets(connection, user);
  delete_sessions(connection, user, kept);
}

void SqlStaffStore::set_password(std::int64_t id, std::string_view password, std::string_view kept,
                                 const AuditEntry& entry) {
  database_.write([&](Connection& connection) {
    change_password(connection, id, password, kept, entry.at);
    write_audit(connection, entry);
  });
}

void SqlStaffStore::set_totp(std::int64_t id, std::string_view secret, std::int64_t last_step,
                             const AuditEntry& entry) {
  database_.write([&](Connection& connection) {
    connection
        .query("UPDATE users SET totp_secret = :secret, totp_last_step = :step WHERE id = :id")
        .use_or_null(secret)
        .use(last_step)
        .use(id)
        .run();
    write_audit(connection, entry);
  });
}

bool SqlStaffStore::use_totp_step(const User& user, std::int64_t step, std::string_view secret) {
  bool used = false;
  database_.write([&](Connection& connection) {
    used = connection
               .query(
                   "UPDATE users SET totp_last_step = :step, totp_secret = :secret WHERE id = :id "
                   "AND totp_last_step < :before AND totp_secret = :present")
               .use(step)
               .use(secret)
               .use(user.id)
               .use(step)
               .use(user.totp_secret)
               .run() == 1;
  });
  return used;
}

void SqlStaffStore::record(const AuditEntry& entry) {
  database_.write([&](Connection& connection) { write_audit(connection, entry); });
}

std::vector<staff::StaffStore::Numbered> SqlStaffStore::audit(std::int64_t before,
                                                              std::int64_t limit) {
  constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();
  std::vector<Numbered> lines;
  database_.read([&](Connection& connection) {
    lines.clear();
    Numbered line;
    std::int64_t at = 0;
    std::int64_t user = 0;
    Query query = connection.query(
        "SELECT id, at, user_id, actor, action, subject, detail FROM audit WHERE id < :before "
        "ORDER BY id DESC LIMIT :limit");
    query.use(before == 0 ? newest : before).use(limit).into(line.number).into(at).into(user);
    query.into(line.entry.actor.name).into(line.entry.action);
    query.into(line.entry.subject).into(line.entry.detail);
    while (query.next()) {
      line.entry.at = from_milliseconds(at);
      line.entry.actor.user = user == 0 ? std::nullopt : std::optional{user};
      lines.push_back(line);
    }
  });
  return lines;
}

}  // namespace postbag::store
