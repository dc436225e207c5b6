#pragma once

#include <exception>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <variant>

#include "base/result.h"
#include "server/store/connection.h"
#include "server/store/measures.h"

namespace postbag::store {

/// A PostgreSQL server's database, and how many connections a process has to it at most.
struct PostgresqlPlace {
  PostgresqlUrl url;
  int connections = 16;
};

/// Where a database is: a SQLite file, or a database of a PostgreSQL server.
using Place = std::variant<std::filesystem::path, PostgresqlPlace>;

/// The place without its password, for messages.
[[nodiscard]] std::string name_of(const Place& place);

/// Transactions on the ledger, wherever it is kept. Thread-safe.
class Database {
 public:
  /// Connects, and brings the schema to the present one if it `may_migrate`. Errors:
  /// `unusable_database` (cannot be reached, opened or written, or is not a database),
  /// `newer_schema` (made by a newer Postbag), `older_schema` (must be migrated first).
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const Place& place,
                                                              bool may_migrate = true);
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  /// Ends what is in hand first.
  virtual ~Database() = default;

  using Work = std::function<void(Connection&)>;
  /// Told that a transaction has ended: null, or what write() would throw. Called by a writing
  /// thread, so it must be quick and must not throw.
  using Ended = std::function<void(const std::exception_ptr& problem)>;

  /// Runs `work` in a transaction and returns when it is durable. What `work` throws undoes it
  /// alone and is passed on. It may be run again after having been undone, so it must set what it
  /// answers and not add to it. Throws DatabaseError when the transaction cannot be made durable:
  /// then nothing of it is kept, unless the connection to a server broke while it was being
  /// committed.
  virtual void write(const Work& work) = 0;

  /// How soon a transaction is wanted. On PostgreSQL those wanted `now` may be made one, so they
  /// must not write rows that others write too: two could wait for each other.
  enum class Haste {
    now,
    /// Nobody waits for it yet: it may be held back, for a millisecond or two at most, to share the
    /// fsync of the next.
    with_the_next
  };

  /// The same without waiting: `work` is in line when this returns. `ended` is called once.
  virtual void start_write(Work work, Ended ended, Haste haste) = 0;
  /// The same; the future is ready, or holds what write() would throw, when the transaction has
  /// ended.
  [[nodiscard]] std::future<void> start_write(Work work, Haste haste = Haste::now);

  /// Runs `work` outside a transaction: statements see what was durable when each began. It may be
  /// run again, as for write().
  virtual void read(const Work& work) = 0;

  /// Moves what a write-ahead log beside the database holds into it and empties the log, so that
  /// overwritten text does not linger there.
  virtual void checkpoint() = 0;

  /// Whether the disk has room for new letters: enough left over that what was already taken can
  /// still be recorded. Throws std::filesystem::filesystem_error when the folder is gone.
  [[nodiscard]] virtual bool has_room() const = 0;

  [[nodiscard]] const Measures& measures() const { return measures_; }

 protected:
  /// Runs `commit`, which ends so many transactions, and counts it.
  template <class Commit>
  void count(std::size_t transactions, const Commit& commit) {
    const auto start = std::chrono::steady_clock::now();
    commit();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    measures_.commit_seconds.add(taken.count());
    measures_.group.add(static_cast<double>(transactions));
  }
  void count_undone() { measures_.undone.add(); }

 private:
  [[nodiscard]] virtual Result<void> prepare(bool may_migrate, std::string_view name) = 0;

  Measures measures_;
};

}  // namespace postbag::store
