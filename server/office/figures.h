#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/data_set.h"
#include "server/campaign/letter_state.h"
#include "server/office/ledger.h"
#include "server/office/mp_group.h"

namespace postbag::office {

/// A stretch of time, or all of it until the moment that the figures are of.
///
/// letters sent: those that are `sent` as of that moment, counted when they were.
/// supporters: distinct people with a letter that is not awaiting confirmation, expired or
/// withdrawn, counted when they first said yes.
/// MPs reached: distinct people with such a letter sent.
struct Counts {
  std::int64_t letters_sent = 0;
  std::int64_t supporters = 0;
  int mps_reached = 0;
  bool operator==(const Counts&) const = default;
};

/// A party, nation or region: its MPs are those who sit now. A party's letters are those to its
/// MPs; a nation's and region's, those from its seats.
struct GroupFigures {
  /// Empty: people who are no longer MPs, among the parties.
  std::string name;
  int mps_total = 0;
  int mps_reached = 0;
  std::int64_t letters_sent = 0;
  std::int64_t supporters = 0;
};

struct SeatFigures {
  /// Lives as long as the data set. Vacant, or of an MP not yet named, where it has no member.
  const data::Constituency* seat = nullptr;
  /// Whether its present MP has been reached, from wherever.
  bool reached = false;
  /// From this seat, to whoever held it.
  std::int64_t letters_sent = 0;
  std::int64_t supporters = 0;
  /// The same since the period's beginning.
  std::int64_t letters_sent_in_period = 0;
  std::int64_t supporters_in_period = 0;
  std::optional<Instant> first_sent;
  std::optional<Instant> last_sent;
};

/// A person who had a letter.
struct ReachedMember {
  /// data::Member::id.
  std::string id;
  /// Where they sit now; null for who is no longer an MP.
  const data::Constituency* seat = nullptr;
  /// The code of the seat that their last letter came from.
  std::string constituency;
  std::int64_t letters_sent = 0;
  Instant first_sent;
  Instant last_sent;
};

struct SourceFigures {
  /// Empty: not known.
  std::string source;
  /// Of supporters, that is neither awaiting confirmation, expired nor withdrawn.
  std::int64_t letters = 0;
};

/// A day in London.
struct DayFigures {
  /// `2026-11-22`.
  std::string date;
  std::int64_t letters_sent = 0;
  std::int64_t supporters = 0;
  /// By the end of that day, since the beginning.
  int mps_reached = 0;
};

/// Everything that is counted of some letters and a group of MPs, exact: for staff only.
struct ReachFigures {
  Instant as_of;
  /// data::DataSet::description().
  std::string data_set;
  /// Seats of the group, vacant ones among them: 650 of all.
  int mps_total = 0;
  /// Of those, the ones without an MP that the data set names.
  int no_mp = 0;
  Counts all;
  /// The MPs reached of those who sit now; the rest of `all.mps_reached` are no longer MPs.
  int present_mps_reached = 0;
  /// When the period begins; nothing when it is all time.
  std::optional<Instant> from;
  /// What happened since; the same as `all` when there is no `from`.
  Counts in_period;
  /// MPs whose very first letter came in the period.
  int mps_first_reached_in_period = 0;
  /// All ten, also those without a letter.
  std::map<campaign::LetterState, std::int64_t> letters;
  /// Letters of supporters with a consent that is in force now, not then (Ledger).
  std::int64_t opt_ins = 0;
  /// The most letters first. As they are known now (Ledger).
  std::vector<SourceFigures> sources;
  /// The largest first.
  std::vector<GroupFigures> by_party;
  std::vector<GroupFigures> by_nation;
  std::vector<GroupFigures> by_region;
  /// The group's, in order of code.
  std::vector<SeatFigures> seats;
  /// In order of when they were first reached.
  std::vector<ReachedMember> reached;
  /// Every day from the first with anything to count, but not before the period, to `as_of`; none
  /// when there is nothing to count.
  std::vector<DayFigures> days;
};

/// Counts. Neither asks anything nor keeps anything: the same arguments give the same figures.
/// `data_set` must outlive what comes back.
[[nodiscard]] ReachFigures count_reach(const Ledger& ledger, const data::DataSet& data_set,
                                       const MpGroup& group = {},
                                       std::optional<Instant> from = std::nullopt);

/// The seats whose MP has not been reached, the fewest supporters first; then by name.
[[nodiscard]] std::vector<SeatFigures> not_yet_reached(const ReachFigures& figures);

}  // namespace postbag::office
