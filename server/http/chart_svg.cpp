#include "server/http/chart_svg.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/markup.h"
#include "server/http/map_svg.h"

namespace postbag::http {
namespace {

constexpr int kWidth = 480;
constexpr int kHeight = 220;
/// Room for the words above and below, which are up to 28 units high on a telephone.
constexpr int kTop = 44;
constexpr int kGround = kHeight - 44;

/// Places are whole tenths, so that they are written the same everywhere.
std::string tenths(std::int64_t value) {
  return value % 10 == 0 ? std::to_string(value / 10)
                         : fmt::format("{}.{}", value / 10, value % 10);
}

/// One drawing of a chart's values, none of which is negative.
struct Frame {
  explicit Frame(const Chart& chart)
      : values(chart.values),
        count(static_cast<std::int64_t>(chart.values.size())),
        most(std::max<std::int64_t>(
            1, values.empty() ? 1 : *std::max_element(values.begin(), values.end()))) {}

  [[nodiscard]] std::int64_t x(std::int64_t place) const { return kWidth * 10 * place / count; }
  [[nodiscard]] std::int64_t height(std::int64_t value) const {
    return (kGround - kTop) * 10 * value / most;
  }

  const std::vector<std::int64_t>& values;
  std::int64_t count;
  std::int64_t most;
};

std::string steps(const Frame& frame) {
  const auto y = [&](std::int64_t place) {
    return tenths(kGround * 10 - frame.height(frame.values[static_cast<std::size_t>(place)]));
  };
  // What was reached before the first day is no rise of that day.
  std::string path = "M0 " + y(0) + "H" + tenths(frame.x(1));
  for (std::int64_t i = 1; i < frame.count; ++i)
    path += "V" + y(i) + "H" + tenths(frame.x(i + 1));
  return R"(<path class="chart-values" fill="none" stroke="currentColor" stroke-width="4" d=")" +
         path + "\"/>";
}

std::string bars(const Frame& frame) {
  std::string path;
  for (std::int64_t i = 0; i < frame.count; ++i) {
    const std::int64_t height = frame.height(frame.values[static_cast<std::size_t>(i)]);
    if (frame.values[static_cast<std::size_t>(i)] == 0) continue;
    // A small number is still to be seen, and a fifth of the room parts the bars.
    const std::int64_t shown = std::max<std::int64_t>(height, 15);
    const std::int64_t gap = (frame.x(i + 1) - frame.x(i)) / 10;
    path += "M" + tenths(frame.x(i) + gap) + " " + std::to_string(kGround) + "v-" + tenths(shown) +
            "H" + tenths(frame.x(i + 1) - gap) + "V" + std::to_string(kGround) + "z";
  }
  return R"(<path class="chart-values" fill="currentColor" stroke="none" d=")" + path + "\"/>";
}

std::string words(int x, int y, std::string_view anchor, const std::string& text) {
  return fmt::format(R"(<text x="{}" y="{}" text-anchor="{}">)", x, y, anchor) + escaped(text) +
         "</text>";
}

/// Above what it says, but never beyond an edge.
std::string highest_label(const Chart& chart, const Frame& frame) {
  if (chart.kind == Chart::Kind::steps) return words(kWidth, kTop - 12, "end", chart.highest);
  const auto highest = std::max_element(chart.values.begin(), chart.values.end());
  const auto place = static_cast<std::int64_t>(highest - chart.values.begin());
  const int middle = static_cast<int>((frame.x(place) + frame.x(place + 1)) / 20);
  if (middle < kWidth / 3) return words(0, kTop - 12, "start", chart.highest);
  if (middle > kWidth * 2 / 3) return words(kWidth, kTop - 12, "end", chart.highest);
  return words(middle, kTop - 12, "middle", chart.highest);
}

}  // namespace

std::string chart_svg(const Chart& chart) {
  std::string svg = fmt::format(
      R"(<svg class="chart" viewBox="-4 0 {} {}" role="img" fill="currentColor" font-size="16" font-family="inherit" aria-label=")",
      kWidth + 8, kHeight);
  svg += escaped(chart.label) + "\">";
  if (!chart.values.empty()) {
    const Frame frame{chart};
    svg += chart.kind == Chart::Kind::steps ? steps(frame) : bars(frame);
    svg += highest_label(chart, frame);
  }
  svg += fmt::format(
      R"(<path class="chart-ground" fill="none" stroke="currentColor" stroke-width="2" d="M0 {}H{}"/>)",
      kGround, kWidth);
  svg += words(0, kHeight - 12, "start", chart.first);
  svg += words(kWidth, kHeight - 12, "end", chart.last);
  return svg + "</svg>";
}

}  // namespace postbag::http
