#include "server/office/day.h"

#include "base/text.h"
#include "base/time_text.h"

namespace postbag::office {

Result<Day> Day::parse(std::string_view text, std::string_view field) {
  const std::string_view day = trimmed(text);
  if (!parse_date(day, field) || !day.starts_with("20"))
    return fail("malformed_day",
                "Write the day as year-month-day from the year 2000 on, like 2026-11-22.",
                std::string{field});
  return Day{std::string{day}};
}

Day Day::of(Instant instant) {
  return Day{london_date(instant)};
}

Instant Day::begins() const {
  return parse_date(text_, "day").value();
}

}  // namespace postbag::office
