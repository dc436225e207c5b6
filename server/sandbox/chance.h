#pragma once

#include <cstddef>
#include <random>

namespace postbag::sandbox {

/// What happens by chance in a made-up year: the same each time, so that two people who try things
/// out see the same.
class Chance {
 public:
  /// True so often in a hundred.
  [[nodiscard]] bool happens(int in_a_hundred) { return below(100) < in_a_hundred; }
  /// From 0 to `end` - 1; `end` must be positive.
  [[nodiscard]] int below(int end);
  template <class Things>
  [[nodiscard]] const auto& one_of(const Things& things) {
    return things[static_cast<std::size_t>(below(static_cast<int>(things.size())))];
  }

 private:
  std::mt19937_64 source_{2026};
};

}  // namespace postbag::sandbox
