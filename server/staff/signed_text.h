#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace postbag::staff {

/// Words that we give away and know again: with the time at which they were made, and signed
/// together with what they are for. The words must hold no dot. Thread-safe.
class SignedText {
 public:
  SignedText(std::string secret, std::string purpose, const Clock& clock, Duration lasts)
      : secret_(std::move(secret)), purpose_(std::move(purpose)), clock_(clock), lasts_(lasts) {}

  /// `bound` is signed too, but not part of the text: it must be the same when it comes back.
  [[nodiscard]] std::string make(std::string_view words, std::string_view bound) const;

  /// The words of a text, whoever made it.
  [[nodiscard]] static std::string_view words_of(std::string_view text);

  /// Whether we made it, for this, not too long ago.
  [[nodiscard]] bool is_ours(std::string_view text, std::string_view bound) const;

 private:
  [[nodiscard]] std::string sign(std::string_view words_and_time, std::string_view bound) const;

  const std::string secret_;
  const std::string purpose_;
  const Clock& clock_;
  const Duration lasts_;
};

}  // namespace postbag::staff
