#include "server/office/report_period.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"

namespace postbag::office {
namespace {

/// How long a transaction may take from reading the clock to being seen by others.
constexpr Duration kLongestTransaction = std::chrono::seconds{30};

/// A day has 23 to 25 hours.
Instant after(const Day& day) {
  return Day::of(day.begins() + std::chrono::hours{30}).begins();
}

std::string first_of(int year, int month) {
  return fmt::format("{:04}-{:02}-01", year, month);
}

/// So many months that end before the month of `month` begins.
ReportPeriodText months_before(int year, int month, int count) {
  const int months = year * 12 + month - 1 - count;
  const Instant end = parse_date(first_of(year, month), "to").value();
  return {first_of(months / 12, months % 12 + 1), london_date(end - Duration{1}), {}};
}

/// Digits of a fixed place; -1 for anything else.
int number_at(std::string_view text, std::size_t begin, std::size_t length) {
  const char* const first = text.data() + begin;
  int number = -1;
  const auto [end, problem] = std::from_chars(first, first + length, number);
  return problem == std::errc{} && end == first + length && *first != '-' ? number : -1;
}

/// Of `2026-10-31T23:59:00Z`, or with milliseconds `…:00.000Z`.
std::optional<Instant> parse_moment(std::string_view text) {
  using namespace std::chrono;
  const bool has_milliseconds = text.size() == 24;
  if (text.size() != 20 && !has_milliseconds) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z' || (has_milliseconds && text[19] != '.'))
    return std::nullopt;
  const year_month_day day{year{number_at(text, 0, 4)},
                           month{static_cast<unsigned>(number_at(text, 5, 2))},
                           std::chrono::day{static_cast<unsigned>(number_at(text, 8, 2))}};
  const int hour = number_at(text, 11, 2);
  const int minute = number_at(text, 14, 2);
  const int second = number_at(text, 17, 2);
  const int rest = has_milliseconds ? number_at(text, 20, 3) : 0;
  const bool is_time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                       second < 60 && rest >= 0;
  if (!day.ok() || static_cast<int>(day.year()) < 2000 || !is_time) return std::nullopt;
  return Instant{sys_days{day}} + hours{hour} + minutes{minute} + seconds{second} +
         milliseconds{rest};
}

Result<Instant> moment_of(std::string_view typed, Instant now) {
  const std::string_view text = trimmed(typed);
  const Instant latest = settled(now);
  if (text.empty()) return latest;
  std::optional<Instant> moment = parse_moment(text);
  if (!moment)
    if (const auto day = Day::parse(text, "as_of")) moment = after(*day) - Duration{1};
  if (!moment)
    return fail("malformed_moment",
                "Write a day like 2026-10-31, or a moment like 2026-10-31T18:00:00Z; or leave it "
                "empty, for now.",
                "as_of");
  if (*moment > latest)
    return fail("moment_ahead",
                "This is not over yet, so the report could still change. Choose an earlier day, or "
                "leave it empty, for now.",
                "as_of");
  return *moment;
}

}  // namespace

Instant ReportPeriod::ends() const {
  return after(to);
}

Instant ReportPeriod::told_until() const {
  return std::min(as_of, ends() - Duration{1});
}

Instant settled(Instant now) {
  return std::chrono::floor<std::chrono::minutes>(now - kLongestTransaction);
}

Checked<ReportPeriod> parse(const ReportPeriodText& text, Instant now) {
  std::vector<Error> errors;
  const bool whole_default = trimmed(text.from).empty() && trimmed(text.to).empty();
  const ReportPeriodText days = whole_default ? last_month(now) : text;
  const auto taken = [&](auto result) {
    if (!result) errors.push_back(result.error());
    return result;
  };
  const auto from = taken(Day::parse(days.from, "from"));
  const auto to = taken(Day::parse(days.to, "to"));
  const auto as_of = taken(moment_of(text.as_of, now));
  if (from && to && *to < *from)
    errors.push_back(
        {"days_in_wrong_order", "The last day comes before the first. Change one of them.", "to"});
  else if (from && as_of && from->begins() > *as_of)
    errors.push_back({"period_ahead",
                      "The period begins after the moment that the report is of. Choose an earlier "
                      "first day, or a later moment.",
                      "from"});
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return ReportPeriod{*from, *to, *as_of};
}

std::string moment_text(Instant instant) {
  const std::int64_t milliseconds = to_milliseconds(instant) % 1000;
  std::string text = rfc3339(instant);
  if (milliseconds != 0) text.replace(text.size() - 1, 1, fmt::format(".{:03}Z", milliseconds));
  return text;
}

ReportPeriodText last_month(Instant now) {
  const LondonDay today = london_day(now);
  return months_before(today.year, today.month, 1);
}

ReportPeriodText last_quarter(Instant now) {
  const LondonDay today = london_day(now);
  return months_before(today.year, (today.month - 1) / 3 * 3 + 1, 3);
}

}  // namespace postbag::office
