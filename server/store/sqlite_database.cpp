#include "server/store/sqlite_database.h"

#include <sqlite3.h>

#include "server/store/grouped_log.h"
#include "server/store/migrations.h"

namespace postbag::store {
namespace {

constexpr std::chrono::milliseconds kHoldBack{2};

/// Enough for the pages that one group of letters changes; taken as it is needed.
constexpr int kCacheKibibytes = 16 * 1024;

/// Pages of the write-ahead log after which it is copied into the file: 16 MB. Pages that change
/// with every letter are copied once for many letters.
constexpr int kCheckpointPages = 4'000;
constexpr std::uintmax_t kLogSize = std::uintmax_t{kCheckpointPages} * 4096;

/// While the log grows to its full size, and then the file by as much.
constexpr std::uintmax_t kReserve = 2 * kLogSize;

void prepare_connection(Connection& connection) {
  connection.execute("PRAGMA foreign_keys = ON");
}

std::filesystem::path with_its_folder(std::filesystem::path file) {
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
  return file;
}

/// A connection is used by one thread at a time, so SQLite's own locks and counts would only cost
/// time. Where SQLite is in use already it refuses, and keeps them.
Connection open_writer(const std::filesystem::path& file) {
  static const bool without_locks = sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK &&
                                    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  static_cast<void>(without_locks);
  return Connection{file, grouped_log_vfs()};
}

}  // namespace

SqliteDatabase::SqliteDatabase(std::filesystem::path file)
    : file_(with_its_folder(std::move(file))), writer_(open_writer(file_)) {
  writer_.execute("PRAGMA synchronous = FULL");  // before the log: its file layer relies on it
  writer_.execute("PRAGMA journal_mode = WAL");
  writer_.execute("PRAGMA wal_autocheckpoint = " + std::to_string(kCheckpointPages));
  writer_.execute("PRAGMA cache_size = -" + std::to_string(kCacheKibibytes));
  writer_.execute("PRAGMA secure_delete = ON");  // what is purged is overwritten, not only unlinked
  prepare_connection(writer_);
  thread_ = std::jthread{[this] { write_until_stopped(); }};
}

SqliteDatabase::~SqliteDatabase() {
  const std::lock_guard lock{tasks_mutex_};
  stopping_ = true;
  task_waits_.notify_all();
}

Result<void> SqliteDatabase::prepare(bool may_migrate, std::string_view name) {
  return may_migrate ? migrate(writer_, name) : check_schema(writer_, name);
}

void SqliteDatabase::write(const Work& work) {
  start_write(std::cref(work)).get();
}

void SqliteDatabase::start_write(Work work, Ended ended, Haste haste) {
  bool news = false;
  {
    const std::lock_guard lock{tasks_mutex_};
    tasks_.push_back({std::move(work), std::move(ended)});
    const bool hurries = haste == Haste::now && !std::exchange(in_haste_, true);
    news = hurries || tasks_.size() == 1;
  }
  if (news) task_waits_.notify_one();
}

void SqliteDatabase::write_until_stopped() {
  std::unique_lock lock{tasks_mutex_};
  for (;;) {
    task_waits_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    if (!in_haste_) task_waits_.wait_for(lock, kHoldBack, [&] { return stopping_ || in_haste_; });
    in_haste_ = false;
    std::vector<Task> group = std::exchange(tasks_, {});
    lock.unlock();
    write_group(group);
    group.clear();  // what the tasks held may be much, or start another: not under the lock
    lock.lock();
  }
}

/// When one task fails the group is undone, and each is tried by itself: failures are rare, and
/// what guards against them should cost the others nothing. A database that cannot begin or commit
/// (it is locked, the disk is full) fails them all at once, or each would wait for it in turn.
void SqliteDatabase::write_group(std::span<Task> group) {
  bool task_failed = false;
  std::exception_ptr problem = try_group(group, task_failed);
  if (problem && !task_failed && empty_log()) problem = try_group(group, task_failed);
  if (task_failed && group.size() > 1) {
    for (Task& task : group)
      write_group({&task, 1});
    return;
  }
  for (const Task& task : group)
    task.ended(problem);
}

/// Takes what the log holds into the file, so that the log's room on a full disk can be used again.
/// False when that cannot be done now.
bool SqliteDatabase::empty_log() {
  try {
    std::int64_t busy = 0;
    std::int64_t pages = 0;
    std::int64_t pages_taken = 0;
    Query query = writer_.query("PRAGMA wal_checkpoint(PASSIVE)");
    query.into(busy).into(pages).into(pages_taken);
    return query.next() && busy == 0 && pages_taken == pages;
  } catch (const DatabaseError&) {
    return false;
  }
}

/// One transaction; what went wrong, and then nothing of it is kept.
std::exception_ptr SqliteDatabase::try_group(std::span<const Task> group, bool& task_failed) {
  try {
    writer_.query("BEGIN IMMEDIATE").run();
    task_failed = true;
    for (const Task& task : group)
      task.work(writer_);
    task_failed = false;
    count(group.size(), [this] { writer_.query("COMMIT").run(); });
    return nullptr;
  } catch (...) {
    count_undone();
    std::exception_ptr problem = std::current_exception();
    try {
      writer_.query("ROLLBACK").run();
    } catch (const DatabaseError&) {
      // SQLite has already undone the transaction by itself (a full disk, for one).
    }
    return problem;
  }
}

void SqliteDatabase::read(const Work& work) {
  std::unique_ptr<Connection> connection;
  {
    const std::lock_guard lock{readers_mutex_};
    if (!readers_.empty()) {
      connection = std::move(readers_.back());
      readers_.pop_back();
    }
  }
  if (!connection) {
    connection = std::make_unique<Connection>(file_);
    prepare_connection(*connection);
  }
  work(*connection);
  const std::lock_guard lock{readers_mutex_};
  readers_.push_back(std::move(connection));
}

bool SqliteDatabase::has_room() const {
  const std::filesystem::path folder = file_.parent_path();
  return std::filesystem::space(folder.empty() ? "." : folder).available >= kReserve;
}

void SqliteDatabase::checkpoint() {
  read([](Connection& connection) { connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"); });
}

}  // namespace postbag::store
