#include "mailer/policy.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace postbag::mailer {
namespace {

/// Uniform in [0.9, 1.1).
double jitter(Rng& rng) {
  std::uint32_t random = 0;
  rng.fill(std::as_writable_bytes(std::span{&random, 1}));
  return 0.9 + 0.2 * (static_cast<double>(random) / 4294967296.0);
}

Decision retry_or_fail(const Job& job, Instant now, Rng& rng, const RetrySettings& settings) {
  const Duration age = now - job.queued_at;
  if (age > settings.give_up_after) return {Decision::Next::failed, {}};
  const Duration wait = std::clamp(age, settings.shortest, settings.longest);
  return {Decision::Next::retry, now + std::chrono::duration_cast<Duration>(wait * jitter(rng))};
}

}  // namespace

Decision decide(const Attempt& attempt, const Job& job, Instant now, Rng& rng,
                const RetrySettings& settings) {
  switch (attempt.outcome) {
    case Outcome::accepted:
      return {Decision::Next::sent, {}};
    case Outcome::rejected:
      return {Decision::Next::failed, {}};
    case Outcome::deferred:
      return retry_or_fail(job, now, rng, settings);
    case Outcome::unknown:
      break;
  }
  const bool again =
      job.kind == MailKind::service && job.attempts + 1 < settings.unknown_service_attempts;
  return again ? retry_or_fail(job, now, rng, settings) : Decision{Decision::Next::uncertain, {}};
}

}  // namespace postbag::mailer
