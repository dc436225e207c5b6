#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "server/store/database.h"

namespace postbag::store {

/// A database of a PostgreSQL server, which other processes on other machines may use too. Each
/// transaction has a connection of its own from a pool and runs beside the others; the server
/// makes those durable together that end together.
///
/// Work that a conflict or a lost connection undid is done again: for ten seconds, so that a
/// restart of the server or its failover to another is only a wait.
class PostgresqlDatabase final : public Database {
 public:
  /// Connects once, to see that it can. Throws DatabaseError.
  explicit PostgresqlDatabase(PostgresqlPlace place);
  PostgresqlDatabase(const PostgresqlDatabase&) = delete;
  PostgresqlDatabase& operator=(const PostgresqlDatabase&) = delete;
  ~PostgresqlDatabase() override;

  using Database::start_write;
  void start_write(Work work, Ended ended, Haste haste) override;
  void write(const Work& work) override;
  void read(const Work& work) override;
  /// The server's own business.
  void checkpoint() override {}
  /// The server's own business: a full disk there is a DatabaseError.
  [[nodiscard]] bool has_room() const override { return true; }

 private:
  struct Task {
    Work work;
    Ended ended;
    Haste haste;
  };
  using Pooled = std::unique_ptr<Connection>;

  [[nodiscard]] Result<void> prepare(bool may_migrate, std::string_view name) override;
  [[nodiscard]] Pooled take();
  void give(Pooled connection);
  [[nodiscard]] std::chrono::steady_clock::time_point away_since();
  void forget_idle();
  template <class Attempt>
  void insist(const Attempt& attempt);
  void transact(Connection& connection, const Work& work, std::size_t tasks, bool& committing);
  void write(const Work& work, std::size_t tasks);
  void write_until_stopped();
  [[nodiscard]] std::vector<Task> take_group();
  void write_group(std::span<const Task> group);

  const PostgresqlPlace place_;

  // Guarded by pool_mutex_.
  std::mutex pool_mutex_;
  std::condition_variable given_back_;
  std::vector<Pooled> idle_;
  int open_ = 0;
  int connecting_ = 0;
  /// Since when no connection could be had or kept.
  std::optional<std::chrono::steady_clock::time_point> away_since_;

  // Guarded by tasks_mutex_.
  std::mutex tasks_mutex_;
  std::condition_variable task_waits_;
  std::deque<Task> tasks_;
  bool stopping_ = false;

  std::vector<std::jthread> writers_;
};

}  // namespace postbag::store
