#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace postbag::http {

/// A figure over time. What is read from data is escaped here.
struct Chart {
  enum class Kind {
    /// A sum that only the time adds to: a line in steps.
    steps,
    /// What each stretch of time had: a bar for each.
    bars
  };
  Kind kind = Kind::steps;
  /// What it is, for who cannot see it.
  std::string label;
  /// Written at the last step, or at the highest bar: `412 MPs`.
  std::string highest;
  /// Written below its beginning and its end.
  std::string first;
  std::string last;
  std::vector<std::int64_t> values;
};

/// The chart as an `<svg>` element for a page or a report: drawn in the colour of the text around
/// it where no style sheet says otherwise (classes `chart`, `chart-values`, `chart-ground`), with
/// the accessible name `label`. The same chart gives the same bytes. It has the same proportions
/// with however many values.
[[nodiscard]] std::string chart_svg(const Chart& chart);

}  // namespace postbag::http
