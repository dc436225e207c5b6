#include "server/office/engagement_book.h"

#include <algorithm>
#include <tuple>

namespace postbag::office {
namespace {

std::vector<RecordedEngagement> newest_first(const std::vector<Record>& records) {
  std::vector<RecordedEngagement> all;
  for (const Record& record : records)
    if (auto engagement = recorded(record)) all.push_back(std::move(*engagement));
  // By id among those of a day, so that the order is always the same.
  std::sort(all.begin(), all.end(), [](const RecordedEngagement& a, const RecordedEngagement& b) {
    return std::tie(b.engagement.day, a.id) < std::tie(a.engagement.day, b.id);
  });
  return all;
}

}  // namespace

std::optional<RecordedEngagement> recorded(const Record& record) {
  if (record.removed()) return std::nullopt;
  return RecordedEngagement{record.id, record.version, record.at, record.author,
                            engagement_of(record.body)};
}

std::vector<RecordedEngagement> engagements(OfficeStore& store) {
  return newest_first(store.all(RecordKind::engagement));
}

std::vector<RecordedEngagement> engagements_at(OfficeStore& store, Instant moment) {
  return newest_first(store.all_at(RecordKind::engagement, moment));
}

std::vector<RecordedEngagement> chosen(std::vector<RecordedEngagement> all,
                                       const EngagementFilter& filter) {
  std::erase_if(
      all, [&](const RecordedEngagement& one) { return !filter.lets_through(one.engagement); });
  return all;
}

std::vector<RecordedEngagement> due(std::vector<RecordedEngagement> all, const Day& today) {
  std::erase_if(all, [&](const RecordedEngagement& one) { return !is_due(one.engagement, today); });
  std::sort(all.begin(), all.end(), [](const RecordedEngagement& a, const RecordedEngagement& b) {
    return std::tie(*a.engagement.remind_on, a.id) < std::tie(*b.engagement.remind_on, b.id);
  });
  return all;
}

EngagementSums sums_of(std::span<const RecordedEngagement> all, const EngagementFilter& filter,
                       const Day& today) {
  std::vector<Engagement> plain;
  plain.reserve(all.size());
  for (const RecordedEngagement& one : all)
    plain.push_back(one.engagement);
  return sums_of(plain, filter, today);
}

}  // namespace postbag::office
