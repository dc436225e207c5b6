#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/rng.h"
#include "base/text.h"

namespace postbag::staff {

/// In characters. The longest is far beyond what anybody types, and bounds what is worked through.
inline constexpr std::size_t kShortestPassword = 12;
inline constexpr std::size_t kLongestPassword = 200;

/// Whether a password may be used for the account of `email`: any characters, but as many as above,
/// not the address itself, and not one character again and again. Errors, of the field `password`:
/// `short_password`, `long_password`, `malformed_text`, `weak_password`.
[[nodiscard]] Result<void> check_password(std::string_view password, const EmailAddress& email);

/// What a hash by scrypt (RFC 7914) costs whoever makes it: 2^log_n * r * 128 bytes of memory, read
/// p times over. The usual one is one of the equal choices of OWASP's Password Storage Cheat Sheet:
/// 16 MB and a fraction of a second.
struct ScryptCost {
  int log_n = 14;
  int r = 8;
  int p = 5;
};

/// Makes and checks what stands in the place of passwords, `scrypt$14$8$5$<salt>$<hash>`, both in
/// base64. There is one at a time, because of what it costs. Thread-safe.
class Passwords {
 public:
  explicit Passwords(Rng& rng, ScryptCost cost = {}) : rng_(rng), cost_(cost) {}

  /// With a new salt. Throws std::runtime_error when OpenSSL fails.
  [[nodiscard]] std::string hash(std::string_view password);

  /// Compared in constant time, whatever the cost was when it was made. An empty `stored` is
  /// nobody's and takes as long. Throws std::runtime_error when `stored` was not made by hash(), or
  /// OpenSSL fails.
  [[nodiscard]] bool matches(std::string_view password, std::string_view stored);

  /// How many calls wait for their turn or work now.
  [[nodiscard]] int busy() const { return busy_; }

 private:
  [[nodiscard]] std::string scrypt(std::string_view password, std::string_view salt,
                                   ScryptCost cost);

  Rng& rng_;
  const ScryptCost cost_;
  std::mutex mutex_;
  std::atomic<int> busy_ = 0;
};

}  // namespace postbag::staff
