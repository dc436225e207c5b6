#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "server/office/engagement.h"

namespace postbag::office {

/// Which engagements are meant. What is left empty does not choose.
struct EngagementFilter {
  std::optional<EngagementKind> kind = {};
  /// A slug.
  std::string campaign = {};
  /// Parliament's number of an MP.
  std::string member = {};
  /// Both days are part of the period.
  std::optional<Day> from = {};
  std::optional<Day> to = {};

  [[nodiscard]] bool lets_through(const Engagement& engagement) const;
};

/// What comes out of engagements by themselves. Those whose day lies after the day of asking are
/// plans, and are counted as nothing else.
struct EngagementSums {
  /// How many there were; kinds of which there were none are not in it.
  std::map<EngagementKind, std::int64_t> by_kind;
  std::int64_t plans = 0;
  /// Different MPs who were at a meeting, a briefing or an event.
  std::int64_t members_met = 0;
  /// Officials and people of organisations who were at meetings; somebody who was at two counts
  /// twice.
  std::int64_t others_met = 0;
  /// The same at briefings and events.
  std::int64_t presented_to = 0;
  std::int64_t holding_replies = 0;
  std::int64_t substantial_replies = 0;

  bool operator==(const EngagementSums&) const = default;
};

[[nodiscard]] EngagementSums sums_of(std::span<const Engagement> engagements,
                                     const EngagementFilter& filter, const Day& today);

/// Whether somebody wanted to be reminded of it by today.
[[nodiscard]] bool is_due(const Engagement& engagement, const Day& today);

}  // namespace postbag::office
