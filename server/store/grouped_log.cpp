#include "server/store/grouped_log.h"

#include <memory>
#include <new>
#include <vector>

#include <sqlite3.h>

namespace postbag::store {
namespace {

/// A transaction larger than this is written in pieces: SQLite's own layer takes fewer than 128 KiB
/// at a time.
constexpr std::size_t kMostWaiting = 31UL * 4096;

/// SQLite sees the first member; the file of its own layer lies right behind this struct.
struct LogFile {
  sqlite3_file seen_by_sqlite;
  std::vector<char> waiting;
  sqlite3_int64 waiting_at = 0;

  [[nodiscard]] sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  int flush() {
    if (waiting.empty()) return SQLITE_OK;
    const int result = file()->pMethods->xWrite(file(), waiting.data(),
                                                static_cast<int>(waiting.size()), waiting_at);
    waiting.clear();
    return result;
  }

  int write(const char* bytes, int count, sqlite3_int64 offset) {
    const auto size = static_cast<std::size_t>(count);
    const bool follows = offset == waiting_at + static_cast<sqlite3_int64>(waiting.size());
    if (!follows || waiting.size() + size > kMostWaiting)
      if (const int result = flush(); result != SQLITE_OK) return result;
    try {
      if (waiting.empty()) waiting_at = offset;
      waiting.insert(waiting.end(), bytes, bytes + size);
      return SQLITE_OK;
    } catch (const std::bad_alloc&) {
      return SQLITE_IOERR_NOMEM;
    }
  }
};

LogFile& log_of(sqlite3_file* file) {
  return *reinterpret_cast<LogFile*>(file);
}

/// What waits, then what SQLite asks of its own layer.
template <class... Arguments>
int flush_then(sqlite3_file* file, int (*sqlite3_io_methods::*asked)(sqlite3_file*, Arguments...),
               std::type_identity_t<Arguments>... arguments) {
  LogFile& log = log_of(file);
  if (const int result = log.flush(); result != SQLITE_OK) return result;
  return (log.file()->pMethods->*asked)(log.file(), arguments...);
}

int close_log(sqlite3_file* file) {
  LogFile& log = log_of(file);
  const int flushed = log.flush();
  const int closed = log.file()->pMethods->xClose(log.file());
  std::destroy_at(&log);
  return flushed == SQLITE_OK ? closed : flushed;
}

/// Version 1: SQLite asks locks and shared memory of the database file, not of its log.
constexpr sqlite3_io_methods kLogMethods{
    .iVersion = 1,
    .xClose = close_log,
    .xRead =
        [](sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
          return flush_then(file, &sqlite3_io_methods::xRead, bytes, count, offset);
        },
    .xWrite =
        [](sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
          return log_of(file).write(static_cast<const char*>(bytes), count, offset);
        },
    .xTruncate =
        [](sqlite3_file* file, sqlite3_int64 size) {
          return flush_then(file, &sqlite3_io_methods::xTruncate, size);
        },
    .xSync = [](sqlite3_file* file,
                int flags) { return flush_then(file, &sqlite3_io_methods::xSync, flags); },
    .xFileSize =
        [](sqlite3_file* file, sqlite3_int64* size) {
          return flush_then(file, &sqlite3_io_methods::xFileSize, size);
        },
    .xLock = [](sqlite3_file* file,
                int level) { return flush_then(file, &sqlite3_io_methods::xLock, level); },
    .xUnlock = [](sqlite3_file* file,
                  int level) { return flush_then(file, &sqlite3_io_methods::xUnlock, level); },
    .xCheckReservedLock =
        [](sqlite3_file* file, int* reserved) {
          return flush_then(file, &sqlite3_io_methods::xCheckReservedLock, reserved);
        },
    .xFileControl =
        [](sqlite3_file* file, int operation, void* argument) {
          return flush_then(file, &sqlite3_io_methods::xFileControl, operation, argument);
        },
    .xSectorSize =
        [](sqlite3_file* file) {
          sqlite3_file* const real = log_of(file).file();
          return real->pMethods->xSectorSize(real);
        },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) {
          sqlite3_file* const real = log_of(file).file();
          return real->pMethods->xDeviceCharacteristics(real);
        },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* sqlites_own(sqlite3_vfs* ours) {
  return static_cast<sqlite3_vfs*>(ours->pAppData);
}

int open_file(sqlite3_vfs* ours, sqlite3_filename name, sqlite3_file* file, int flags,
              int* flags_out) {
  sqlite3_vfs* const own = sqlites_own(ours);
  if ((flags & SQLITE_OPEN_WAL) == 0) return own->xOpen(own, name, file, flags, flags_out);
  LogFile* const log = std::construct_at(reinterpret_cast<LogFile*>(file));
  log->seen_by_sqlite.pMethods = &kLogMethods;
  const int result = own->xOpen(own, name, log->file(), flags, flags_out);
  if (result != SQLITE_OK) {
    std::destroy_at(log);
    file->pMethods = nullptr;
  }
  return result;
}

sqlite3_vfs make_vfs(sqlite3_vfs* own) {
  sqlite3_vfs made = *own;
  made.iVersion = 2;  // without the system calls that tests of SQLite itself replace
  made.pNext = nullptr;
  made.zName = "postbag-grouped-log";
  made.pAppData = own;
  made.szOsFile = static_cast<int>(sizeof(LogFile)) + own->szOsFile;
  made.xOpen = open_file;
  made.xDelete = [](sqlite3_vfs* ours, const char* name, int sync) {
    return sqlites_own(ours)->xDelete(sqlites_own(ours), name, sync);
  };
  made.xAccess = [](sqlite3_vfs* ours, const char* name, int flags, int* answer) {
    return sqlites_own(ours)->xAccess(sqlites_own(ours), name, flags, answer);
  };
  made.xFullPathname = [](sqlite3_vfs* ours, const char* name, int size, char* full) {
    return sqlites_own(ours)->xFullPathname(sqlites_own(ours), name, size, full);
  };
  made.xRandomness = [](sqlite3_vfs* ours, int count, char* bytes) {
    return sqlites_own(ours)->xRandomness(sqlites_own(ours), count, bytes);
  };
  made.xSleep = [](sqlite3_vfs* ours, int microseconds) {
    return sqlites_own(ours)->xSleep(sqlites_own(ours), microseconds);
  };
  made.xCurrentTime = [](sqlite3_vfs* ours, double* now) {
    return sqlites_own(ours)->xCurrentTime(sqlites_own(ours), now);
  };
  made.xCurrentTimeInt64 = [](sqlite3_vfs* ours, sqlite3_int64* now) {
    return sqlites_own(ours)->xCurrentTimeInt64(sqlites_own(ours), now);
  };
  made.xGetLastError = [](sqlite3_vfs* ours, int size, char* text) {
    return sqlites_own(ours)->xGetLastError(sqlites_own(ours), size, text);
  };
  // No extension is ever loaded.
  made.xDlOpen = nullptr;
  made.xDlError = nullptr;
  made.xDlSym = nullptr;
  made.xDlClose = nullptr;
  return made;
}

}  // namespace

const char* grouped_log_vfs() {
  // For as long as the program: SQLite keeps its address.
  static sqlite3_vfs vfs = make_vfs(sqlite3_vfs_find(nullptr));
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  return registered == SQLITE_OK ? vfs.zName : "";
}

}  // namespace postbag::store
