#include "server/store/connection.h"

#include <soci/sqlite3/soci-sqlite3.h>

namespace postbag::store {
namespace {

/// Passes on what the database said without SOCI's context, which quotes the bound values.
[[noreturn]] void rethrow(const soci::soci_error& error) {
  throw DatabaseError(error.get_error_message());
}

}  // namespace

Query::~Query() {
  try {
    // A statement that is not run to its end keeps its read transaction open.
    while (started_ && statement_.fetch()) {
    }
  } catch (const soci::soci_error&) {
    started_ = false;  // the failure was already reported by next() or run()
  }
  statement_.bind_clean_up();
}

Query& Query::use(std::int64_t value) {
  statement_.exchange(soci::use(numbers_.emplace_back(value)));
  return *this;
}

Query& Query::use(std::string_view text) {
  statement_.exchange(soci::use(texts_.emplace_back(text)));
  return *this;
}

Query& Query::use_or_null(std::string_view text) {
  return text.empty() ? use_null() : use(text);
}

Query& Query::use_null() {
  statement_.exchange(soci::use(texts_.emplace_back(), indicators_.emplace_back(soci::i_null)));
  return *this;
}

Query& Query::into(std::int64_t& target) {
  Column& column = columns_.emplace_back();
  column.number_target = &target;
  statement_.exchange(soci::into(column.number, column.indicator));
  return *this;
}

Query& Query::into(std::string& target) {
  Column& column = columns_.emplace_back();
  column.text_target = &target;
  statement_.exchange(soci::into(target, column.indicator));
  return *this;
}

void Query::hand_over() {
  for (Column& column : columns_) {
    const bool null = column.indicator == soci::i_null;
    if (column.number_target != nullptr) *column.number_target = null ? 0 : column.number;
    if (column.text_target != nullptr && null) column.text_target->clear();
  }
}

bool Query::next() try {
  bool row = false;
  if (started_) {
    row = statement_.fetch();
  } else {
    statement_.define_and_bind();
    started_ = true;
    row = statement_.execute(true);
  }
  started_ = row;
  if (row) hand_over();
  return row;
} catch (const soci::soci_error& error) {
  started_ = false;
  rethrow(error);
}

std::int64_t Query::run() {
  while (next()) {
  }
  return statement_.get_affected_rows();
}

Connection::Connection(const std::filesystem::path& file) try
    : session_(*soci::factory_sqlite3(), "db=\"" + file.string() + "\" timeout=10") {
} catch (const soci::soci_error& error) {
  rethrow(error);
}

Connection::~Connection() = default;

Query Connection::query(std::string_view sql) try {
  std::unique_ptr<soci::statement>& statement = statements_[sql];
  if (!statement) {
    auto made = std::make_unique<soci::statement>(session_);
    made->alloc();
    made->prepare(std::string{sql});
    statement = std::move(made);
  }
  return Query{*statement};
} catch (const soci::soci_error& error) {
  rethrow(error);
}

// SOCI runs the first statement of a text only, so a script goes to SQLite itself.
void Connection::execute(const std::string& sql) {
  sqlite_api::sqlite3* handle =
      static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_;
  char* said = nullptr;
  if (sqlite_api::sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &said) == SQLITE_OK) return;
  const std::string message = said == nullptr ? "unknown failure" : said;
  sqlite_api::sqlite3_free(said);
  throw DatabaseError(message);
}

}  // namespace postbag::store
