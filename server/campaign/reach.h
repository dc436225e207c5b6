#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "data/data_set.h"
#include "server/campaign/store.h"

namespace postbag::campaign {

/// How many of a party's, nation's or region's MPs have been reached. Counts of MPs are exact: MPs
/// are not the public.
struct ReachGroup {
  std::string name;
  int mps_total = 0;
  int mps_reached = 0;
};

struct ReachConstituency {
  std::string code;
  /// Whether its present MP has been reached.
  bool reached = false;
  /// Nothing where the count is suppressed.
  std::optional<std::int64_t> letters;
};

/// What anyone may see of a campaign's reach.
struct PublicReach {
  /// Distinct people who are or were MPs, with at least one letter `sent`.
  int mps_reached = 0;
  int mps_total = 0;
  std::optional<std::int64_t> letters_sent;
  std::optional<std::int64_t> supporters;
  std::vector<ReachGroup> by_party;
  std::vector<ReachGroup> by_nation;
  std::vector<ReachGroup> by_region;
  /// All 650, in order of code.
  std::vector<ReachConstituency> constituencies;
  Instant as_of;
  std::string data_set;
};

/// Counts under this are not published.
inline constexpr std::int64_t kSmallestPublicCount = 10;

/// Joins the counters to the data set and suppresses what could single a supporter out: every count
/// of letters under kSmallestPublicCount, and as many further cells as it takes that no suppressed
/// one can be worked out from the total (the next smallest first; where that does not suffice, the
/// total itself).
[[nodiscard]] PublicReach publish(const Reach& reach, const data::DataSet& data_set, Instant as_of);

/// Distinct members in the counters.
[[nodiscard]] int mps_reached(const Reach& reach);

}  // namespace postbag::campaign
