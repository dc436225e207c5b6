#include "server/store/connection.h"

#include <algorithm>
#include <initializer_list>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace postbag::store {
namespace {

using Kind = DatabaseError::Kind;

/// From the code of PostgreSQL's answer (its documentation, appendix A).
Kind kind_of(std::string_view sqlstate) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> codes) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](std::string_view code) { return sqlstate.starts_with(code); });
  };
  // unique_violation, exclusion_violation, serialization_failure, deadlock
  if (is_one_of({"23505", "23P01", "40001", "40P01"})) return Kind::conflict;
  // lock_not_available, query_canceled
  if (is_one_of({"55P03", "57014"})) return Kind::timeout;
  // connection_exception, read_only_sql_transaction, admin_shutdown and its kin
  if (is_one_of({"08", "25006", "57P0"})) return Kind::disconnected;
  return Kind::failed;
}

std::string code_of(const soci::soci_error& error) {
  if (const auto* told = dynamic_cast<const soci::postgresql_soci_error*>(&error))
    return told->sqlstate();
  if (const auto* told = dynamic_cast<const soci::sqlite3_soci_error*>(&error))
    return std::to_string(told->result());
  return {};
}

/// Passes on what the database said without SOCI's context, which quotes the bound values.
[[noreturn]] void rethrow(const soci::soci_error& error, soci::session& session) {
  Kind kind = Kind::failed;
  if (const auto* told = dynamic_cast<const soci::postgresql_soci_error*>(&error))
    kind = kind_of(told->sqlstate());
  if (!session.is_connected()) kind = Kind::disconnected;
  throw DatabaseError(error.get_error_message(), kind, code_of(error));
}

[[noreturn]] void rethrow(const soci::soci_error& error) {
  throw DatabaseError(error.get_error_message(), Kind::disconnected, code_of(error));
}

/// RFC 3986, section 2.1.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', digits[byte / 16U], digits[byte % 16U]};
  }
  return encoded;
}

/// A server that does not answer is given up after ten seconds.
std::string with_limits(const PostgresqlUrl& url) {
  std::string text = url.text;
  text += text.find('?') == std::string::npos ? '?' : '&';
  text += "connect_timeout=5&tcp_user_timeout=10000&application_name=postbag";
  if (!url.password.empty()) text += "&password=" + percent_encoded(url.password);
  return text;
}

PGconn* handle_of(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

}  // namespace

Query::~Query() {
  try {
    // A statement that is not run to its end keeps its read transaction open.
    while (started_ && statement_.prepared.fetch()) {
    }
  } catch (const soci::soci_error&) {
    started_ = false;  // the failure was already reported by next() or run()
  }
}

Statement::Value& Query::parameter() {
  if (used_ == statement_.parameters.size()) {
    statement_.parameters.emplace_back();
    statement_.bound = false;
  }
  return statement_.parameters[used_++];
}

Statement::Value& Query::parameter(bool is_text) {
  Statement::Value& value = parameter();
  if (value.is_text != is_text) {
    value.is_text = is_text;
    statement_.bound = false;
  }
  value.indicator = soci::i_ok;
  return value;
}

Query& Query::use(std::int64_t value) {
  parameter(false).number = value;
  return *this;
}

Query& Query::use(std::string_view text) {
  parameter(true).text = text;
  return *this;
}

Query& Query::use_or_null(std::string_view text) {
  return text.empty() ? use_null() : use(text);
}

Query& Query::use_null() {
  parameter().indicator = soci::i_null;
  return *this;
}

Query& Query::into(Target target) {
  const bool is_text = !std::holds_alternative<std::int64_t*>(target);
  if (targets_.size() == statement_.columns.size()) {
    statement_.columns.emplace_back().is_text = is_text;
    statement_.bound = false;
  }
  targets_.push_back(target);
  return *this;
}

Query& Query::into(std::int64_t& target) {
  return into(Target{&target});
}

Query& Query::into(std::string& target) {
  return into(Target{&target});
}

Query& Query::into(std::optional<std::string>& target) {
  return into(Target{&target});
}

/// SOCI binds addresses, so that a statement is bound once and used with new values ever after.
void Query::bind() {
  if (statement_.bound) return;
  soci::statement& prepared = statement_.prepared;
  prepared.bind_clean_up();
  for (Statement::Value& value : statement_.parameters) {
    if (value.is_text) {
      prepared.exchange(soci::use(value.text, value.indicator));
    } else {
      prepared.exchange(soci::use(value.number, value.indicator));
    }
  }
  for (Statement::Value& value : statement_.columns) {
    if (value.is_text) {
      prepared.exchange(soci::into(value.text, value.indicator));
    } else {
      prepared.exchange(soci::into(value.number, value.indicator));
    }
  }
  prepared.define_and_bind();
  statement_.bound = true;
}

void Query::hand_over() {
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    Statement::Value& column = statement_.columns[i];
    const bool null = column.indicator == soci::i_null;
    if (auto* const* number = std::get_if<std::int64_t*>(&targets_[i])) {
      **number = null ? 0 : column.number;
    } else if (auto* const* text = std::get_if<std::string*>(&targets_[i])) {
      if (null) column.text.clear();
      (*text)->swap(column.text);
    } else {
      auto& optional = *std::get<std::optional<std::string>*>(targets_[i]);
      optional = null ? std::nullopt : std::optional{column.text};
    }
  }
}

bool Query::next() try {
  bool row = false;
  if (started_) {
    row = statement_.prepared.fetch();
  } else {
    bind();
    started_ = true;
    row = statement_.prepared.execute(true);
  }
  started_ = row;
  if (row) hand_over();
  return row;
} catch (const soci::soci_error& error) {
  started_ = false;
  statement_.prepared.bind_clean_up();  // else SOCI forgets, without freeing, what it had bound
  statement_.bound = false;
  rethrow(error, statement_.session);
}

std::int64_t Query::run() {
  while (next()) {
  }
  return statement_.prepared.get_affected_rows();
}

Connection::Connection(const std::filesystem::path& file, const std::string& vfs) try
    : dialect_(Dialect::sqlite),
      session_(*soci::factory_sqlite3(),
               "db=\"" + file.string() + "\" timeout=10" + (vfs.empty() ? "" : " vfs=" + vfs)) {
} catch (const soci::soci_error& error) {
  rethrow(error);
}

Connection::Connection(const PostgresqlUrl& url) try
    : dialect_(Dialect::postgresql), session_(*soci::factory_postgresql(), with_limits(url)) {
  PGconn* const handle = handle_of(session_);
  PQsetErrorVerbosity(handle, PQERRORS_TERSE);  // the details quote values
  PQsetNoticeProcessor(
      handle, [](void*, const char*) {}, nullptr);
  execute(
      "SET client_encoding = 'UTF8'; SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET "
      "idle_in_transaction_session_timeout = '60s'; SET synchronous_commit = on");
} catch (const soci::soci_error& error) {
  rethrow(error);
}

Connection::~Connection() = default;

Query Connection::query(const Phrase& phrase) {
  return query(dialect_ == Dialect::sqlite ? phrase.sqlite : phrase.postgresql);
}

Query Connection::query(std::string_view sql) try {
  std::unique_ptr<Statement>& statement = statements_[sql];
  if (!statement) {
    auto made = std::make_unique<Statement>(session_);
    made->prepared.alloc();
    made->prepared.prepare(std::string{sql});
    statement = std::move(made);
  }
  return Query{*statement};
} catch (const soci::soci_error& error) {
  statements_.erase(sql);
  rethrow(error, session_);
}

namespace {

// SOCI runs the first statement of a text only, so a script goes to the database itself.
void run_script(sqlite_api::sqlite3* handle, const std::string& sql) {
  char* said = nullptr;
  if (sqlite_api::sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &said) == SQLITE_OK) return;
  const std::string message = said == nullptr ? "unknown failure" : said;
  sqlite_api::sqlite3_free(said);
  throw DatabaseError(message);
}

void run_script(PGconn* handle, const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(handle, sql.c_str()), PQclear};
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  const char* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const Kind kind = PQstatus(handle) != CONNECTION_OK ? Kind::disconnected
                                                      : kind_of(state == nullptr ? "" : state);
  throw DatabaseError(PQerrorMessage(handle), kind, state == nullptr ? "" : state);
}

}  // namespace

void Connection::execute(const std::string& sql) {
  if (dialect_ == Dialect::postgresql) return run_script(handle_of(session_), sql);
  run_script(static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_, sql);
}

}  // namespace postbag::store
