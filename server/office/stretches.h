#pragma once

#include <vector>

#include "server/office/figures.h"

namespace postbag::office {

/// Days put together, so that there are few enough to be looked at.
struct Stretches {
  enum class Length {
    day,
    /// From Monday to Sunday.
    week,
    /// Of the calendar.
    month
  };
  Length length = Length::day;
  /// Each with the date of its first day; the first and last may be cut short.
  std::vector<DayFigures> all;
};

/// Up to six weeks stay days, up to a year become weeks, what is longer becomes months.
[[nodiscard]] Stretches stretches_of(const std::vector<DayFigures>& days);

}  // namespace postbag::office
