#include "server/main/metrics_page.h"

#include <limits>

#include <prometheus/text_serializer.h>

namespace postbag {

using prometheus::ClientMetric;
using prometheus::MetricType;

void MetricsPage::counters(std::string name, std::string meaning) {
  begin(std::move(name), std::move(meaning), MetricType::Counter);
}

void MetricsPage::gauges(std::string name, std::string meaning) {
  begin(std::move(name), std::move(meaning), MetricType::Gauge);
}

void MetricsPage::histograms(std::string name, std::string meaning) {
  begin(std::move(name), std::move(meaning), MetricType::Histogram);
}

void MetricsPage::begin(std::string name, std::string meaning, MetricType type) {
  families_.push_back({std::move(name), std::move(meaning), type, {}});
}

ClientMetric& MetricsPage::next(Labels labels) {
  ClientMetric& metric = families_.back().metric.emplace_back();
  for (const Label& label : labels)
    metric.label.push_back({std::string{label.name}, std::string{label.value}});
  return metric;
}

void MetricsPage::add(Labels labels, double value) {
  ClientMetric& metric = next(labels);
  if (families_.back().type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
}

/// Prometheus wants the ranges cumulative: each with all that are smaller.
void MetricsPage::add(Labels labels, const Spread& spread) {
  auto& histogram = next(labels).histogram;
  std::uint64_t so_far = 0;
  for (std::size_t range = 0; range <= spread.bounds().size(); ++range) {
    so_far += spread.value(range);
    const double bound = range < spread.bounds().size() ? spread.bounds()[range]
                                                        : std::numeric_limits<double>::infinity();
    histogram.bucket.push_back({so_far, bound});
  }
  histogram.sample_count = so_far;
  histogram.sample_sum = spread.sum();
}

void MetricsPage::add(std::string_view label, const NamedCounts& counts) {
  for (std::size_t place = 0; place < counts.names().size(); ++place)
    add({{label, counts.names()[place]}}, static_cast<double>(counts.value(place)));
}

std::string MetricsPage::text() const {
  return prometheus::TextSerializer{}.Serialize(families_);
}

}  // namespace postbag
