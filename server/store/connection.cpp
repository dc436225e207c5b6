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
  const bool is_text = std::holds_alternative<std::string*>(target);
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
    } else {
      std::string& text = *std::get<std::string*>(targets_[i]);
      if (null) column.text.clear();
      text.swap(column.text);
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
  rethrow(error);
}

std::int64_t Query::run() {
  while (next()) {
  }
  return statement_.prepared.get_affected_rows();
}

Connection::Connection(const std::filesystem::path& file, const std::string& vfs) try
    : session_(*soci::factory_sqlite3(),
               "db=\"" + file.string() + "\" timeout=10" + (vfs.empty() ? "" : " vfs=" + vfs)) {
} catch (const soci::soci_error& error) {
  rethrow(error);
}

Connection::~Connection() = default;

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
