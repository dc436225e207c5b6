#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/rng.h"
#include "data/data_set.h"
#include "mailer/queue.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"
#include "server/campaign/store.h"
#include "server/office/store.h"

/// A year of life for the sandbox, so that a newcomer sees a full console at once. It is lived
/// through the same doors as a real one, with a clock that is moved: letters are submitted,
/// confirmed, claimed and finished, and what is over is tidied away.
namespace postbag::sandbox {

/// A clock that the year moves. Thread-safe.
class MovedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return from_milliseconds(milliseconds_); }
  void set(Instant instant) { milliseconds_ = to_milliseconds(instant); }

 private:
  std::atomic<std::int64_t> milliseconds_{0};
};

/// What the year is written into. All of it must use `clock`.
struct Place {
  campaign::Store& store;
  mailer::Queue& queue;
  office::OfficeStore& office;
  MovedClock& clock;
  Rng& rng;
  const data::DataSet& data_set;
  const campaign::Catalogue& catalogue;
  const campaign::Correspondence& correspondence;
  /// Keys the digests that stand in for addresses.
  std::string secret;
  campaign::Retention retention;
};

/// How the year came out.
struct Lived {
  std::int64_t letters = 0;
  std::int64_t confirmed = 0;
  /// Of supporters who were asked whether their MP replied.
  std::int64_t answers = 0;
};

/// Lives the 365 days before `today`, and the morning of today. The ledger must hold the campaigns
/// and no letter. Throws std::runtime_error when the database fails.
Lived live_a_year(const Place& place, Instant today);

}  // namespace postbag::sandbox
