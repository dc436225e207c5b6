#include "base/rng.h"

#include <stdexcept>

#include <openssl/rand.h>

namespace postbag {

void SystemRng::fill(std::span<std::byte> bytes) {
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) !=
      1)
    throw std::runtime_error("the system's random generator failed");
}

}  // namespace postbag
