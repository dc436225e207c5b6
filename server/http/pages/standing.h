#pragma once

#include <optional>
#include <string>

#include "server/campaign/letter_state.h"
#include "server/http/pages/view.h"

namespace postbag::http::pages {

/// How a letter stands, in plain words: the heading, and a sentence that names its MP. While
/// Parliament is dissolved, what waits waits for the election; while the seat is vacant, for a new
/// MP. `seat` may be null.
struct Standing {
  std::string heading;
  std::string text;
};
[[nodiscard]] Standing standing_of(const View& view, campaign::LetterState state,
                                   const std::string& mp_name, const data::Constituency* seat);

/// Until when a letter can be taken back that is to leave then; empty for none, and while
/// Parliament is dissolved, when none leaves.
[[nodiscard]] std::string leaves_text(const View& view, std::optional<Instant> leaves_at);

}  // namespace postbag::http::pages
