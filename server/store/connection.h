#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include <soci/soci.h>

namespace postbag::store {

/// The database refused or failed. The message never holds a bound value.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One use of a prepared statement: bind values in the order of the statement's parameters, name
/// where the columns go, then step through the rows. Values are copied; targets must outlive the
/// query. An absent text or number is NULL; a NULL column leaves an empty text or 0.
class Query {
 public:
  explicit Query(soci::statement& statement) : statement_(statement) {}
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

  /// Runs it; true when there is a (next) row, whose columns are then in their targets.
  [[nodiscard]] bool next();
  /// Runs it to its end; the rows it changed.
  std::int64_t run();

 private:
  struct Column {
    soci::indicator indicator = soci::i_ok;
    long long number = 0;
    std::int64_t* number_target = nullptr;
    std::string* text_target = nullptr;
  };
  void hand_over();

  soci::statement& statement_;
  std::deque<long long> numbers_;
  std::deque<std::string> texts_;
  std::deque<soci::indicator> indicators_;
  std::deque<Column> columns_;
  bool started_ = false;
};

/// One connection to a SQLite file, with its statements prepared once each. Used by one thread at a
/// time. All functions throw DatabaseError.
class Connection {
 public:
  explicit Connection(const std::filesystem::path& file);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// `sql` must be a literal, or text that outlives the connection.
  [[nodiscard]] Query query(std::string_view sql);
  /// For statements used once: schema, pragmas, transactions. May hold several, separated by
  /// semicolons.
  void execute(const std::string& sql);

 private:
  soci::session session_;
  std::unordered_map<std::string_view, std::unique_ptr<soci::statement>> statements_;
};

}  // namespace postbag::store
