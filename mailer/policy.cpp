#include "mailer/policy.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace postbag::mailer {
namespace {

/// Uniform in [least, least + 0.2).
double jitter(Rng& rng, double least) {
  std::uint32_t random = 0;
  rng.fill(std::as_writable_bytes(std::span{&random, 1}));
  return least + 0.2 * (static_cast<double>(random) / 4294967296.0);
}

/// One mail's case.
struct Case {
  const Attempt& attempt;
  const Job& job;
  Instant now;
  Rng& rng;
  const RetrySettings& settings;

  [[nodiscard]] Duration age() const { return now - job.queued_at; }

  [[nodiscard]] Decision at(Decision::Next next, Duration wait, double least_jitter = 0.9) const {
    return {next, now + std::chrono::duration_cast<Duration>(wait * jitter(rng, least_jitter))};
  }

  [[nodiscard]] Decision retry() const {
    const bool tried_enough = job.attempts + 1 >= settings.fewest_attempts;
    if (age() > settings.give_up_after && tried_enough) return {Decision::Next::failed, {}};
    const Duration wait = std::clamp(age(), settings.shortest, settings.longest);
    if (attempt.outcome != Outcome::greylisted) return at(Decision::Next::retry, wait);
    const Duration greylisting = std::min(settings.greylisting, settings.longest);
    const Duration apart = job.attempts == 0 ? greylisting : std::max(wait, greylisting);
    return at(Decision::Next::retry, apart, 1.0);  // never too soon: that would count as the first
  }

  [[nodiscard]] Decision put_back() const {
    if (age() > settings.give_up_untried_after) return {Decision::Next::failed, {}};
    // A refusal after MAIL may be this recipient's alone: let it not pause the mailer every minute.
    const bool perhaps_alone =
        attempt.outcome == Outcome::ours_to_fix && attempt.step > Step::sender;
    return at(Decision::Next::put_back, perhaps_alone
                                            ? std::clamp(age(), settings.shortest, settings.longest)
                                            : settings.shortest);
  }

  [[nodiscard]] Decision unknown() const {
    const bool again =
        job.kind == MailKind::service && job.attempts + 1 < settings.unknown_service_attempts;
    return again ? retry() : Decision{Decision::Next::uncertain, {}};
  }
};

}  // namespace

Decision decide(const Attempt& attempt, const Job& job, Instant now, Rng& rng,
                const RetrySettings& settings) {
  const Case mail{attempt, job, now, rng, settings};
  switch (attempt.outcome) {
    case Outcome::accepted:
      return {Decision::Next::sent, {}};
    case Outcome::permanent:
      return {Decision::Next::failed, {}};
    case Outcome::mailbox_full:
    case Outcome::policy_refusal:
      return attempt.code >= 500 ? Decision{Decision::Next::failed, {}} : mail.retry();
    case Outcome::temporary:
    case Outcome::greylisted:
    case Outcome::lost_before_data:
    case Outcome::lost_during_data:
      return mail.retry();
    case Outcome::slow_down:
    case Outcome::ours_to_fix:
      return mail.put_back();
    case Outcome::lost_after_data:
      break;
  }
  return mail.unknown();
}

}  // namespace postbag::mailer
