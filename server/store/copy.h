#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/store/database.h"

namespace postbag::store {

/// A table as it was read: its rows in the order of their key, as SHA-256 of what they hold.
struct TableDigest {
  std::string table;
  std::size_t columns = 0;
  std::int64_t rows = 0;
  std::string digest;
  bool operator==(const TableDigest&) const = default;
};

/// Copies a whole ledger into an empty one, of whichever kind, and reads it back. Nobody can write
/// to `from` meanwhile; afterwards it is sealed: services that still use it can take, confirm and
/// send nothing more, so that no letter is left behind or sent from both. The copy is one
/// transaction: on any failure `to` stays empty and `from` as it was. Errors: `not_empty` (`to`
/// already has campaigns or accounts), `moved_before` (`from` is sealed). Throws DatabaseError,
/// also when what was copied reads otherwise than what was to be copied.
[[nodiscard]] Result<std::vector<TableDigest>> copy_ledger(Database& from, Database& to);

}  // namespace postbag::store
