#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace postbag::office {

/// A day in London, from 2000 to 2099.
class Day {
 public:
  /// `2026-11-22`. The error, `malformed_day`, names `field`.
  [[nodiscard]] static Result<Day> parse(std::string_view text, std::string_view field);
  /// The day in London at that moment.
  [[nodiscard]] static Day of(Instant instant);

  /// `2026-11-22`.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Its first moment.
  [[nodiscard]] Instant begins() const;

  auto operator<=>(const Day&) const = default;

 private:
  explicit Day(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace postbag::office
