#pragma once

#include <string_view>
#include <vector>

#include "server/office/engagement.h"

namespace postbag::office {

/// Two people's changes of one engagement, put together.
struct EngagementMerge {
  /// Each field as the one or the other changed it; where both did, as typed here.
  EngagementText text;
  /// The fields that both changed, each to something else.
  std::vector<std::string_view> contested;
};

/// `base` is what both began with, `theirs` what was saved meanwhile, `ours` what was typed. All
/// three as text_of() writes them: spaces at the end of a line are no change.
[[nodiscard]] EngagementMerge merged(const EngagementText& base, const EngagementText& theirs,
                                     const EngagementText& ours);

}  // namespace postbag::office
