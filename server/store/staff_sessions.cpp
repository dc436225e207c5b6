#include "base/log.h"
#include "server/store/mail_rows.h"
#include "server/store/staff_rows.h"
#include "server/store/staff_store.h"

namespace postbag::store {

using staff::AuditEntry;
using staff::PasswordReset;
using staff::StoredSession;

namespace {

/// Where the columns of a session go.
struct SessionRow {
  StoredSession session;
  std::int64_t created_at = 0;
  std::int64_t seen_at = 0;
  std::int64_t expires_at = 0;

  void bind(Query& query) {
    query.into(session.token_hash).into(session.user).into(created_at).into(seen_at);
    query.into(expires_at);
  }
  [[nodiscard]] StoredSession taken() const {
    return {session.token_hash, session.user, from_milliseconds(created_at),
            from_milliseconds(seen_at), from_milliseconds(expires_at)};
  }
};

void delete_what_is_over(Connection& connection, Instant now) {
  connection.query("DELETE FROM sessions WHERE expires_at <= :now").use(to_milliseconds(now)).run();
  connection.query("DELETE FROM password_resets WHERE expires_at <= :now")
      .use(to_milliseconds(now))
      .run();
}

void insert_reset(Connection& connection, const PasswordReset& reset) {
  connection
      .query(
          "INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES (:hash, :user, "
          ":expires_at)")
      .use(reset.token_hash)
      .use(reset.user)
      .use(to_milliseconds(reset.expires_at))
      .run();
}

}  // namespace

std::int64_t delete_sessions(Connection& connection, std::int64_t user, std::string_view kept) {
  return connection.query("DELETE FROM sessions WHERE user_id = :user AND token_hash <> :kept")
      .use(user)
      .use(kept)
      .run();
}

void delete_resets(Connection& connection, std::int64_t user) {
  connection.query("DELETE FROM password_resets WHERE user_id = :user").use(user).run();
}

void SqlStaffStore::start_session(const StoredSession& session, const AuditEntry& entry) {
  database_.write([&](Connection& connection) {
    delete_what_is_over(connection, entry.at);
    connection
        .query(
            "INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at) VALUES "
            "(:hash, :user, :created_at, :seen_at, :expires_at)")
        .use(session.token_hash)
        .use(session.user)
        .use(to_milliseconds(session.created_at))
        .use(to_milliseconds(session.seen_at))
        .use(to_milliseconds(session.expires_at))
        .run();
    write_audit(connection, entry);
  });
}

std::optional<staff::StaffStore::Owned> SqlStaffStore::session(std::string_view token_hash) {
  static const std::string sql =
      "SELECT token_hash, user_id, sessions.created_at, seen_at, expires_at, " +
      std::string{kUserColumns} +
      " FROM sessions JOIN users ON users.id = user_id WHERE token_hash = :hash";
  std::optional<Owned> found;
  database_.read([&](Connection& connection) {
    found.reset();
    SessionRow session;
    UserRow user;
    Query query = connection.query(sql);
    query.use(token_hash);
    session.bind(query);
    user.bind(query);
    if (query.next()) found = Owned{session.taken(), user.taken()};
  });
  return found;
}

std::vector<StoredSession> SqlStaffStore::sessions(std::int64_t user) {
  std::vector<StoredSession> sessions;
  database_.read([&](Connection& connection) {
    sessions.clear();
    SessionRow row;
    Query query = connection.query(
        "SELECT token_hash, user_id, created_at, seen_at, expires_at FROM sessions WHERE user_id = "
        ":user ORDER BY seen_at DESC, token_hash");
    row.bind(query.use(user));
    while (query.next())
      sessions.push_back(row.taken());
  });
  return sessions;
}

void SqlStaffStore::see(std::string_view token_hash, Instant at) {
  database_.write([&](Connection& connection) {
    connection.query("UPDATE sessions SET seen_at = :at WHERE token_hash = :hash")
        .use(to_milliseconds(at))
        .use(token_hash)
        .run();
  });
}

void SqlStaffStore::end_session(std::string_view token_hash, const AuditEntry& entry) {
  database_.write([&](Connection& connection) {
    if (connection.query("DELETE FROM sessions WHERE token_hash = :hash").use(token_hash).run() > 0)
      write_audit(connection, entry);
  });
}

std::int64_t SqlStaffStore::end_sessions(std::int64_t user, std::string_view kept,
                                         const AuditEntry& entry) {
  std::int64_t ended = 0;
  database_.write([&](Connection& connection) {
    ended = delete_sessions(connection, user, kept);
    write_audit(connection, entry);
  });
  return ended;
}

void SqlStaffStore::add_reset(const PasswordReset& reset, const AuditEntry& entry) {
  database_.write([&](Connection& connection) {
    delete_resets(connection, reset.user);
    insert_reset(connection, reset);
    write_audit(connection, entry);
  });
}

void SqlStaffStore::start_mail_reset(const PasswordReset& reset, const staff::StaffMail& mail,
                                     const AuditEntry& entry) {
  // Everything by value: it may run after this store is gone.
  database_.start_write(
      [reset, mail, entry](Connection& connection) {
        insert_reset(connection, reset);
        queue_mail(connection,
                   {.letter = {},
                    .key = key_of_staff(reset.user),
                    .public_id = mail.public_id,
                    .message_id = mail.message_id,
                    .recipient = mail.recipient.text(),
                    .subject = mail.subject.text(),
                    .body = mail.body.text()},
                   to_milliseconds(entry.at));
        write_audit(connection, entry);
      },
      [](const std::exception_ptr& problem) {
        if (problem) log(LogLevel::error, "staff.reset_not_mailed");
      },
      Database::Haste::now);
}

std::optional<staff::User> SqlStaffStore::owner_of_reset(std::string_view token_hash, Instant now) {
  static const std::string sql =
      "SELECT " + std::string{kUserColumns} +
      " FROM password_resets JOIN users ON users.id = user_id WHERE token_hash = :hash AND "
      "expires_at > :now AND disabled_at IS NULL";
  std::optional<staff::User> found;
  database_.read([&](Connection& connection) {
    found.reset();
    UserRow row;
    Query query = connection.query(sql);
    row.bind(query.use(token_hash).use(to_milliseconds(now)));
    if (query.next()) found = row.taken();
  });
  return found;
}

bool SqlStaffStore::take_reset(std::string_view token_hash, std::string_view password,
                               const AuditEntry& entry) {
  bool taken = false;
  database_.write([&](Connection& connection) {
    std::int64_t user = 0;
    Query query = connection.query(
        "DELETE FROM password_resets WHERE token_hash = :hash AND expires_at > :now RETURNING "
        "user_id");
    taken = query.use(token_hash).use(to_milliseconds(entry.at)).into(user).next();
    if (!taken) return;
    change_password(connection, user, password, {}, entry.at);
    write_audit(connection, entry);
  });
  return taken;
}

}  // namespace postbag::store
