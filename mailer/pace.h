#pragma once

#include "base/clock.h"

namespace postbag::mailer {

/// How fast one mail session goes. At first as fast as it can; each time that the server says
/// slow_down the pause between two mails doubles, from one second up to a minute; each minute in
/// which it does not halves it again, until it is gone. Sessions slow down one by one: where a
/// server allows two connections, two sessions of four stay at full speed.
class Pace {
 public:
  /// The server said to slow down.
  void slow_down(Instant now);

  /// A mail was sent, or tried.
  void tried(Instant now) { last_ = now; }

  /// Whether the next mail may be sent without a pause.
  [[nodiscard]] bool is_full(Instant now) const { return gap(now) == Duration{0}; }

  /// Whether the pause is over.
  [[nodiscard]] bool may_send(Instant now) const;

 private:
  [[nodiscard]] Duration gap(Instant now) const;

  Duration gap_{0};
  Instant slowed_;
  Instant last_;
};

}  // namespace postbag::mailer
