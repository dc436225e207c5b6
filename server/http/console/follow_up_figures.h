#pragma once

#include "server/http/console/desk.h"
#include "server/office/follow_up.h"

namespace postbag::http::console {

/// What constituents told of an MP, for the MP's page: each as `{sentence}`. A share of a hundred
/// only where there are answers enough, and always with its interval.
[[nodiscard]] List follow_up_sentences(const View& view, const office::FollowUpCounts& counts);

}  // namespace postbag::http::console
