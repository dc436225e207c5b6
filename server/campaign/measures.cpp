#include "server/campaign/measures.h"

#include <algorithm>
#include <array>

namespace postbag::campaign {
namespace {

struct Reason {
  std::string_view code;
  std::string_view name;
};

/// Codes of fields are many, and all that is not here.
constexpr std::array kReasons{
    Reason{"malformed_postcode", "postcode"},
    Reason{"no_such_area", "postcode"},
    Reason{"crown_dependency", "postcode"},
    Reason{"forces_address", "postcode"},
    Reason{"overseas_territory", "postcode"},
    Reason{"choose_constituency", "recipient"},
    Reason{"unknown_constituency", "recipient"},
    Reason{"distant_constituency", "recipient"},
    Reason{"vacant_seat", "recipient"},
    Reason{"unknown_member", "recipient"},
    Reason{"unreachable_member", "recipient"},
    Reason{"excluded", "recipient"},
    Reason{"no_letter", "recipient"},
    Reason{"unknown_campaign", "campaign"},
    Reason{"closed_campaign", "campaign"},
    Reason{"paused_campaign", "campaign"},
    Reason{"empty_letter", "campaign"},
    Reason{"unopened_campaign", "campaign"},
    Reason{"parliament_dissolved", "campaign"},
    Reason{"idempotency_conflict", "idempotency"},
    Reason{"store_failed", "store"},
};

}  // namespace

std::string_view reason_of(std::string_view code) {
  const auto* const found = std::find_if(
      kReasons.begin(), kReasons.end(), [code](const Reason& known) { return known.code == code; });
  return found == kReasons.end() ? "fields" : found->name;
}

}  // namespace postbag::campaign
