#include "server/campaign/reach.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace postbag::campaign {
namespace {

/// Counts are rounded down to tens, so that a count under ten is none.
std::int64_t rounded(std::int64_t count) {
  return count / kSmallestPublicCount * kSmallestPublicCount;
}

std::optional<std::int64_t> published(std::int64_t count) {
  if (count < kSmallestPublicCount) return std::nullopt;
  return rounded(count);
}

/// Whether the rounded total may stand beside the rounded counts of the seats. From both anyone can
/// work out bounds for the sum of the unpublished counts, each of which is 1 to 9. All of them
/// could be known to be 9 when the lower bound is over 8 for each, and to be 1 when the upper one
/// is under 2 for each: then the total is left out. Whoever looks again and again saw some seat
/// appear, and so knows that one count is 1 just then: the lower bound leaves that one aside. The
/// rule looks at published figures only, so that leaving the total out gives nothing away either.
bool total_may_be_published(const std::vector<std::int64_t>& letters, std::int64_t total) {
  constexpr std::int64_t slack = kSmallestPublicCount - 1;  // what rounding can hide in one count
  std::int64_t hidden = 0;
  std::int64_t shown = 0;
  std::int64_t shown_sum = 0;
  for (const std::int64_t count : letters) {
    hidden += count > 0 && count < kSmallestPublicCount ? 1 : 0;
    shown += count < kSmallestPublicCount ? 0 : 1;
    shown_sum += rounded(count);
  }
  if (hidden == 0) return true;
  const std::int64_t least = rounded(total) - shown_sum - slack * shown;
  const std::int64_t most = rounded(total) + slack - shown_sum;
  return least <= 8 * (hidden - 1) + 1 && most >= 2 * hidden;
}

std::vector<ReachGroup> grouped(const std::map<std::string, ReachGroup, std::less<>>& groups) {
  std::vector<ReachGroup> all;
  all.reserve(groups.size());
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

}  // namespace

int mps_reached(const Reach& reach) {
  std::set<std::string_view> members;
  for (const ReachCell& cell : reach.cells)
    members.insert(cell.member);
  return static_cast<int>(members.size());
}

PublicCounts public_counts(const std::vector<std::int64_t>& letters, std::int64_t supporters) {
  PublicCounts counts;
  counts.letters.reserve(letters.size());
  std::int64_t total = 0;
  for (const std::int64_t count : letters) {
    counts.letters.push_back(published(count));
    total += count;
  }
  if (total_may_be_published(letters, total)) counts.letters_sent = published(total);
  if (counts.letters_sent) counts.supporters = published(supporters);
  return counts;
}

PublicReach publish(const Reach& reach, const data::DataSet& data_set, Instant as_of) {
  std::map<std::string_view, std::size_t> places;
  std::vector<std::int64_t> letters;
  std::set<std::string_view> members;
  for (const ReachCell& cell : reach.cells) {
    const auto [place, fresh] = places.try_emplace(cell.constituency, letters.size());
    if (fresh) letters.push_back(0);
    letters[place->second] += cell.letters;
    members.insert(cell.member);
  }
  const PublicCounts counts = public_counts(letters, reach.supporters);

  PublicReach answer;
  answer.mps_reached = static_cast<int>(members.size());
  answer.mps_total = static_cast<int>(data_set.constituencies().size());
  answer.as_of = as_of;
  answer.data_set = data_set.description();
  answer.letters_sent = counts.letters_sent;
  answer.supporters = counts.supporters;
  std::map<std::string, ReachGroup, std::less<>> parties;
  std::map<std::string, ReachGroup, std::less<>> nations;
  std::map<std::string, ReachGroup, std::less<>> regions;
  for (const data::Constituency& seat : data_set.constituencies()) {
    const bool reached = seat.member && members.contains(seat.member->id);
    const auto place = places.find(seat.code);
    answer.constituencies.push_back(
        {seat.code, reached, place == places.end() ? std::nullopt : counts.letters[place->second]});
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
