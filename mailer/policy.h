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
  /// No mail is given up before it had this many attempts, however long it waited for the first.
  int fewest_attempts = 4;
  /// A mail that no mail server ever answered about is given up when it is this old.
  Duration give_up_untried_after = std::chrono::hours{35 * 24};
  /// Servers that greylist want to see the mail again after some minutes, five as a rule.
  Duration greylisting = std::chrono::minutes{5};
  /// A service mail of unknown outcome is sent again until it has had this many attempts of any
  /// kind (greylisting alone costs one).
  int unknown_service_attempts = 3;
};

/// The one place that decides what becomes of a mail after an attempt. `job.attempts` counts the
/// attempts before this one.
///
/// - accepted: sent.
/// - permanent, and mailbox_full and policy_refusal with 5xx: failed. The server asked not to be
///   asked again; staff may, when there is reason to.
/// - temporary, lost_before_data, lost_during_data, and mailbox_full and policy_refusal with 4xx:
///   retry.
/// - greylisted: retry, the first time after `greylisting` (or `longest`, if that is shorter)
///   however long the mail waited before.
/// - slow_down, ours_to_fix: put back behind the others, the attempt not counted.
/// - lost_after_data: uncertain for a letter, retry for a service mail.
///
/// A retry waits as long as the mail is old, within `shortest` and `longest`, give or take a tenth
/// so that mails do not march in step. A mail older than `give_up_after` that had `fewest_attempts`
/// has failed instead.
///
/// Two copies of one letter would cost its writer the MP's ear, so staff decide about an uncertain
/// one. A service mail's second copy bears the same Message-ID and the same link and does no harm,
/// while a lost one would lock the supporter out.
///
/// Throws what `rng` throws.
[[nodiscard]] Decision decide(const Attempt& attempt, const Job& job, Instant now, Rng& rng,
                              const RetrySettings& settings);

}  // namespace postbag::mailer
