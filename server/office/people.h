#pragma once

#include <string>

#include "base/clock.h"
#include "base/text.h"

namespace postbag::office {

/// Somebody who agreed to hear more, with the words that they agreed to.
struct OptedIn {
  Line name;
  EmailAddress email;
  std::string consent_wording;
  Instant agreed_at;
};

}  // namespace postbag::office
