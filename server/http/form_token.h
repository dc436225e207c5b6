#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/rng.h"

namespace postbag::http {

/// Proof that a form came from one of our pages, without a cookie: when it was made, a random word,
/// and both signed together with what the form is for. Thread-safe.
class FormTokens {
 public:
  static constexpr Duration kLifetime = std::chrono::hours{24};

  FormTokens(std::string secret, const Clock& clock, Rng& rng)
      : secret_(std::move(secret)), clock_(clock), rng_(rng) {}

  enum class Verdict { good, expired, forged };

  /// `purpose` binds it to one form, such as `letter:back-to-work`.
  [[nodiscard]] std::string make(std::string_view purpose) const;
  [[nodiscard]] Verdict check(std::string_view token, std::string_view purpose) const;

 private:
  [[nodiscard]] std::string sign(std::string_view issued_and_word, std::string_view purpose) const;

  std::string secret_;
  const Clock& clock_;
  Rng& rng_;
};

}  // namespace postbag::http
