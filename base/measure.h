#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

/// What the rooms count of their work, for whoever runs the service. Each costs an atomic addition
/// or two; the program turns them into metrics when it is asked for them. All thread-safe; figures
/// read while others count may be a moment apart.
namespace postbag {

/// A count that only grows.
class Count {
 public:
  void add() noexcept { value_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

/// How much there is of something now.
class Level {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

/// Counts by name, of names that the code knows: any other is counted as `other`, so that nothing
/// from outside can become a name.
class NamedCounts {
 public:
  /// The texts must outlive it: literals.
  NamedCounts(std::initializer_list<std::string_view> names);

  void add(std::string_view name) noexcept;

  /// With `other` at the end.
  [[nodiscard]] std::span<const std::string_view> names() const { return names_; }
  [[nodiscard]] std::uint64_t value(std::size_t place) const { return counts_.at(place).value(); }
  /// Of one name.
  [[nodiscard]] std::uint64_t value(std::string_view name) const { return value(place_of(name)); }

 private:
  [[nodiscard]] std::size_t place_of(std::string_view name) const noexcept;

  std::vector<std::string_view> names_;
  std::vector<Count> counts_;
};

/// How values spread over a few ranges.
class Spread {
 public:
  /// `bounds` ascend; a value counts in the first range whose bound it does not exceed, else in
  /// the last, which has none.
  explicit Spread(std::initializer_list<double> bounds);

  void add(double value) noexcept;

  [[nodiscard]] std::span<const double> bounds() const { return bounds_; }
  /// Of one range; there is one more than there are bounds.
  [[nodiscard]] std::uint64_t value(std::size_t range) const { return counts_.at(range).value(); }
  [[nodiscard]] double sum() const noexcept { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;
  std::vector<Count> counts_;
  std::atomic<double> sum_ = 0;
};

}  // namespace postbag
