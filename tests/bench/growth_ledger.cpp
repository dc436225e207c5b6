#include "tests/bench/growth_ledger.h"

#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace postbag::bench {
namespace {

using store::Connection;
using store::Dialect;

constexpr std::int64_t kDay = 24LL * 3600 * 1000;

/// What a supporter's key looks like: no order, no two the same (the numbers are primes).
constexpr std::int64_t kFactor = 738'207'431;
constexpr std::int64_t kModulus = 1'000'000'007;
constexpr const char* kKeyEnd = "0123456789abcdef012345";

/// The states by their codes (server/store/schema.h): 0 awaiting_confirmation, 1 queued, 3 sent,
/// 4 bounced, 5 failed, 6 uncertain, 7 held, 8 expired, 9 withdrawn.
constexpr const char* kPurgedState =
    "CASE WHEN i % 100 = 7 THEN 8 WHEN i % 1000 = 1 THEN 9 WHEN i % 1000 = 2 THEN 5 WHEN i % 1000 "
    "= 3 THEN 4 ELSE 3 END";
constexpr const char* kRecentState =
    "CASE WHEN i % 60 = 59 THEN 5 WHEN i % 60 = 58 THEN 6 WHEN i % 60 = 57 THEN 7 WHEN i % 6 = 0 "
    "THEN 0 WHEN i % 6 IN (1, 2) THEN 1 ELSE 3 END";

/// Takes the triggers off, so that rows can be written as they stand at the end.
class WithoutTriggers {
 public:
  explicit WithoutTriggers(Connection& connection) : connection_(connection) {
    if (connection_.dialect() == Dialect::postgresql) {
      connection_.execute("ALTER TABLE letters DISABLE TRIGGER USER");
      return;
    }
    std::vector<std::string> names;
    {
      std::string name;
      std::string sql;
      store::Query query =
          connection_.query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
      query.into(name).into(sql);
      while (query.next()) {
        names.push_back(name);
        triggers_.push_back(sql);
      }
    }
    for (const std::string& name : names)
      connection_.execute("DROP TRIGGER " + name);
  }
  WithoutTriggers(const WithoutTriggers&) = delete;
  WithoutTriggers& operator=(const WithoutTriggers&) = delete;
  ~WithoutTriggers() = default;

  void put_back() {
    if (connection_.dialect() == Dialect::postgresql)
      return connection_.execute("ALTER TABLE letters ENABLE TRIGGER USER");
    for (const std::string& sql : triggers_)
      connection_.execute(sql);
  }

 private:
  Connection& connection_;
  std::vector<std::string> triggers_;
};

struct Range {
  std::int64_t first;
  std::int64_t last;
  /// When the first was written, and what passes between one and the next, in milliseconds.
  std::int64_t since;
  std::int64_t step;
};

std::string numbers(const Range& range) {
  return fmt::format(
      "WITH RECURSIVE n (i) AS (SELECT CAST({} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "
      "{}) ",
      range.first, range.last);
}

/// A letter is confirmed a minute after it was written and sent a minute later.
void fill_letters(Connection& connection, const Range& range, const char* state, bool purged) {
  connection.execute(fmt::format(
      "INSERT INTO letters (id, public_id, campaign_id, state, state_since, state_reason, "
      "created_at, confirmed_at, queued_at, due_at, attempts, constituency, member, supporter_key, "
      "message_id, language, has_text, confirmation_hash) {numbers}, m (i, s, t) AS (SELECT i, "
      "{state}, {since} + (i - {first}) * {step} FROM n) SELECT i, "
      "CAST(1000000000 + i AS TEXT) || 'abcdefghijkl', CASE WHEN i <= 20 THEN 2 ELSE 1 END, s, "
      "CASE s WHEN 0 THEN t ELSE t + 120000 END, CASE WHEN s = 3 THEN 'accepted' WHEN s = 7 THEN "
      "'seat_vacant' WHEN s IN (4, 5, 6) "
      "THEN 'refused' END, t, CASE WHEN s IN (0, 8, 9) THEN NULL ELSE t + 60000 END, CASE WHEN s "
      "IN "
      "(0, 8, 9) THEN NULL ELSE t + 60000 END, CASE WHEN s = 1 THEN t + 60000 END, CASE WHEN s IN "
      "(3, 4, 5, 6) THEN 1 ELSE 0 END, 'E1400' || CAST(1063 + i % 650 AS TEXT), CAST(4000 + "
      "i % 650 AS TEXT), CAST(1000000000 + (i * {factor}) % {modulus} AS TEXT) || '{key_end}', "
      "CAST(1000000000 + i AS TEXT) || 'mnopqrstuvwx@postbag.example.org', 'en', {has_text}, "
      "{hash} FROM m",
      fmt::arg("numbers", numbers(range)), fmt::arg("state", state), fmt::arg("since", range.since),
      fmt::arg("first", range.first), fmt::arg("step", range.step), fmt::arg("factor", kFactor),
      fmt::arg("modulus", kModulus), fmt::arg("key_end", kKeyEnd),
      fmt::arg("has_text", purged ? 0 : 1),
      fmt::arg("hash", purged ? "NULL" : "'" + kConfirmationHash + "'")));
}

/// Letter by letter, as they come about: 0 → 1 → 2 → 3 and so on, as far as each has got.
void fill_history(Connection& connection, const Range& range) {
  connection.execute(fmt::format(
      "INSERT INTO letter_history (letter_id, number, at, from_state, to_state, reason, "
      "started_at, dot_at, code, enhanced_code) SELECT id, number, created_at + number * 30000, "
      "number - 1, CASE WHEN state IN (8, 9) THEN state WHEN number = 3 AND state <> 4 THEN state "
      "ELSE number END, CASE WHEN number = 3 THEN state_reason END, CASE WHEN number = 3 THEN "
      "created_at + 89000 END, CASE WHEN number = 3 THEN created_at + 89900 END, CASE WHEN number "
      "= 3 THEN 250 END, CASE WHEN number = 3 THEN '2.0.0' END FROM letters CROSS JOIN (SELECT 1 "
      "AS number UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS steps WHERE id "
      "BETWEEN {} AND {} AND ((number = 1 AND state <> 0) OR (number IN (2, 3) AND state NOT IN "
      "(0, 1, 8, 9)) OR (number = 4 AND state = 4)) ORDER BY id, steps.number",
      range.first, range.last));
}

/// Texts, and the confirmation mails of the last day.
void fill_texts(Connection& connection, const Range& range, std::int64_t now) {
  const std::string body(2400, 'x');
  connection.execute(
      fmt::format("INSERT INTO letter_texts SELECT id, 'Jo Example', 'jo' || CAST(id AS TEXT) || "
                  "'@example.org', 'A letter', '{}' FROM letters WHERE id BETWEEN {} AND {}",
                  body, range.first, range.last));
  connection.execute(fmt::format(
      "INSERT INTO service_mails (public_id, letter_id, supporter_key, state, created_at, due_at, "
      "attempts, message_id, language) SELECT public_id, id, supporter_key, 'sent', created_at, "
      "created_at, 1, message_id, 'en' FROM letters WHERE id BETWEEN {} AND {} AND created_at > {}",
      range.first, range.last, now - kDay));
}

void fill_counters(Connection& connection) {
  connection.execute(
      "INSERT INTO reach SELECT campaign_id, constituency, member, count(*) FROM letters WHERE "
      "state = 3 GROUP BY campaign_id, constituency, member; UPDATE campaigns SET supporters = "
      "(SELECT count(*) FROM letters WHERE campaign_id = campaigns.id AND confirmed_at IS NOT "
      "NULL)");
}

std::int64_t size_of(Connection& connection) {
  std::int64_t bytes = 0;
  store::Query query = connection.query(store::Phrase{
      "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
      "SELECT CAST(pg_total_relation_size('letters') + pg_total_relation_size('letter_history') AS "
      "BIGINT)"});
  static_cast<void>(query.into(bytes).next());
  return bytes;
}

/// What a running installation has by itself: PostgreSQL's autovacuum, or a log that was emptied.
void settle(Connection& connection) {
  connection.execute(connection.dialect() == Dialect::sqlite ? "PRAGMA journal_mode = WAL"
                                                             : "VACUUM ANALYZE");
  if (connection.dialect() == Dialect::postgresql) connection.execute("CHECKPOINT");
}

void make_ready(Connection& connection) {
  connection.execute(
      connection.dialect() == Dialect::sqlite
          ? "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000"
          : "SET statement_timeout = 0; SET synchronous_commit = off");
}

}  // namespace

std::unique_ptr<Connection> connect(const store::Place& place) {
  if (const auto* file = std::get_if<std::filesystem::path>(&place))
    return std::make_unique<Connection>(*file);
  return std::make_unique<Connection>(std::get<store::PostgresqlPlace>(place).url);
}

Ledger fill(const store::Place& place, std::int64_t letters, std::int64_t now) {
  Ledger ledger;
  ledger.letters = letters;
  ledger.purged = (letters - letters * 3 / 100 - 1500) / 60 * 60;
  const std::int64_t recent = letters - ledger.purged;
  const Range old{1, ledger.purged, now - 400 * kDay, 365 * kDay / ledger.purged};
  const Range young{ledger.purged + 1, letters, now - 5 * kDay, (5 * kDay - 300'000) / recent};
  const auto connection = connect(place);
  make_ready(*connection);
  WithoutTriggers without{*connection};
  connection->execute(
      fmt::format("INSERT INTO campaigns (slug, source, imported_at) VALUES ('large', '', 0), "
                  "('{}', '', 0)",
                  kSmallCampaign));
  const std::int64_t empty = size_of(*connection);
  fill_letters(*connection, old, kPurgedState, true);
  fill_history(*connection, old);
  ledger.bytes_each =
      static_cast<double>(size_of(*connection) - empty) / static_cast<double>(ledger.purged);
  fill_letters(*connection, young, kRecentState, false);
  fill_history(*connection, young);
  fill_texts(*connection, young, now);
  fill_counters(*connection);
  if (connection->dialect() == Dialect::postgresql)
    connection->execute(
        "SELECT setval(pg_get_serial_sequence('letters', 'id'), (SELECT max(id) FROM letters)); "
        "SELECT setval(pg_get_serial_sequence('service_mails', 'id'), (SELECT coalesce(max(id), 1) "
        "FROM service_mails))");
  without.put_back();
  settle(*connection);
  sync();  // the writing back of what was just filled in is not what is measured
  return ledger;
}

std::string public_id(std::int64_t letter) {
  return std::to_string(1'000'000'000 + letter) + "abcdefghijkl";
}

std::string supporter_key(std::int64_t letter) {
  return std::to_string(1'000'000'000 + letter * kFactor % kModulus) + kKeyEnd;
}

std::int64_t first_awaiting(const Ledger& ledger) {
  return ledger.purged + 6;
}

}  // namespace postbag::bench
