#include "mailer/pace.h"

#include <algorithm>

namespace postbag::mailer {
namespace {

constexpr Duration kFirstGap = std::chrono::seconds{1};
constexpr Duration kLongestGap = std::chrono::minutes{1};
constexpr Duration kHalfLife = std::chrono::minutes{1};

}  // namespace

void Pace::slow_down(Instant now) {
  gap_ = std::clamp(2 * gap(now), kFirstGap, kLongestGap);
  slowed_ = now;
  last_ = now;
}

bool Pace::may_send(Instant now) const {
  return now < last_ /* the clock was set back */ || now - last_ >= gap(now);
}

Duration Pace::gap(Instant now) const {
  const Duration left =
      gap_ / (std::int64_t{1} << std::clamp<std::int64_t>((now - slowed_) / kHalfLife, 0, 10));
  return left < kFirstGap / 8 ? Duration{0} : left;
}

}  // namespace postbag::mailer
