#include "server/http/error_status.h"

#include <algorithm>
#include <array>

namespace postbag::http {
namespace {

struct CodeStatus {
  std::string_view code;
  /// When the fault lies in the address asked for, or in the state of things.
  int status;
  /// When it lies in a field of the body.
  int in_body;
};

constexpr std::array kCodes{
    // look-ups
    CodeStatus{"malformed_postcode", 400, 422},
    CodeStatus{"no_such_area", 404, 422},
    CodeStatus{"crown_dependency", 404, 422},
    CodeStatus{"forces_address", 404, 422},
    CodeStatus{"overseas_territory", 404, 422},
    CodeStatus{"unknown_constituency", 404, 422},
    CodeStatus{"missing_field", 400, 422},
    // campaigns
    CodeStatus{"unknown_campaign", 404, 404},
    CodeStatus{"closed_campaign", 410, 410},
    CodeStatus{"unopened_campaign", 410, 410},
    CodeStatus{"paused_campaign", 410, 410},
    CodeStatus{"parliament_dissolved", 410, 410},
    // confirmations
    CodeStatus{"unknown_token", 404, 404},
    CodeStatus{"expired_letter", 410, 410},
    CodeStatus{"withdrawn_letter", 410, 410},
    CodeStatus{"already_wrote", 409, 409},
    // own letters
    CodeStatus{"erased_person", 410, 410},
    CodeStatus{"unknown_letter", 404, 404},
    CodeStatus{"too_late", 409, 409},
    CodeStatus{"text_deleted", 409, 409},
    CodeStatus{"no_consent", 409, 409},
};

struct StatusTitle {
  int status;
  std::string_view title;
};

constexpr std::array kTitles{
    StatusTitle{400, "Bad request"},
    StatusTitle{403, "Forbidden"},
    StatusTitle{404, "Not found"},
    StatusTitle{405, "Method not allowed"},
    StatusTitle{408, "Request timeout"},
    StatusTitle{409, "Conflict"},
    StatusTitle{410, "Gone"},
    StatusTitle{411, "Length required"},
    StatusTitle{413, "Content too large"},
    StatusTitle{414, "URI too long"},
    StatusTitle{415, "Unsupported media type"},
    StatusTitle{422, "Unprocessable content"},
    StatusTitle{429, "Too many requests"},
    StatusTitle{431, "Request header fields too large"},
    StatusTitle{500, "Internal server error"},
    StatusTitle{501, "Not implemented"},
    StatusTitle{503, "Service unavailable"},
    StatusTitle{505, "HTTP version not supported"},
};

}  // namespace

int status_of(std::string_view code, bool in_body) {
  const auto* const found = std::find_if(
      kCodes.begin(), kCodes.end(), [code](const CodeStatus& known) { return known.code == code; });
  if (found == kCodes.end()) return 422;
  return in_body ? found->in_body : found->status;
}

std::string_view title_of(int status) {
  const auto* const found =
      std::find_if(kTitles.begin(), kTitles.end(),
                   [status](const StatusTitle& known) { return known.status == status; });
  return found == kTitles.end() ? "Error" : found->title;
}

}  // namespace postbag::http
