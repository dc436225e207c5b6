#include "tests/support/world.h"

namespace postbag::testing {

void RepeatableRng::fill(std::span<std::byte> bytes) {
  for (std::byte& byte : bytes) {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15ULL;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    byte = static_cast<std::byte>((mixed ^ (mixed >> 31U)) & 0xFFU);
  }
}

}  // namespace postbag::testing
