#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include <soci/soci.h>

#include "base/failure.h"

namespace postbag::store {

/// The database refused or failed. The message never holds a bound value.
class DatabaseError : public std::runtime_error, public CodedFailure {
 public:
  enum class Kind {
    failed,
    /// Another transaction was in the way: the same work may succeed when it is done again.
    conflict,
    /// It took too long: another transaction kept what it needed locked, or the server was slow.
    timeout,
    /// The server has gone, or is no longer one that writes: a new connection is needed.
    disconnected
  };
  explicit DatabaseError(const std::string& message, Kind kind = Kind::failed,
                         std::string code = {})
      : std::runtime_error(message), kind_(kind), code_(std::move(code)) {}
  [[nodiscard]] Kind kind() const { return kind_; }
  /// PostgreSQL's SQLSTATE, or SQLite's result code (sqlite.org/rescode.html).
  [[nodiscard]] const std::string& code() const override { return code_; }

 private:
  Kind kind_;
  std::string code_;
};

/// Whose SQL a connection speaks, for the few statements that are not the same in both.
enum class Dialect { sqlite, postgresql };

/// A PostgreSQL database, as a URI that libpq reads (PostgreSQL's documentation, 34.1.1.2), and the
/// password when it is not in the URI or in libpq's own password file.
struct PostgresqlUrl {
  std::string text;
  std::string password = {};
};

/// A statement prepared once, with the places its parameters and columns are bound to.
struct Statement {
  struct Value {
    bool is_text = false;
    soci::indicator indicator = soci::i_ok;
    long long number = 0;
    std::string text;
  };

  explicit Statement(soci::session& of) : session(of), prepared(of) {}

  soci::session& session;
  soci::statement prepared;
  /// Deques, because SOCI keeps the addresses of their values.
  std::deque<Value> parameters;
  std::deque<Value> columns;
  bool bound = false;
};

/// One use of a prepared statement: bind values in the order of the statement's parameters, name
/// where the columns go, then step through the rows. Values are copied; targets must outlive the
/// query. An absent text or number is NULL; a NULL column leaves an empty text or 0.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  Query& use(std::int64_t value);
  Query& use(std::string_view text);
  /// Binds an empty text as NULL.
  Query& use_or_null(std::string_view text);
  Query& use_null();

  Query& into(std::int64_t& target);
  Query& into(std::string& target);
  /// Nothing for NULL.
  Query& into(std::optional<std::string>& target);

  /// Runs it; true when there is a (next) row, whose columns are then in their targets.
  [[nodiscard]] bool next();
  /// Runs it to its end; the rows it changed.
  std::int64_t run();

 private:
  using Target = std::variant<std::int64_t*, std::string*, std::optional<std::string>*>;

  Statement::Value& parameter();
  Statement::Value& parameter(bool is_text);
  Query& into(Target target);
  void bind();
  void hand_over();

  Statement& statement_;
  std::size_t used_ = 0;
  std::vector<Target> targets_;
  bool started_ = false;
};

/// A statement that each dialect says in its own way, with the same parameters and columns.
struct Phrase {
  std::string_view sqlite;
  std::string_view postgresql;
};

/// One connection to a database, with its statements prepared once each. Used by one thread at a
/// time; each statement by one Query at a time. All functions throw DatabaseError.
class Connection {
 public:
  /// `vfs` is the name of a file layer registered with SQLite; empty for its own.
  explicit Connection(const std::filesystem::path& file, const std::string& vfs = {});
  /// Its statements end after half a minute, and after ten seconds of waiting for a lock.
  explicit Connection(const PostgresqlUrl& url);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// `sql` must be a literal, or text that outlives the connection.
  [[nodiscard]] Query query(std::string_view sql);
  /// The text of its dialect.
  [[nodiscard]] Query query(const Phrase& phrase);
  [[nodiscard]] Dialect dialect() const { return dialect_; }
  /// For statements used once: schema, pragmas, transactions. May hold several, separated by
  /// semicolons.
  void execute(const std::string& sql);

 private:
  const Dialect dialect_;
  soci::session session_;
  std::unordered_map<std::string_view, std::unique_ptr<Statement>> statements_;
};

}  // namespace postbag::store
