#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "server/store/database.h"

namespace postbag::store {

/// A SQLite file in WAL mode with `synchronous=FULL`. One thread writes: it takes every waiting
/// transaction at once and ends them with one fsync. Readers have connections of their own and are
/// never blocked.
class SqliteDatabase final : public Database {
 public:
  /// Opens the file, making it and its folder when missing. Throws DatabaseError, and
  /// std::filesystem::filesystem_error when the folder cannot be made.
  explicit SqliteDatabase(std::filesystem::path file);
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;
  ~SqliteDatabase() override;

  using Database::start_write;
  void start_write(Work work, Ended ended, Haste haste) override;
  void write(const Work& work) override;
  void read(const Work& work) override;
  void checkpoint() override;
  [[nodiscard]] bool has_room() const override;

 private:
  [[nodiscard]] Result<void> prepare(bool may_migrate, std::string_view name) override;

  struct Task {
    Work work;
    Ended ended;
  };

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
