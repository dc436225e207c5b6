#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "server/office/decision.h"
#include "server/office/store.h"

namespace postbag::office {

/// An entry of a timeline as it is recorded.
struct RecordedDecision {
  std::string id;
  std::int64_t version = 0;
  Instant at;
  /// Who saved this version.
  std::string author;
  Decision decision;
};

/// Nothing for what is not a timeline's, or was removed.
[[nodiscard]] std::optional<RecordedDecision> recorded_decision(const Record& record);

/// A campaign's entries, the oldest day first; those of one day in the order of the steps.
[[nodiscard]] std::vector<RecordedDecision> timeline(OfficeStore& store, std::string_view campaign);
/// The same as it stood at that moment; what was deleted since is not among it.
[[nodiscard]] std::vector<RecordedDecision> timeline_at(OfficeStore& store,
                                                        std::string_view campaign, Instant moment);

/// As outcome_of() of decision.h: the outcome that stands.
[[nodiscard]] std::optional<Decision> outcome_of(const std::vector<RecordedDecision>& timeline);

}  // namespace postbag::office
