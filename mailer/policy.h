#pragma once

#include "base/clock.h"
#include "base/rng.h"
#include "mailer/queue.h"

namespace postbag::mailer {

/// When a mail is tried again, and for how long.
struct RetrySettings {
  Duration shortest = std::chrono::minutes{1};
  Duration longest = std::chrono::hours{4};
  Duration give_up_after = std::chrono::hours{5 * 24};
  /// A service mail of unknown outcome is sent again until it has had this many attempts of any
  /// kind (greylisting alone costs one).
  int unknown_service_attempts = 3;
};

/// The one place that decides what becomes of a mail after an attempt. `job.attempts` counts the
/// attempts before this one.
///
/// accepted → sent; rejected → failed; deferred → retry, waiting as long as the mail is old (within
/// `shortest` and `longest`, give or take a tenth so that mails do not march in step), or failed
/// once it is older than `give_up_after`.
///
/// unknown → uncertain for a letter: two copies of one letter would cost its writer the MP's ear,
/// so staff decide. A service mail is sent again: its second copy bears the same Message-ID and the
/// same link and does no harm, while a lost one would lock the supporter out.
///
/// Throws what `rng` throws.
[[nodiscard]] Decision decide(const Attempt& attempt, const Job& job, Instant now, Rng& rng,
                              const RetrySettings& settings);

}  // namespace postbag::mailer
