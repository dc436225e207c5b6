#include "server/office/engagement_sums.h"

#include <algorithm>
#include <set>

namespace postbag::office {

bool EngagementFilter::lets_through(const Engagement& engagement) const {
  const auto& members = engagement.members;
  return (!kind || engagement.kind == *kind) &&
         (campaign.empty() || engagement.campaign == campaign) &&
         (member.empty() || std::any_of(members.begin(), members.end(),
                                        [&](const MetMember& one) { return one.id == member; })) &&
         (!from || engagement.day >= *from) && (!to || engagement.day <= *to);
}

EngagementSums sums_of(std::span<const Engagement> engagements, const EngagementFilter& filter,
                       const Day& today) {
  EngagementSums sums;
  std::set<std::string> met;
  for (const Engagement& engagement : engagements) {
    if (!filter.lets_through(engagement)) continue;
    if (engagement.day > today) {
      ++sums.plans;
      continue;
    }
    ++sums.by_kind[engagement.kind];
    if (engagement.reply)
      ++(*engagement.reply == ReplyKind::holding ? sums.holding_replies : sums.substantial_replies);
    const bool is_meeting = engagement.kind == EngagementKind::meeting;
    const bool is_presentation =
        engagement.kind == EngagementKind::briefing || engagement.kind == EngagementKind::event;
    if (!is_meeting && !is_presentation) continue;
    for (const MetMember& member : engagement.members)
      met.insert(member.id);
    for (const Party& party : engagement.others)
      (is_meeting ? sums.others_met : sums.presented_to) += party.people;
  }
  sums.members_met = static_cast<std::int64_t>(met.size());
  return sums;
}

bool is_due(const Engagement& engagement, const Day& today) {
  return engagement.remind_on && *engagement.remind_on <= today;
}

}  // namespace postbag::office
