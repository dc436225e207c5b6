#pragma once

#include <string_view>

#include "base/measure.h"

namespace postbag::campaign {

/// What the story of letters counts.
struct Measures {
  /// Every look-up of a postcode, by how sure the answer was or why there was none. Writing one
  /// letter looks its postcode up several times.
  NamedCounts lookups{"exact",        "ambiguous",        "area",           "malformed_postcode",
                      "no_such_area", "crown_dependency", "forces_address", "overseas_territory"};
  /// Every letter that somebody tried to submit: `accepted`, or the class of why it was refused.
  NamedCounts submissions{"accepted", "fields",      "postcode", "recipient",
                          "campaign", "idempotency", "limit",    "store"};
  /// Every confirmation that was tried: `confirmed` (also when it had been before), or the reason.
  NamedCounts confirmations{"confirmed",        "unknown_token", "expired_letter",
                            "withdrawn_letter", "already_wrote", "limit"};
};

/// The class of a refusal's code, as Measures::submissions names it.
[[nodiscard]] std::string_view reason_of(std::string_view code);

}  // namespace postbag::campaign
