#pragma once

#include <cstdint>
#include <string>

#include "server/store/database.h"

namespace postbag::bench {

/// Ledgers of any size, filled without waiting for years of use: each row, counter and trigger
/// stands as if every letter had been written, confirmed, delivered and purged in its turn.
///
/// Most letters were sent and purged long ago; some of these expired, were withdrawn, failed or
/// bounced. The last 3 % and 1,500 more still have their text: they await their confirmation, wait
/// in the queue, were sent of late, or are in trouble. Letter n has the public id public_id(n), and
/// its supporter the key supporter_key(n).
struct Ledger {
  std::int64_t letters = 0;
  /// Letters up to this one are purged.
  std::int64_t purged = 0;
  /// What one purged letter takes in the database, with its history and its part of the indexes.
  double bytes_each = 0;
};

/// Fills a database that has the present schema and nothing in it. Nobody else may use it
/// meanwhile.
[[nodiscard]] Ledger fill(const store::Place& place, std::int64_t letters, std::int64_t now);

[[nodiscard]] std::string public_id(std::int64_t letter);
[[nodiscard]] std::string supporter_key(std::int64_t letter);

/// What links to those that await their confirmation are checked against.
inline const std::string kConfirmationHash(64, 'c');

/// Among the letters that are not purged, one of six awaits its confirmation, from this one on.
[[nodiscard]] std::int64_t first_awaiting(const Ledger& ledger);

/// The campaign of nearly all letters, and one that has only the first twenty.
inline constexpr std::int64_t kCampaign = 1;
inline constexpr const char* kSmallCampaign = "small";

/// A connection behind the store's back.
[[nodiscard]] std::unique_ptr<store::Connection> connect(const store::Place& place);

}  // namespace postbag::bench
