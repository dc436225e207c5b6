#include "server/campaign/reach.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace postbag::campaign {
namespace {

/// The letters of the cells that are not published, and whether anyone can work one of them out
/// from their sum.
struct Suppressed {
  std::int64_t cells = 0;
  std::int64_t sum = 0;

  /// A small cell lies in 1…9. When all are 1, or all are 9, or there is just one, the sum tells
  /// each.
  [[nodiscard]] bool safe() const {
    return cells == 0 || (cells > 1 && sum > cells && sum < cells * (kSmallestPublicCount - 1));
  }
};

/// The smallest count that is published: kSmallestPublicCount, or more where small cells need
/// company. Nothing when no company suffices, so that the total must go too.
struct Threshold {
  std::int64_t smallest_published = kSmallestPublicCount;
  bool total_published = true;
};

Threshold find_threshold(std::vector<std::int64_t> counts) {
  std::sort(counts.begin(), counts.end());
  Suppressed small;
  auto next = counts.begin();
  for (; next != counts.end() && *next < kSmallestPublicCount; ++next) {
    ++small.cells;
    small.sum += *next;
  }
  Threshold threshold;
  if (small.safe()) return threshold;
  // One cell of at least kSmallestPublicCount hides the small ones: nobody outside knows how large
  // it is.
  if (next == counts.end()) {
    threshold.total_published = false;
  } else {
    threshold.smallest_published = *next + 1;
  }
  return threshold;
}

std::vector<ReachGroup> grouped(const std::map<std::string, ReachGroup, std::less<>>& groups) {
  std::vector<ReachGroup> all;
  for (const auto& [name, group] : groups)
    all.push_back(group);
  std::stable_sort(all.begin(), all.end(), [](const ReachGroup& one, const ReachGroup& other) {
    return one.mps_total > other.mps_total;
  });
  return all;
}

void count(std::map<std::string, ReachGroup, std::less<>>& groups, std::string_view name,
           bool reached) {
  ReachGroup& group =
      groups.try_emplace(std::string{name}, ReachGroup{std::string{name}}).first->second;
  ++group.mps_total;
  group.mps_reached += reached ? 1 : 0;
}

std::optional<std::int64_t> published(std::int64_t count, std::int64_t smallest) {
  if (count < smallest) return std::nullopt;
  return count;
}

}  // namespace

int mps_reached(const Reach& reach) {
  std::set<std::string_view> members;
  for (const ReachCell& cell : reach.cells)
    members.insert(cell.member);
  return static_cast<int>(members.size());
}

PublicReach publish(const Reach& reach, const data::DataSet& data_set, Instant as_of) {
  std::map<std::string_view, std::int64_t> letters;
  std::set<std::string_view> members;
  std::int64_t total = 0;
  for (const ReachCell& cell : reach.cells) {
    letters[cell.constituency] += cell.letters;
    members.insert(cell.member);
    total += cell.letters;
  }
  std::vector<std::int64_t> counts;
  for (const auto& [code, count] : letters)
    counts.push_back(count);
  const Threshold threshold = find_threshold(std::move(counts));

  PublicReach answer;
  answer.mps_reached = static_cast<int>(members.size());
  answer.mps_total = static_cast<int>(data_set.constituencies().size());
  answer.as_of = as_of;
  answer.data_set = data_set.description();
  if (threshold.total_published) {
    answer.letters_sent = published(total, kSmallestPublicCount);
    if (answer.letters_sent) answer.supporters = published(reach.supporters, kSmallestPublicCount);
  }
  std::map<std::string, ReachGroup, std::less<>> parties;
  std::map<std::string, ReachGroup, std::less<>> nations;
  std::map<std::string, ReachGroup, std::less<>> regions;
  for (const data::Constituency& seat : data_set.constituencies()) {
    const bool reached = seat.member && members.contains(seat.member->id);
    const auto found = letters.find(seat.code);
    answer.constituencies.push_back(
        {seat.code, reached,
         published(found == letters.end() ? 0 : found->second, threshold.smallest_published)});
    if (seat.member) count(parties, seat.member->party, reached);
    count(nations, data::name_of(seat.nation), reached);
    count(regions, seat.region, reached);
  }
  answer.by_party = grouped(parties);
  answer.by_nation = grouped(nations);
  answer.by_region = grouped(regions);
  return answer;
}

}  // namespace postbag::campaign
