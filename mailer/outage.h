#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "mailer/queue.h"

namespace postbag::mailer {

/// How long all sessions pause when the mail server is of no use: each pause is twice the last.
struct OutageSettings {
  Duration first = std::chrono::seconds{2};
  Duration longest = std::chrono::minutes{10};
};

/// What the sessions of a process know together about their mail server being of no use to any of
/// them (Outcome::ours_to_fix). They pause; then one session tries one mail, and the others go on
/// when that came to anything else. Says `mailer.paused` once, at error level, and `mailer.resumed`
/// in the log. Thread-safe.
class Outage {
 public:
  /// `clock` must outlive it.
  Outage(const Clock& clock, const OutageSettings& settings) : clock_(clock), settings_(settings) {}

  /// Whether a session may claim and send now. After a pause it is the one that asked first, until
  /// it reports or leaves.
  [[nodiscard]] bool lets_work(std::string_view session);

  /// Whether `session` is the one that tries.
  [[nodiscard]] bool is_tried_by(std::string_view session) const;

  /// Whether the sessions pause, or one tries after a pause.
  [[nodiscard]] bool is_on() const;

  /// What a session's attempt came to.
  void report(std::string_view session, const Attempt& attempt);

  /// The session ends: another may try in its place.
  void leave(std::string_view session);

 private:
  void pause(const Attempt& attempt, Duration length);
  void resume();
  [[nodiscard]] bool is_over() const;

  const Clock& clock_;
  const OutageSettings settings_;

  mutable std::mutex mutex_;
  // All below: guarded by mutex_.
  Duration length_{0};  ///< of the present pause; 0 when there is none
  Instant since_;       ///< of the present pause
  Instant began_;       ///< of the first of them
  std::string tried_by_;
};

}  // namespace postbag::mailer
