#include "base/log.h"
#include "mailer/queue.h"
#include "server/store/sql_store.h"

namespace postbag::store {
namespace {

/// Rows cleared in one transaction, so that tidying never holds up a supporter's letter for long.
constexpr std::int64_t kChunk = 500;

constexpr std::int64_t kTrialInterval = Duration{std::chrono::seconds{1}}.count();

/// What a letter, its confirmation mail and their indexes add to the write-ahead log, in bytes:
/// some sixteen pages.
constexpr std::size_t kLetterSize = 64'000;

constexpr std::int64_t kHour = Duration{std::chrono::hours{1}}.count();
constexpr std::int64_t kDay = Duration{std::chrono::hours{24}}.count();

/// Mails whose mailer died: what had not reached its final dot goes again; a letter that had may
/// have arrived.
campaign::Tidied recover(Connection& connection, std::int64_t now) {
  campaign::Tidied tidied;
  tidied.uncertain = connection
                         .query(
                             "UPDATE letters SET state = 6, state_since = :now, state_reason = "
                             "'lease_ended', attempts = attempts + 1, "
                             "due_at = NULL, lease_owner = NULL, lease_until = NULL, dot_at = NULL "
                             "WHERE state = 2 AND lease_until < "
                             ":then AND dot_at IS NOT NULL")
                         .use(now)
                         .use(now)
                         .run();
  // Again without a final dot: one may have been recorded since the statement above, which makes
  // that letter uncertain the next time.
  tidied.recovered =
      connection
          .query(
              "UPDATE letters SET state = 1, state_since = :now, state_reason = "
              "'lease_ended', lease_owner = NULL, "
              "lease_until = NULL WHERE state = 2 AND lease_until < :then AND dot_at "
              "IS NULL")
          .use(now)
          .use(now)
          .run();
  // A second confirmation mail has the same Message-ID and does no harm; a lost one would lock the
  // supporter out.
  tidied.recovered += connection
                          .query(
                              "UPDATE service_mails SET state = 'queued', lease_owner = NULL, "
                              "lease_until = NULL, dot_at = NULL WHERE "
                              "state = 'sending' AND lease_until < :now")
                          .use(now)
                          .run();
  return tidied;
}

// The conditions stand outside the choice of ids too: PostgreSQL asks them again of a row that
// another process has just moved.

/// A letter that was never confirmed keeps nothing of the person but the key that tells its link
/// has run out.
std::int64_t expire(Connection& connection, std::int64_t now, Duration unconfirmed) {
  return connection
      .query(
          "UPDATE letters SET state = 8, state_since = :now, consent_wording = NULL, "
          "idempotency_key = NULL, request_digest = NULL, has_text = 0 WHERE state = 0 AND id IN "
          "(SELECT id FROM letters WHERE state = 0 AND "
          "created_at < :since ORDER BY created_at LIMIT :limit)")
      .use(now)
      .use(now - unconfirmed.count())
      .use(kChunk)
      .run();
}

/// Nobody came for it since it was due: there is no mailer, or it has paused all that time.
std::int64_t give_up_untaken(Connection& connection, std::int64_t now, Duration untaken) {
  return connection
      .query(
          "UPDATE letters SET state = 5, state_since = :now, state_reason = 'never_tried', "
          "due_at = NULL WHERE state = 1 AND id IN (SELECT id FROM letters WHERE state = 1 AND "
          "due_at < :since ORDER BY due_at LIMIT :limit)")
      .use(now)
      .use(now - untaken.count())
      .use(kChunk)
      .run();
}

/// What goes with the text of a letter whose time is over; the trigger letters_clear does the rest.
constexpr std::string_view kClear =
    "has_text = 0, confirmation_hash = NULL, idempotency_key = NULL, request_digest = NULL";

/// Mail servers quote addresses in what they say, so it goes when the text goes.
void forget_replies(Connection& connection, std::string_view sql, std::int64_t since) {
  connection.query(sql).use(since).use(kChunk).run();
}

/// A choice of letters whose text's time is over; `:since` and `:limit` are its values. It says the
/// condition of the index letters_with_text word for word: SQLite uses it for no other.
struct Overdue {
  explicit Overdue(const std::string& which)
      : condition("has_text = 1 AND state BETWEEN 3 AND 7 AND " + which),
        ids("(SELECT id FROM letters WHERE " + condition +
            " AND state_since < :since ORDER BY state_since, id LIMIT :limit)"),
        forget("UPDATE letter_history SET reply = NULL WHERE reply IS NOT NULL AND letter_id IN " +
               ids) {}

  std::string condition;
  std::string ids;
  std::string forget;
};

std::int64_t purge(Connection& connection, std::int64_t now, Duration text) {
  static const Overdue ended{"state <> 7"};
  static const std::string sql = "UPDATE letters SET " + std::string{kClear} + " WHERE " +
                                 ended.condition + " AND id IN " + ended.ids;
  forget_replies(connection, ended.forget, now - text.count());
  return connection.query(sql).use(now - text.count()).use(kChunk).run();
}

/// A letter that staff have held for so long fails: its text may not be kept for good.
std::int64_t give_up_held(Connection& connection, std::int64_t now, Duration text) {
  static const Overdue held{"state = 7"};
  static const std::string sql =
      "UPDATE letters SET state = 5, state_since = :now, state_reason = 'held_too_long', " +
      std::string{kClear} + " WHERE " + held.condition + " AND id IN " + held.ids;
  forget_replies(connection, held.forget, now - text.count());
  return connection.query(sql).use(now).use(now - text.count()).use(kChunk).run();
}

/// Mails that ended are needed for an hour, to bound how many an address gets; those of letters
/// that ran out, and those to staff after a day, not at all: their links are dead.
std::int64_t drop_service_mails(Connection& connection, std::int64_t now) {
  return connection
      .query(
          "DELETE FROM service_mails WHERE id IN (SELECT mail.id FROM service_mails AS mail LEFT "
          "JOIN letters ON letters.id = mail.letter_id WHERE mail.created_at < :day_ago AND "
          "((mail.state NOT IN ('queued', 'sending') AND mail.due_at < :hour_ago) OR (mail.state = "
          "'queued' AND (letters.state IN (8, 9) OR mail.letter_id IS NULL))) ORDER BY "
          "mail.created_at LIMIT :limit)")
      .use(now - kDay)
      .use(now - kHour)
      .use(kChunk)
      .run();
}

/// The letters of a mailer whose final dot was recorded before it went out.
std::vector<std::int64_t> in_doubt(Connection& connection, std::string_view owner) {
  std::vector<std::int64_t> letters;
  std::int64_t id = 0;
  Query query = connection.query(
      "SELECT id FROM letters WHERE state = 2 AND lease_owner = :owner AND dot_at IS NOT NULL");
  query.use(owner).into(id);
  while (query.next())
    letters.push_back(id);
  return letters;
}

void forget_dot(Connection& connection, std::int64_t letter) {
  connection.query("UPDATE letters SET dot_at = NULL WHERE id = :letter").use(letter).run();
}

}  // namespace

bool SqlStore::writable() {
  if (!database_.has_room()) {
    log(LogLevel::error, "store.no_room");
    return false;
  }
  // While somebody else tries, the last answer stands: those who ask must not queue up.
  const std::unique_lock lock{trial_mutex_, std::try_to_lock};
  if (!lock) return trial_worked_;
  const std::int64_t at = now();
  if (tried_at_ >= 0 && at >= tried_at_ && at - tried_at_ < kTrialInterval) return trial_worked_;
  tried_at_ = at;
  trial_worked_ = false;
  try {
    static const std::string filler(kLetterSize, ' ');
    database_.write([&](Connection& connection) {
      connection
          .query(
              "INSERT INTO trials (id, at, filler) VALUES (1, :at, :filler) ON CONFLICT (id) DO "
              "UPDATE SET at = excluded.at, filler = excluded.filler")
          .use(at)
          .use(filler)
          .run();
    });
    trial_worked_ = true;
  } catch (const DatabaseError&) {
    log(LogLevel::error, "store.trial_failed");
  }
  return trial_worked_;
}

std::int64_t SqlStore::end_leases(const std::function<bool(std::string_view)>& is_gone,
                                  const MayHaveGoneOut& may_have_gone_out) {
  std::int64_t ended = 0;
  database_.write([&](Connection& connection) {
    ended = 0;
    std::vector<std::string> owners;
    {
      std::string owner;
      Query query = connection.query(
          "SELECT DISTINCT lease_owner FROM letters WHERE state = 2 UNION SELECT DISTINCT "
          "lease_owner "
          "FROM service_mails WHERE state = 'sending'");
      query.into(owner);
      while (query.next())
        owners.push_back(owner);
    }
    for (const std::string& owner : owners) {
      if (!is_gone(owner)) continue;
      for (const std::int64_t letter : in_doubt(connection, owner))
        if (!may_have_gone_out(owner, letter)) forget_dot(connection, letter);
      ended +=
          connection
              .query("UPDATE letters SET lease_until = 0 WHERE state = 2 AND lease_owner = :owner")
              .use(owner)
              .run();
      ended += connection
                   .query(
                       "UPDATE service_mails SET lease_until = 0 WHERE state = 'sending' AND "
                       "lease_owner = :owner")
                   .use(owner)
                   .run();
    }
  });
  return ended;
}

campaign::Tidied SqlStore::tidy(const campaign::Retention& retention) {
  campaign::Tidied tidied;
  const auto in_chunks = [&](const auto& step) {
    std::int64_t all = 0;
    for (std::int64_t some = kChunk; some == kChunk; all += some)
      database_.write([&](Connection& connection) { some = step(connection); });
    return all;
  };
  database_.write([&](Connection& connection) { tidied = recover(connection, now()); });
  tidied.expired = in_chunks(
      [&](Connection& connection) { return expire(connection, now(), retention.unconfirmed); });
  tidied.given_up = in_chunks([&](Connection& connection) {
    return give_up_untaken(connection, now(), retention.untaken);
  });
  tidied.purged =
      in_chunks([&](Connection& connection) { return purge(connection, now(), retention.text); }) +
      in_chunks(
          [&](Connection& connection) { return give_up_held(connection, now(), retention.text); });
  in_chunks([&](Connection& connection) { return drop_service_mails(connection, now()); });
  if (tidied.purged + tidied.expired > 0) database_.checkpoint();
  if (tidied.recovered > 0) wake();
  return tidied;
}

}  // namespace postbag::store
