#pragma once

#include <array>
#include <string>
#include <string_view>

#include "server/campaign/submission.h"

namespace postbag::http {

/// One text of a submission under its API name, which is also its name in forms.
struct SubmissionText {
  std::string_view name;
  std::string campaign::SubmissionFields::*member;
};

inline constexpr std::array kSubmissionTexts{
    SubmissionText{"postcode", &campaign::SubmissionFields::postcode},
    SubmissionText{"constituency", &campaign::SubmissionFields::constituency},
    SubmissionText{"title", &campaign::SubmissionFields::title},
    SubmissionText{"first_name", &campaign::SubmissionFields::first_name},
    SubmissionText{"last_name", &campaign::SubmissionFields::last_name},
    SubmissionText{"email", &campaign::SubmissionFields::email},
    SubmissionText{"address", &campaign::SubmissionFields::address},
    SubmissionText{"subject", &campaign::SubmissionFields::subject},
    SubmissionText{"body", &campaign::SubmissionFields::body},
    SubmissionText{"story", &campaign::SubmissionFields::story},
    SubmissionText{"on_behalf_of", &campaign::SubmissionFields::on_behalf_of},
    SubmissionText{"consent_wording", &campaign::SubmissionFields::consent_wording},
    SubmissionText{"source", &campaign::SubmissionFields::source},
    SubmissionText{"language", &campaign::SubmissionFields::language},
};

/// The one text that is not: a yes or no.
inline constexpr std::string_view kOptIn = "opt_in";

}  // namespace postbag::http
