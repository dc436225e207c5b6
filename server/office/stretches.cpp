#include "server/office/stretches.h"

#include <charconv>
#include <chrono>

namespace postbag::office {
namespace {

using Length = Stretches::Length;

constexpr std::size_t kMostDays = 42;
constexpr std::size_t kMostDaysInWeeks = 366;

/// Of a date as DayFigures has it.
bool is_monday(const std::string& date) {
  const auto number = [&](std::size_t from, std::size_t size) {
    int value = 0;
    std::from_chars(date.data() + from, date.data() + from + size, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  return std::chrono::weekday{std::chrono::sys_days{day}} == std::chrono::Monday;
}

bool begins(const std::string& date, Length length) {
  if (length == Length::day) return true;
  return length == Length::week ? is_monday(date) : date.ends_with("-01");
}

}  // namespace

Stretches stretches_of(const std::vector<DayFigures>& days) {
  Stretches stretches;
  if (days.size() > kMostDays)
    stretches.length = days.size() > kMostDaysInWeeks ? Length::month : Length::week;
  for (const DayFigures& day : days) {
    if (stretches.all.empty() || begins(day.date, stretches.length)) {
      stretches.all.push_back(day);
      continue;
    }
    DayFigures& stretch = stretches.all.back();
    stretch.letters_sent += day.letters_sent;
    stretch.supporters += day.supporters;
    stretch.mps_reached = day.mps_reached;
  }
  return stretches;
}

}  // namespace postbag::office
