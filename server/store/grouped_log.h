#pragma once

namespace postbag::store {

/// The name of a SQLite file layer (VFS) that hands a transaction's frames of the write-ahead log
/// to the system in one write instead of two for each page. SQLite's own layer does everything
/// else, and every other file. Registered on the first call; any thread.
///
/// Only for a connection with `synchronous=FULL`: there SQLite syncs the log at the end of each
/// transaction and shows its frames to other connections only after that (sqlite.org/wal.html), so
/// what waits here is written before anybody can look for it. A write that fails is reported by the
/// sync, read or truncation that made it necessary, and SQLite undoes the transaction.
[[nodiscard]] const char* grouped_log_vfs();

}  // namespace postbag::store
