#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "server/office/day.h"

namespace postbag::office {

/// What was typed for a report's period: of unknown quality.
struct ReportPeriodText {
  /// Days, such as `2026-10-01`; both empty: the last whole month.
  std::string from;
  std::string to;
  /// `2026-10-31`, for the end of that day in London, or `2026-10-31T23:59:00Z`; empty: now.
  std::string as_of;
};

/// What a report tells of, and when it was known: the same two give the same bytes for ever.
struct ReportPeriod {
  /// Both days are part of it.
  Day from;
  Day to;
  /// What was recorded later does not count. Never before `from`.
  Instant as_of;

  [[nodiscard]] Instant begins() const { return from.begins(); }
  /// The first moment after it.
  [[nodiscard]] Instant ends() const;
  /// The last moment of it that was over at `as_of`.
  [[nodiscard]] Instant told_until() const;
  /// Whether it was not over at `as_of`.
  [[nodiscard]] bool goes_on() const { return as_of < ends() - Duration{1}; }

  bool operator==(const ReportPeriod&) const = default;
};

/// The last moment of which nothing new can be recorded at `now`: a whole minute, of which the last
/// transactions have ended.
[[nodiscard]] Instant settled(Instant now);

/// Every mistake at its field. Codes: `malformed_day`, `days_in_wrong_order`, `malformed_moment`,
/// `moment_ahead`, `period_ahead`.
[[nodiscard]] Checked<ReportPeriod> parse(const ReportPeriodText& text, Instant now);

/// `2026-10-31T23:59:59.999Z`: what parse() reads back as the very moment.
[[nodiscard]] std::string moment_text(Instant instant);

/// The last calendar month, and the last quarter (from January, April, July or October), that are
/// over in London; as `from` and `to`.
[[nodiscard]] ReportPeriodText last_month(Instant now);
[[nodiscard]] ReportPeriodText last_quarter(Instant now);

}  // namespace postbag::office
