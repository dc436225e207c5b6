#pragma once

#include <cstdint>
#include <optional>

namespace postbag::office {

/// A share of a hundred with its interval, in whole numbers.
struct Share {
  int lowest = 0;
  int highest = 0;

  bool operator==(const Share&) const = default;
};

/// Fewer answers than this say nothing about anybody: no share is given.
inline constexpr std::int64_t kFewestForShare = 5;

/// Wilson's score interval (E. B. Wilson 1927, Journal of the American Statistical Association 22,
/// 209) at 95 % of a share `hits` of `all`, rounded outwards to whole hundredths; nothing for fewer
/// than kFewestForShare. Throws std::invalid_argument when `hits` is not among `all`.
[[nodiscard]] std::optional<Share> interval_of(std::int64_t hits, std::int64_t all);

}  // namespace postbag::office
