#include "base/rng.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace postbag {
namespace {

void draw(std::span<std::byte> bytes) {
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) !=
      1)
    throw std::runtime_error("the system's random generator failed");
}

/// Random bytes drawn ahead: RAND_bytes takes a microsecond for 16 bytes and hardly longer for 512.
/// What was handed out is wiped. A process that forks must not go on with both copies; this one
/// never forks.
class Supply {
 public:
  Supply() = default;
  Supply(const Supply&) = delete;
  Supply& operator=(const Supply&) = delete;
  ~Supply() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  void take(std::span<std::byte> wanted) {
    if (wanted.size() > left_) {
      draw(bytes_);
      left_ = bytes_.size();
    }
    const auto taken = std::span{bytes_}.subspan(left_ - wanted.size(), wanted.size());
    std::copy(taken.begin(), taken.end(), wanted.begin());
    OPENSSL_cleanse(taken.data(), taken.size());
    left_ -= wanted.size();
  }

  static constexpr std::size_t kSize = 512;

 private:
  std::array<std::byte, kSize> bytes_{};
  std::size_t left_ = 0;
};

}  // namespace

void SystemRng::fill(std::span<std::byte> bytes) {
  thread_local Supply supply;
  if (bytes.size() > Supply::kSize) return draw(bytes);
  supply.take(bytes);
}

}  // namespace postbag
