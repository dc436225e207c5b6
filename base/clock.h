#pragma once

#include <chrono>

namespace postbag {

/// A moment in UTC, to the millisecond; what the database keeps and what states are timed by.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// A length of time, to the millisecond.
using Duration = std::chrono::milliseconds;

/// Where the present comes from. One of the house's six interfaces, so that tests can move time by
/// hand. Implementations are safe to call from several threads.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// Milliseconds since 1970-01-01T00:00:00Z, as stored in the database.
[[nodiscard]] inline std::int64_t to_milliseconds(Instant instant) {
  return instant.time_since_epoch().count();
}

/// The inverse of to_milliseconds().
[[nodiscard]] inline Instant from_milliseconds(std::int64_t milliseconds) {
  return Instant{Duration{milliseconds}};
}

}  // namespace postbag
