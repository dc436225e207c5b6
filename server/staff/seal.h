#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/rng.h"

namespace postbag::staff {

/// Keeps short secrets in the database so that nobody reads them there who lacks the installation's
/// secret file: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits, under a key made from
/// that secret alone. Thread-safe.
class Seal {
 public:
  /// `rng` must outlive it.
  Seal(std::string_view secret, Rng& rng);

  /// `bound` is whose it is: it must be the same when it is opened. One line of ASCII. Throws
  /// std::runtime_error when OpenSSL fails.
  [[nodiscard]] std::string close(std::string_view text, std::string_view bound) const;

  /// Nothing for what was closed under another secret, for somebody else, or was changed since.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed,
                                                std::string_view bound) const;

  /// Whether some close() made it.
  [[nodiscard]] static bool is_sealed(std::string_view text);

 private:
  std::array<unsigned char, 32> key_{};
  Rng& rng_;
};

}  // namespace postbag::staff
