#include "server/office/interval.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace postbag::office {

std::optional<Share> interval_of(std::int64_t hits, std::int64_t all) {
  if (hits < 0 || hits > all) throw std::invalid_argument("a share is of its own whole");
  if (all < kFewestForShare) return std::nullopt;
  constexpr double z = 1.959963984540054;  // leaves 2.5 % of a normal distribution above it
  const auto n = static_cast<double>(all);
  const double share = static_cast<double>(hits) / n;
  const double centre = share + z * z / (2 * n);
  const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const double whole = 1 + z * z / n;
  // All and none reach the end exactly; what is computed may miss it by the last bit.
  const double lowest = hits == 0 ? 0 : (centre - half) / whole;
  const double highest = hits == all ? 1 : (centre + half) / whole;
  return Share{static_cast<int>(std::floor(lowest * 100)),
               static_cast<int>(std::ceil(std::min(highest, 1.0) * 100))};
}

}  // namespace postbag::office
