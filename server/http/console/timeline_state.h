#pragma once

#include <string>
#include <vector>

#include "server/http/console/desk.h"
#include "server/office/timeline.h"

namespace postbag::http::console {

/// Whether the campaign with that timeline runs, or since when it has its outcome, in a sentence.
[[nodiscard]] std::string timeline_state(const View& view,
                                         const std::vector<office::RecordedDecision>& timeline);

}  // namespace postbag::http::console
