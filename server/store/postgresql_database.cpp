#include "server/store/postgresql_database.h"

#include <chrono>
#include <utility>

#include "server/store/migrations.h"

namespace postbag::store {
namespace {

using std::chrono::steady_clock;
using Kind = DatabaseError::Kind;

/// As long as SQLite waits for another program's lock.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kPause{100};

/// More would be no coincidence.
constexpr int kMostConflicts = 5;

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(PostgresqlPlace place) : place_(std::move(place)) {
  give(take());
  for (int i = 0; i < place_.connections; ++i)
    writers_.emplace_back([this] { write_until_stopped(); });
}

PostgresqlDatabase::~PostgresqlDatabase() {
  {
    const std::lock_guard lock{tasks_mutex_};
    stopping_ = true;
  }
  task_waits_.notify_all();
  writers_.clear();  // joins them, while what they use still stands
}

Result<void> PostgresqlDatabase::prepare(bool may_migrate, std::string_view name) {
  Connection connection{place_.url};
  return may_migrate ? migrate(connection, name) : check_schema(connection, name);
}

/// A connection that nobody else uses; waits for one when all are in use.
PostgresqlDatabase::Pooled PostgresqlDatabase::take() {
  std::unique_lock lock{pool_mutex_};
  given_back_.wait(lock, [&] { return !idle_.empty() || open_ < place_.connections; });
  if (!idle_.empty()) {
    Pooled connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  ++open_;
  lock.unlock();
  try {
    return std::make_unique<Connection>(place_.url);
  } catch (...) {
    give(nullptr);
    throw;
  }
}

/// Null for one that is of no use any more.
void PostgresqlDatabase::give(Pooled connection) {
  {
    const std::lock_guard lock{pool_mutex_};
    if (connection) {
      idle_.push_back(std::move(connection));
    } else {
      --open_;
    }
  }
  given_back_.notify_one();
}

/// Where one connection was lost the others most likely are too.
void PostgresqlDatabase::forget_idle() {
  std::vector<Pooled> lost;
  {
    const std::lock_guard lock{pool_mutex_};
    lost.swap(idle_);
    open_ -= static_cast<int>(lost.size());
  }
  given_back_.notify_all();
}

/// `attempt(connection, final)` until it succeeds, fails for a reason of its own, or has failed for
/// too long. When the connection is lost after it has set `final`, not again.
template <class Attempt>
void PostgresqlDatabase::insist(const Attempt& attempt) {
  const auto enough = steady_clock::now() + kPatience;
  for (int conflicts = 0;;) {
    Pooled connection;
    bool final = false;
    try {
      connection = take();
      attempt(*connection, final);
      give(std::move(connection));
      return;
    } catch (const DatabaseError& problem) {
      const bool lost = problem.kind() == Kind::disconnected;
      if (lost) forget_idle();
      if (connection) give(lost ? nullptr : std::move(connection));
      const bool over =
          lost ? final || steady_clock::now() > enough : ++conflicts == kMostConflicts;
      if (problem.kind() == Kind::failed || over) throw;
      if (lost) std::this_thread::sleep_for(kPause);
    } catch (...) {
      if (connection) give(std::move(connection));
      throw;
    }
  }
}

/// `committing` is set when nobody can tell any more whether a lost connection undid it.
void PostgresqlDatabase::transact(Connection& connection, const Work& work, bool& committing) {
  try {
    connection.query("BEGIN").run();
    work(connection);
  } catch (...) {
    count_undone();
    try {
      connection.query("ROLLBACK").run();
    } catch (const DatabaseError&) {
      // The connection is lost, and the transaction with it.
    }
    throw;
  }
  committing = true;
  count(1, [&] { connection.query("COMMIT").run(); });
}

void PostgresqlDatabase::write(const Work& work) {
  insist([&](Connection& connection, bool& committing) { transact(connection, work, committing); });
}

void PostgresqlDatabase::read(const Work& work) {
  insist([&](Connection& connection, bool&) { work(connection); });
}

void PostgresqlDatabase::start_write(Work work, Ended ended, Haste) {
  {
    const std::lock_guard lock{tasks_mutex_};
    tasks_.push_back({std::move(work), std::move(ended)});
  }
  task_waits_.notify_one();
}

void PostgresqlDatabase::write_until_stopped() {
  std::unique_lock lock{tasks_mutex_};
  for (;;) {
    task_waits_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    std::exception_ptr problem;
    try {
      write(task.work);
    } catch (...) {
      problem = std::current_exception();
    }
    task.ended(problem);
    lock.lock();
  }
}

}  // namespace postbag::store
