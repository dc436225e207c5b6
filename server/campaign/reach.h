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

/// Counts of letters and supporters are published rounded down to multiples of this; under it, not
/// at all.
inline constexpr std::int64_t kSmallestPublicCount = 10;

/// Counts of letters and supporters as anyone may see them.
struct PublicCounts {
  /// Of each seat, in the order given. Nothing where the count is suppressed.
  std::vector<std::optional<std::int64_t>> letters;
  std::optional<std::int64_t> letters_sent;
  std::optional<std::int64_t> supporters;
};

/// Leaves out of the seats' counts of letters what could single a supporter out. Counts are
/// rounded down to tens: so none under ten stands there, and no difference of two figures tells a
/// small one. The total is left out where the counts of the seats would tell that all unpublished
/// ones are 1, or all 9, also to someone who saw every figure change. The number of MPs reached is
/// exact, and which they are: so a seat that appears had its first letter. Nothing else of a count
/// under ten can be worked out (tests/campaign/suppression_test.cpp).
[[nodiscard]] PublicCounts public_counts(const std::vector<std::int64_t>& letters,
                                         std::int64_t supporters);

/// Joins the counters to the data set; all counts are those of public_counts().
[[nodiscard]] PublicReach publish(const Reach& reach, const data::DataSet& data_set, Instant as_of);

/// Distinct members in the counters.
[[nodiscard]] int mps_reached(const Reach& reach);

}  // namespace postbag::campaign
