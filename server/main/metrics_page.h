#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <prometheus/metric_family.h>

#include "base/measure.h"

namespace postbag {

/// Figures on their way to Prometheus, each under its name and what it means.
class MetricsPage {
 public:
  struct Label {
    std::string_view name;
    std::string_view value;
  };
  using Labels = std::initializer_list<Label>;

  /// The figures that follow are of this name, which ends in `_total`.
  void counters(std::string name, std::string meaning);
  void gauges(std::string name, std::string meaning);
  void histograms(std::string name, std::string meaning);

  void add(Labels labels, const Count& count) { add(labels, static_cast<double>(count.value())); }
  void add(Labels labels, double value);
  void add(Labels labels, const Spread& spread);
  /// Each of the counts, under its name as the value of `label`.
  void add(std::string_view label, const NamedCounts& counts);

  [[nodiscard]] std::string text() const;

 private:
  void begin(std::string name, std::string meaning, prometheus::MetricType type);
  prometheus::ClientMetric& next(Labels labels);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace postbag
