#pragma once

#include <string>

#include "server/campaign/letter_state.h"
#include "server/http/pages/view.h"

namespace postbag::http::pages {

/// How a letter stands, in plain words: the heading, and a sentence that names its MP.
struct Standing {
  std::string heading;
  std::string text;
};
[[nodiscard]] Standing standing_of(const View& view, campaign::LetterState state,
                                   const std::string& mp_name);

/// Until when a queued letter can be taken back.
[[nodiscard]] std::string leaves_text(const View& view, Instant leaves_at);

}  // namespace postbag::http::pages
