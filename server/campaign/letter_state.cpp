#include "server/campaign/letter_state.h"

#include <algorithm>

namespace postbag::campaign {
namespace {

constexpr std::array<std::string_view, 10> kNames{"awaiting_confirmation",
                                                  "queued",
                                                  "sending",
                                                  "sent",
                                                  "bounced",
                                                  "failed",
                                                  "uncertain",
                                                  "held",
                                                  "expired",
                                                  "withdrawn"};

}  // namespace

std::string_view name_of(LetterState state) {
  return kNames.at(static_cast<std::size_t>(state));
}

std::optional<LetterState> parse_letter_state(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<LetterState>(found - kNames.begin());
}

bool may_move(LetterState from, LetterState to) {
  return std::any_of(kTransitions.begin(), kTransitions.end(),
                     [&](const Transition& arrow) { return arrow.from == from && arrow.to == to; });
}

}  // namespace postbag::campaign
