#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "base/result.h"
#include "server/store/connection.h"

namespace postbag::store {

/// A SQLite file in WAL mode with `synchronous=FULL`. One thread writes: it takes every waiting
/// transaction at once and ends them with one fsync. Readers have connections of their own and are
/// never blocked. Thread-safe.
class Database {
 public:
  /// Opens the file, making it and its folder when missing, and brings its schema to the present
  /// one if it `may_migrate`. Errors: `unusable_database` (cannot be opened or written, or is not a
  /// database), `newer_schema` (made by a newer Postbag), `older_schema` (must be migrated first).
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file,
                                                              bool may_migrate = true);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  /// Ends what is in hand first.
  ~Database();

  using Work = std::function<void(Connection&)>;
  /// Told that a transaction has ended: null, or what write() would throw. Called by the writing
  /// thread, so it must be quick and must not throw.
  using Ended = std::function<void(const std::exception_ptr& problem)>;

  /// Runs `work` in a transaction and returns when it is durable. What `work` throws undoes it
  /// alone and is passed on. It may be run again after having been undone, so it must set what it
  /// answers and not add to it. Throws DatabaseError when the transaction cannot be made durable:
  /// then nothing of it is kept.
  void write(const Work& work);

  /// Whether a transaction that nobody waits for yet may be held back, for a millisecond or two at
  /// most, to share the fsync of the next.
  enum class Haste { now, with_the_next };

  /// The same without waiting: `work` is in line when this returns, after all that was in line
  /// before. `ended` is called once.
  void start_write(Work work, Ended ended, Haste haste = Haste::now);
  /// The same; the future is ready, or holds what write() would throw, when the transaction has
  /// ended.
  [[nodiscard]] std::future<void> start_write(Work work, Haste haste = Haste::now);

  /// Moves what the write-ahead log holds into the file and empties it, so that overwritten text
  /// does not linger there.
  void checkpoint();

  /// Whether the disk has room for new letters: enough left over that what was already taken can
  /// still be recorded and the log be taken into the file. Throws std::filesystem::filesystem_error
  /// when the folder is gone.
  [[nodiscard]] bool has_room() const;

  /// Runs `work` on a reader's connection. Statements see what was durable when each began.
  void read(const Work& work);

 private:
  struct Task {
    Work work;
    Ended ended;
  };

  explicit Database(std::filesystem::path file);
  void write_until_stopped();
  void write_group(std::span<Task> group);
  [[nodiscard]] std::exception_ptr try_group(std::span<const Task> group, bool& task_failed);
  [[nodiscard]] bool empty_log();

  const std::filesystem::path file_;
  Connection writer_;

  // Guarded by readers_mutex_.
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;

  // Guarded by tasks_mutex_.
  std::mutex tasks_mutex_;
  std::condition_variable task_waits_;
  std::vector<Task> tasks_;
  bool in_haste_ = false;  ///< one of them is not to be held back
  bool stopping_ = false;

  std::jthread thread_;
};

}  // namespace postbag::store
