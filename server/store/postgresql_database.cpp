#include "server/store/postgresql_database.h"

#include <algorithm>
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

/// Few, so that under load each finds several tasks waiting and makes them durable at once.
constexpr int kWriters = 4;
constexpr std::size_t kLargestGroup = 32;

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(PostgresqlPlace place) : place_(std::move(place)) {
  give(take());
  for (int i = 0; i < std::min(kWriters, place_.connections); ++i)
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
  std::string encoding;
  Query query = connection.query("SELECT current_setting('server_encoding')");
  if (query.into(encoding).next() && encoding != "UTF8")
    return fail("unusable_database",
                "The database " + std::string{name} + " keeps text as " + encoding +
                    ", which cannot hold every name. Make it with ENCODING 'UTF8'.",
                "store.url");
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
  // Once it has been away for long one at a time finds out whether it is back; the others need not
  // wait for that.
  if (away_since_ && steady_clock::now() > *away_since_ + kPatience && connecting_ > 0)
    throw DatabaseError("the database is away", Kind::disconnected);
  ++open_;
  ++connecting_;
  lock.unlock();
  Pooled made;
  std::exception_ptr problem;
  try {
    made = std::make_unique<Connection>(place_.url);
  } catch (...) {
    problem = std::current_exception();
  }
  lock.lock();
  --connecting_;
  lock.unlock();
  if (!problem) return made;
  give(nullptr);
  std::rethrow_exception(problem);
}

/// Null for one that is of no use any more.
void PostgresqlDatabase::give(Pooled connection) {
  {
    const std::lock_guard lock{pool_mutex_};
    if (connection) {
      away_since_.reset();
      idle_.push_back(std::move(connection));
    } else {
      --open_;
    }
  }
  given_back_.notify_one();
}

steady_clock::time_point PostgresqlDatabase::away_since() {
  const std::lock_guard lock{pool_mutex_};
  if (!away_since_) away_since_ = steady_clock::now();
  return *away_since_;
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
/// too long; where the database has been away for that long already, at once. When the connection
/// is lost after it has set `final`, not again.
template <class Attempt>
void PostgresqlDatabase::insist(const Attempt& attempt) {
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
      const bool over = lost ? final || steady_clock::now() > away_since() + kPatience
                             : ++conflicts == kMostConflicts;
      if (over || problem.kind() == Kind::failed || problem.kind() == Kind::timeout) throw;
      if (lost) std::this_thread::sleep_for(kPause);
    } catch (...) {
      if (connection) give(std::move(connection));
      throw;
    }
  }
}

/// `committing` is set when nobody can tell any more whether a lost connection undid it.
void PostgresqlDatabase::transact(Connection& connection, const Work& work, std::size_t tasks,
                                  bool& committing) {
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
  count(tasks, [&] { connection.query("COMMIT").run(); });
}

void PostgresqlDatabase::write(const Work& work, std::size_t tasks) {
  insist([&](Connection& connection, bool& committing) {
    transact(connection, work, tasks, committing);
  });
}

void PostgresqlDatabase::write(const Work& work) {
  write(work, 1);
}

void PostgresqlDatabase::read(const Work& work) {
  insist([&](Connection& connection, bool&) { work(connection); });
}

void PostgresqlDatabase::start_write(Work work, Ended ended, Haste haste) {
  {
    const std::lock_guard lock{tasks_mutex_};
    tasks_.push_back({std::move(work), std::move(ended), haste});
  }
  task_waits_.notify_one();
}

/// What waits longest, and what may share its transaction.
std::vector<PostgresqlDatabase::Task> PostgresqlDatabase::take_group() {
  std::vector<Task> group;
  do {
    group.push_back(std::move(tasks_.front()));
    tasks_.pop_front();
  } while (!tasks_.empty() && group.size() < kLargestGroup && group.back().haste == Haste::now &&
           tasks_.front().haste == Haste::now);
  return group;
}

/// When one task fails the group is undone, and each is tried by itself. Where the server itself
/// fails they all do at once, or each would wait for it in turn.
void PostgresqlDatabase::write_group(std::span<const Task> group) {
  std::exception_ptr problem;
  bool one_alone_may_do = group.size() > 1;
  try {
    write(
        [&](Connection& connection) {
          for (const Task& task : group)
            task.work(connection);
        },
        group.size());
    one_alone_may_do = false;
  } catch (const DatabaseError& error) {
    problem = std::current_exception();
    if (error.kind() == Kind::disconnected || error.kind() == Kind::timeout)
      one_alone_may_do = false;
  } catch (...) {
    problem = std::current_exception();
  }
  if (one_alone_may_do) {
    for (const Task& task : group)
      write_group({&task, 1});
    return;
  }
  for (const Task& task : group)
    task.ended(problem);
}

void PostgresqlDatabase::write_until_stopped() {
  std::unique_lock lock{tasks_mutex_};
  for (;;) {
    task_waits_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    std::vector<Task> group = take_group();
    lock.unlock();
    write_group(group);
    group.clear();  // what the tasks held may be much, or start another: not under the lock
    lock.lock();
  }
}

}  // namespace postbag::store
