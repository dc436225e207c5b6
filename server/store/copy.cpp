#include "server/store/copy.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "base/digest.h"

namespace postbag::store {
namespace {

/// The words of its key and of all its columns; every value is copied as text.
struct Table {
  std::string_view name;
  std::string_view key;
  std::string_view columns;
};

/// Rows read at a time.
constexpr std::size_t kPage = 500;

/// Those that others refer to come first. Without `trials`, whose one row means nothing, and the
/// tables of states, which the schema fills.
constexpr std::array<Table, 14> kTables{{
    {"campaigns", "id", "id slug source imported_at revision supporters stage version"},
    {"letters", "id",
     "id public_id campaign_id state state_since state_reason created_at confirmed_at queued_at "
     "due_at attempts lease_owner lease_until dot_at constituency member supporter_key message_id "
     "language source consent_wording has_text confirmation_hash idempotency_key request_digest "
     "consent_at campaign_version"},
    {"letter_texts", "letter_id", "letter_id supporter_name supporter_email subject body"},
    {"letter_history", "letter_id number",
     "letter_id number at from_state to_state reason started_at dot_at code enhanced_code reply"},
    {"reach", "campaign_id constituency member", "campaign_id constituency member letters"},
    {"service_mails", "id",
     "id public_id letter_id supporter_key state created_at due_at attempts lease_owner "
     "lease_until dot_at message_id language recipient subject body"},
    {"installations", "id", "id secret_digest"},
    {"users", "id",
     "id email identity role password totp_secret totp_last_step created_at disabled_at "
     "password_changed_at"},
    {"sessions", "token_hash", "token_hash user_id created_at seen_at expires_at"},
    {"password_resets", "token_hash", "token_hash user_id expires_at"},
    {"audit", "id", "id at user_id actor action subject detail"},
    {"records", "kind id version", "kind id version at author body"},
    {"follow_ups", "letter_id round", "letter_id round asked_at answered_at answer manner"},
    {"follow_up_stops", "supporter_key", "supporter_key at"},
}};

/// Whose ids the database gives.
constexpr std::array<std::string_view, 5> kNumbered{"campaigns", "letters", "service_mails",
                                                    "users", "audit"};

/// What a service writes to; the seal is a trigger on each. Nothing of the accounts changes without
/// a line of the audit log.
constexpr std::array<std::string_view, 6> kSealed{"letters", "service_mails", "campaigns",
                                                  "trials",  "audit",         "records"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string joined(std::span<const std::string> words, const auto& shown) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + shown(word);
  return text;
}

/// A table's statements; the connections keep them prepared, so they live as long as the program.
struct Statements {
  std::string name;
  std::size_t columns;
  std::vector<std::size_t> key;  ///< where its parts stand among the columns
  std::string first_page;
  std::string next_page;
  std::string insert;
};

Statements statements_of(const Table& table) {
  const std::vector<std::string> columns = words_of(table.columns);
  const std::vector<std::string> key = words_of(table.key);
  const auto name = [](const std::string& column) { return column; };
  const auto parameter = [](const std::string& column) { return ":" + column; };
  // With the table's name: alone, PostgreSQL would take them for the texts that are selected.
  const std::string keys =
      joined(key, [&](const std::string& part) { return std::string{table.name} + '.' + part; });
  const std::string select =
      "SELECT " +
      joined(columns, [](const std::string& column) { return "CAST(" + column + " AS TEXT)"; }) +
      " FROM " + std::string{table.name};
  const std::string order = " ORDER BY " + keys + " LIMIT " + std::to_string(kPage);
  Statements made{std::string{table.name}, columns.size(), {}, select + order, {}, {}};
  for (const std::string& part : key)
    made.key.push_back(static_cast<std::size_t>(std::find(columns.begin(), columns.end(), part) -
                                                columns.begin()));
  made.next_page = select + " WHERE (" + keys + ") > (" + joined(key, parameter) + ")" + order;
  made.insert = "INSERT INTO " + made.name + " (" + joined(columns, name) + ") VALUES (" +
                joined(columns, parameter) + ")";
  return made;
}

const std::vector<Statements>& all_statements() {
  static const std::vector<Statements> all = [] {
    std::vector<Statements> made;
    made.reserve(kTables.size());
    for (const Table& table : kTables)
      made.push_back(statements_of(table));
    return made;
  }();
  return all;
}

using Row = std::vector<std::optional<std::string>>;

/// The rows after `last`, or the first ones.
std::vector<Row> read_page(Connection& connection, const Statements& table, const Row* last) {
  std::vector<Row> page;
  Row row(table.columns);
  Query query = connection.query(last == nullptr ? table.first_page : table.next_page);
  if (last != nullptr)
    for (const std::size_t part : table.key)
      query.use(*last->at(part));
  for (std::optional<std::string>& value : row)
    query.into(value);
  while (query.next())
    page.push_back(row);
  return page;
}

/// Reads a whole table, in the order of its key; each row goes to `visit`.
template <class Visit>
TableDigest read_table(Connection& connection, const Statements& table, const Visit& visit) {
  TableDigest digest{table.name, table.columns, 0, {}};
  std::vector<Row> page;
  do {
    const Row last = page.empty() ? Row{} : page.back();
    page = read_page(connection, table, last.empty() ? nullptr : &last);
    for (const Row& row : page) {
      std::string bytes = digest.digest;
      for (const std::optional<std::string>& value : row)
        bytes += value ? std::to_string(value->size()) + ':' + *value : std::string{"-"};
      digest.digest = sha256(bytes);
      ++digest.rows;
      visit(row);
    }
  } while (page.size() == kPage);
  return digest;
}

void insert(Connection& connection, const Statements& table, const Row& row) {
  Query query = connection.query(table.insert);
  for (const std::optional<std::string>& value : row) {
    if (value) {
      query.use(*value);
    } else {
      query.use_null();
    }
  }
  query.run();
}

bool holds_anything(Connection& connection) {
  std::int64_t found = 0;
  Query query = connection.query("SELECT 1 FROM campaigns UNION ALL SELECT 1 FROM users LIMIT 1");
  return query.into(found).next();
}

bool is_sealed(Connection& connection) {
  std::int64_t found = 0;
  Query query =
      connection.query(Phrase{"SELECT 1 FROM sqlite_master WHERE name = 'letters_sealed'",
                              "SELECT 1 FROM pg_trigger WHERE tgname = 'letters_sealed'"});
  return query.into(found).next();
}

/// Others can read, and wait with what they would write. SQLite has one writer anyway.
void hold_writers_off(Connection& connection) {
  if (connection.dialect() == Dialect::sqlite) return;
  std::vector<std::string> names;
  for (const Statements& table : all_statements())
    names.push_back(table.name);
  connection.execute("SET LOCAL statement_timeout = 0; LOCK TABLE " +
                     joined(names, [](const std::string& name) { return name; }) +
                     " IN SHARE ROW EXCLUSIVE MODE");
}

void seal(Connection& connection) {
  const bool sqlite = connection.dialect() == Dialect::sqlite;
  if (!sqlite)
    connection.execute(
        "CREATE FUNCTION refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'this ledger has been moved'; END $$");
  for (const std::string_view table : kSealed)
    for (const std::string_view change : {"INSERT", "UPDATE"})
      connection.execute(
          fmt::format("CREATE TRIGGER {0}_{1} BEFORE {2} ON {0} {3}", table,
                      change == "INSERT" ? "sealed" : "sealed_too", change,
                      sqlite ? "BEGIN SELECT RAISE(ABORT, 'this ledger has been moved'); END"
                             : "FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed()"));
}

/// PostgreSQL counts on from the highest id by itself only where it gave the ids.
void count_on(Connection& connection) {
  if (connection.dialect() == Dialect::sqlite) return;
  for (const std::string_view table : kNumbered)
    connection.execute(
        fmt::format("SELECT setval(pg_get_serial_sequence('{0}', 'id'), "
                    "(SELECT coalesce(max(id), 0) + 1 FROM {0}), false)",
                    table));
}

std::vector<TableDigest> fill(Connection& source, Connection& target) {
  std::vector<TableDigest> digests;
  for (const Statements& table : all_statements())
    digests.push_back(
        read_table(source, table, [&](const Row& row) { insert(target, table, row); }));
  count_on(target);
  return digests;
}

std::vector<TableDigest> read_back(Connection& target) {
  std::vector<TableDigest> digests;
  for (const Statements& table : all_statements())
    digests.push_back(read_table(target, table, [](const Row&) {}));
  return digests;
}

}  // namespace

Result<std::vector<TableDigest>> copy_ledger(Database& from, Database& to) {
  Result<std::vector<TableDigest>> answer;
  from.write([&](Connection& source) {
    hold_writers_off(source);
    to.write([&](Connection& target) {
      if (is_sealed(source)) {
        answer = fail("moved_before",
                      "The ledger to copy from was copied and sealed before; use its copy.");
        return;
      }
      if (holds_anything(target)) {
        answer =
            fail("not_empty",
                 "The ledger to copy to holds campaigns or accounts already. Name an empty one.");
        return;
      }
      hold_writers_off(target);
      answer = fill(source, target);
      if (read_back(target) != *answer)
        throw DatabaseError("what was copied reads otherwise than what was to be copied");
    });
    if (answer) seal(source);
  });
  return answer;
}

}  // namespace postbag::store
