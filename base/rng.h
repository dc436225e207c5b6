#pragma once

#include <cstddef>
#include <span>

namespace postbag {

/// Where randomness comes from. One of the house's six interfaces, so that tests can be repeated
/// exactly. Implementations are safe to call from several threads.
class Rng {
 public:
  Rng() = default;
  Rng(const Rng&) = delete;
  Rng& operator=(const Rng&) = delete;
  virtual ~Rng() = default;

  /// Fills `bytes` with random bytes. Throws std::runtime_error when the source fails.
  virtual void fill(std::span<std::byte> bytes) = 0;
};

/// OpenSSL's cryptographic generator.
class SystemRng final : public Rng {
 public:
  void fill(std::span<std::byte> bytes) override;
};

}  // namespace postbag
