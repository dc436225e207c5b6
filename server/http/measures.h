#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "base/measure.h"

namespace postbag::http {

struct ConnectionMeasures {
  Level open;
  Count taken;
  /// Told to come back, or closed without a word, because there were too many.
  Count shed;
};

/// The answers of one route, or of all requests that had none.
struct RouteMeasures {
  /// By the first digit of the status.
  std::array<Count, 6> answers;
  /// From the whole request to its response, in seconds. A look-up takes some 20 µs.
  Spread seconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                 0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
};

/// What the HTTP service counts.
class Measures {
 public:
  /// Of the service's own routes.
  Measures();
  /// Of as many routes as a table has.
  explicit Measures(std::size_t routes) : routes_(routes) {}

  /// `place`: of a route in its table, or past its end for none.
  void answered(std::size_t place, int status, double seconds) noexcept;

  /// In the order of the table.
  [[nodiscard]] std::span<const RouteMeasures> routes() const { return routes_; }

  /// Requests that had no route; only their number matters.
  RouteMeasures none;
  /// What was no request that we take, by the first digit of the status.
  std::array<Count, 6> refused;
  ConnectionMeasures connections;
  /// Requests that wait for a thread.
  Level waiting;

 private:
  std::vector<RouteMeasures> routes_;
};

}  // namespace postbag::http
