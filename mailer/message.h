#pragma once

#include <string>

#include "base/clock.h"
#include "base/text.h"

namespace postbag::mailer {

/// One mail to one recipient, every part already checked; what compose() turns into bytes and a
/// Transport sends.
struct Message {
  /// Stable for good, without angle brackets: `token@domain`.
  std::string message_id;
  Instant date;
  /// The From header: a name at an address of the service's own domain (so that DMARC holds).
  Line from_name;
  EmailAddress from;
  /// The envelope sender (and Sender header when it differs from `from`), where delivery reports
  /// come back.
  EmailAddress envelope_sender;
  /// Empty when replies go to `from`.
  Line reply_to_name;
  EmailAddress reply_to;
  Line to_name;
  EmailAddress to;
  Line subject;
  Prose body;
  /// BCP 47, for Content-Language: `en` or `cy`.
  std::string language = "en";
  /// Sent by the service and not by a person: bears Auto-Submitted (RFC 3834), so that no
  /// out-of-office answer comes back.
  bool automatic = false;
};

}  // namespace postbag::mailer
