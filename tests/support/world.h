#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/rng.h"

namespace postbag::testing {

/// A clock that only the test moves. Starts at 2026-11-22T09:30:00Z. Thread-safe.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return from_milliseconds(milliseconds_); }
  void advance(Duration by) { milliseconds_ += by.count(); }
  void set(Instant instant) { milliseconds_ = to_milliseconds(instant); }

 private:
  std::atomic<std::int64_t> milliseconds_{1'795'339'800'000};
};

/// Random bytes that are the same in every run: a SplitMix64 sequence. Thread-safe.
class RepeatableRng final : public Rng {
 public:
  void fill(std::span<std::byte> bytes) override;

 private:
  std::atomic<std::uint64_t> state_{1};
};

}  // namespace postbag::testing
