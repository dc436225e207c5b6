#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace postbag {

/// How often each of many may do something: a bucket of `burst` that refills at a steady rate. They
/// stay in memory only, and at most kMost of them. Thread-safe.
class Buckets {
 public:
  static constexpr std::size_t kMost = 20'000;

  /// `count` in each `period`; 0: no limit. A `burst` under 1 counts as `count`.
  Buckets(const Clock& clock, int count, Duration period, int burst);

  /// Takes one out of the bucket of `key`: zero when there was one, else how long to wait.
  [[nodiscard]] Duration take(std::string_view key);
  /// For what turned out not to count: puts back the one that was taken.
  void put_back(std::string_view key);

  /// How many are remembered now.
  [[nodiscard]] std::size_t size();

 private:
  /// The bucket as the moment at which it is full again: one number says it all.
  using FullAt = Instant;

  void make_room(Instant now);

  const Clock& clock_;
  /// The time in which one flows back; zero: no limit.
  Duration interval_{};
  /// The whole bucket's.
  Duration capacity_{};
  std::mutex mutex_;
  std::unordered_map<std::string, FullAt> buckets_;  ///< guarded by mutex_
};

}  // namespace postbag
