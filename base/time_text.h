#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace postbag {

/// `2026-11-22T09:30:00Z` (RFC 3339, whole seconds, UTC).
[[nodiscard]] std::string rfc3339(Instant instant);

/// `Sun, 22 Nov 2026 09:30:00 +0000` (RFC 5322 section 3.3), for the Date header.
[[nodiscard]] std::string rfc5322(Instant instant);

struct LondonDay {
  int year = 0;
  int month = 0;  ///< 1 to 12
  int day = 0;    ///< 1 to 31
};

/// The day in London. Throws std::runtime_error when the machine has no time zone database (Debian
/// package tzdata).
[[nodiscard]] LondonDay london_day(Instant instant);

/// `14:32`: the time in London. Throws as london_day() does.
[[nodiscard]] std::string london_time(Instant instant);

/// `2026-11-22`: the day in London. Throws as london_day() does.
[[nodiscard]] std::string london_date(Instant instant);

/// The start of the day in London that `text` (`2026-11-22`) names, of the years 1900 to 2999; the
/// inverse of london_date(). The error names `field`.
[[nodiscard]] Result<Instant> parse_date(std::string_view text, std::string_view field);

/// `250ms`, `10s`, `10m`, `2h` or `5d`; the inverse of duration_text(). The error names `field`.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text, std::string_view field);

/// The shortest exact form of a duration in one unit that parse_duration() reads.
[[nodiscard]] std::string duration_text(Duration duration);

}  // namespace postbag
