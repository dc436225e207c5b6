#include "base/time_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include <date/date.h>
#include <date/tz.h>

namespace postbag {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

struct Unit {
  std::string_view name;
  Duration length;
};

constexpr std::array<Unit, 5> kUnits{{{"d", std::chrono::hours{24}},
                                      {"h", std::chrono::hours{1}},
                                      {"m", std::chrono::minutes{1}},
                                      {"s", std::chrono::seconds{1}},
                                      {"ms", Duration{1}}}};

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

/// From 0 to 99.
template <class Number>
std::string two_digits(Number number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

/// A moment taken apart. Formatting by `date::format` goes through a stream and a locale, which
/// takes ten times as long, and each request writes a time.
template <class Time>
struct Parts {
  explicit Parts(Time moment)
      : midnight(floor<date::days>(moment)), time(floor<seconds>(moment - midnight)) {}

  [[nodiscard]] std::string year() const {
    return std::to_string(static_cast<int>(calendar.year()));
  }
  [[nodiscard]] unsigned month() const { return static_cast<unsigned>(calendar.month()); }
  [[nodiscard]] unsigned day() const { return static_cast<unsigned>(calendar.day()); }
  [[nodiscard]] std::string_view month_name() const { return kMonths[month() - 1]; }
  [[nodiscard]] std::string_view weekday_name() const {
    return kWeekdays[date::weekday{midnight}.c_encoding()];
  }
  [[nodiscard]] std::string date() const {
    return year() + '-' + two_digits(month()) + '-' + two_digits(day());
  }
  [[nodiscard]] std::string clock() const {
    return two_digits(time.hours().count()) + ':' + two_digits(time.minutes().count()) + ':' +
           two_digits(time.seconds().count());
  }

  std::chrono::time_point<typename Time::clock, date::days> midnight;
  date::year_month_day calendar{midnight};
  date::hh_mm_ss<seconds> time;
};

/// Throws std::runtime_error when the machine has no time zone database.
const date::time_zone* london() {
  static const auto* const zone = date::locate_zone("Europe/London");
  return zone;
}

}  // namespace

std::string rfc3339(Instant instant) {
  const Parts parts{instant};
  return parts.date() + 'T' + parts.clock() + 'Z';
}

std::string rfc5322(Instant instant) {
  const Parts parts{instant};
  std::string text{parts.weekday_name().substr(0, 3)};
  text.append(", ").append(two_digits(parts.day())).append(" ");
  text.append(parts.month_name().substr(0, 3)).append(" ").append(parts.year()).append(" ");
  return text.append(parts.clock()).append(" +0000");
}

LondonDay london_day(Instant instant) {
  const Parts parts{london()->to_local(floor<seconds>(instant))};
  return {static_cast<int>(parts.calendar.year()), static_cast<int>(parts.month()),
          static_cast<int>(parts.day())};
}

std::string london_time(Instant instant) {
  return Parts{london()->to_local(floor<seconds>(instant))}.clock().substr(0, 5);
}

std::string london_date(Instant instant) {
  return Parts{london()->to_local(floor<seconds>(instant))}.date();
}

Result<Instant> parse_date(std::string_view text, std::string_view field) {
  std::istringstream stream{std::string{text}};
  date::local_days day;
  stream >> date::parse("%F", day);
  const bool is_whole = !stream.fail() && stream.peek() == std::istringstream::traits_type::eof() &&
                        text.size() == 10;
  // So far from now a day is a slip, and the day after may not be written in ten characters.
  if (!is_whole || text < "1900" || text >= "3000")
    return fail("malformed_date", "Write the date as year-month-day, like 2026-11-22.",
                std::string{field});
  return std::chrono::time_point_cast<Duration>(london()->to_sys(day, date::choose::earliest));
}

Result<Duration> parse_duration(std::string_view text, std::string_view field) {
  std::int64_t count = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit = text.substr(static_cast<std::size_t>(rest - text.data()));
  constexpr std::int64_t longest =
      100L * 366;  // a century of days keeps every unit far from overflow
  for (const Unit& known : kUnits) {
    if (problem != std::errc{} || count < 0 || unit != known.name) continue;
    if (count > longest * (std::chrono::hours{24} / known.length)) break;
    return count * known.length;
  }
  return fail("malformed_duration",
              "Write a length of time as a whole number and ms, s, m, h or d, like 10m.",
              std::string{field});
}

std::string duration_text(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  for (const Unit& unit : kUnits)
    if (duration % unit.length == Duration::zero())
      return std::to_string(duration / unit.length) + std::string{unit.name};
  return std::to_string(duration.count()) + "ms";
}

}  // namespace postbag
