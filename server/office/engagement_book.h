#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "server/office/engagement_sums.h"
#include "server/office/store.h"

namespace postbag::office {

/// An engagement as it is recorded.
struct RecordedEngagement {
  std::string id;
  std::int64_t version = 0;
  Instant at;
  /// Who saved this version.
  std::string author;
  Engagement engagement;
};

/// Nothing for what is not an engagement's, or was removed.
[[nodiscard]] std::optional<RecordedEngagement> recorded(const Record& record);

/// All that are recorded, the newest day first.
[[nodiscard]] std::vector<RecordedEngagement> engagements(OfficeStore& store);
/// The same as it stood at that moment; what was deleted since is not among it.
[[nodiscard]] std::vector<RecordedEngagement> engagements_at(OfficeStore& store, Instant moment);

/// Those that the filter lets through, in the same order.
[[nodiscard]] std::vector<RecordedEngagement> chosen(std::vector<RecordedEngagement> all,
                                                     const EngagementFilter& filter);
/// Those somebody wanted to be reminded of by that day, the longest due first.
[[nodiscard]] std::vector<RecordedEngagement> due(std::vector<RecordedEngagement> all,
                                                  const Day& today);

/// `Met with 15 MPs`, as of that day.
[[nodiscard]] EngagementSums sums_of(std::span<const RecordedEngagement> all,
                                     const EngagementFilter& filter, const Day& today);

}  // namespace postbag::office
