#include "server/office/figures.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "base/time_text.h"

namespace postbag::office {
namespace {

using campaign::LetterState;
using data::Constituency;

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kStates = static_cast<std::size_t>(LetterState::withdrawn) + 1;

bool is_of_supporter(LetterState state) {
  return state != LetterState::awaiting_confirmation && state != LetterState::expired &&
         state != LetterState::withdrawn;
}

/// Who did something first when, for each of several things that are known by numbers.
class Firsts {
 public:
  struct First {
    std::uint32_t what;
    std::uint32_t who;
    Instant at;
  };
  struct Count {
    std::int64_t all = 0;
    std::int64_t in_period = 0;
  };

  void add(std::uint32_t what, std::uint32_t who, Instant at) {
    if (what != kNone) all_.push_back({what, who, at});
  }

  /// One for each thing and person.
  [[nodiscard]] const std::vector<First>& firsts() {
    std::sort(all_.begin(), all_.end(), [](const First& one, const First& other) {
      return std::tie(one.what, one.who, one.at) < std::tie(other.what, other.who, other.at);
    });
    const auto same = [](const First& one, const First& other) {
      return one.what == other.what && one.who == other.who;
    };
    all_.erase(std::unique(all_.begin(), all_.end(), same), all_.end());
    return all_;
  }

  /// How many people, of things 0 to `size` - 1.
  [[nodiscard]] std::vector<Count> counts(std::size_t size, Instant from) {
    std::vector<Count> counts(size);
    for (const First& first : firsts()) {
      ++counts[first.what].all;
      counts[first.what].in_period += first.at >= from ? 1 : 0;
    }
    return counts;
  }

 private:
  std::vector<First> all_;
};

/// One kind of groups that each seat is in one of.
class Grouping {
 public:
  std::uint32_t add_seat(const std::string& name, bool reached) {
    const auto [known, fresh] = numbers_.try_emplace(name, static_cast<std::uint32_t>(all_.size()));
    if (fresh) all_.push_back({name});
    GroupFigures& group = all_[known->second];
    ++group.mps_total;
    group.mps_reached += reached ? 1 : 0;
    return known->second;
  }
  /// For people who are no longer MPs.
  std::uint32_t add_nameless(int reached) {
    all_.push_back({{}, 0, reached});
    return static_cast<std::uint32_t>(all_.size() - 1);
  }
  void add_letter(std::uint32_t group, const LedgerLetter& letter) {
    if (group == kNone) return;
    if (letter.state == LetterState::sent) ++all_[group].letters_sent;
    if (is_of_supporter(letter.state))
      supporters_.add(group, letter.supporter, letter.confirmed_at);
  }
  /// The largest first, those of one size in order of name.
  [[nodiscard]] std::vector<GroupFigures> taken() {
    const auto counts = supporters_.counts(all_.size(), Instant::min());
    for (std::size_t i = 0; i < all_.size(); ++i)
      all_[i].supporters = counts[i].all;
    std::sort(all_.begin(), all_.end(), [](const GroupFigures& one, const GroupFigures& other) {
      return one.mps_total != other.mps_total ? one.mps_total > other.mps_total
                                              : one.name < other.name;
    });
    return std::move(all_);
  }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<GroupFigures> all_;
  Firsts supporters_;
};

/// Days in London; the conversion is the same for all moments of one hour.
class Days {
 public:
  explicit Days(Instant from) : from_(from) {}

  void add_sent(Instant at) {
    if (DayFigures& day = day_of(at); at >= from_) ++day.letters_sent;
  }
  void add_supporter(Instant at) {
    if (DayFigures& day = day_of(at); at >= from_) ++day.supporters;
  }
  void add_reached(Instant at) { ++day_of(at).mps_reached; }

  /// Without gaps; what was before the period is in the first day's `mps_reached` alone.
  [[nodiscard]] std::vector<DayFigures> taken(Instant as_of) {
    std::vector<DayFigures> days;
    if (days_.empty()) return days;
    const std::string last = london_date(as_of);
    std::string date = days_.begin()->first;
    if (from_ > Instant::min()) date = std::max(date, london_date(from_));
    int reached = 0;
    auto known = days_.begin();
    for (; known != days_.end() && known->first < date; ++known)
      reached += known->second.mps_reached;
    for (; date <= last; date = day_after(date)) {
      DayFigures day;
      if (known != days_.end() && known->first == date) day = (known++)->second;
      day.date = date;
      day.mps_reached = reached += day.mps_reached;
      days.push_back(std::move(day));
    }
    return days;
  }

 private:
  static std::string day_after(const std::string& date) {
    // A day has 23 to 25 hours.
    return london_date(*parse_date(date, "date") + std::chrono::hours{30});
  }
  DayFigures& day_of(Instant at) {
    DayFigures*& day =
        by_hour_[std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count()];
    if (day == nullptr) day = &days_[london_date(at)];
    return *day;
  }

  Instant from_;
  std::map<std::string, DayFigures> days_;
  std::unordered_map<std::int64_t, DayFigures*> by_hour_;
};

/// The ledger's numbers in terms of the data set.
struct Places {
  Places(const Ledger& ledger, const data::DataSet& data_set, const MpGroup& group)
      : seats(data_set.constituencies()) {
    std::unordered_map<std::string_view, std::uint32_t> by_code;
    std::unordered_map<std::string_view, std::uint32_t> by_member;
    for (std::uint32_t i = 0; i < seats.size(); ++i) {
      by_code.emplace(seats[i].code, i);
      if (seats[i].member) by_member.emplace(seats[i].member->id, i);
    }
    const auto find = [](const auto& map, std::string_view name) {
      const auto found = map.find(name);
      return found == map.end() ? kNone : found->second;
    };
    for (std::uint32_t i = 0; i < ledger.constituencies.size(); ++i) {
      seat_of_constituency.push_back(find(by_code, ledger.constituencies[i]));
      constituency_counts.push_back(group.everyone ||
                                    group.seats.contains(ledger.constituencies[i]));
    }
    for (std::uint32_t i = 0; i < ledger.members.size(); ++i) {
      seat_of_member.push_back(find(by_member, ledger.members[i]));
      member_counts.push_back(group.everyone || group.members.contains(ledger.members[i]));
    }
  }

  [[nodiscard]] bool counts(const LedgerLetter& letter) const {
    return constituency_counts[letter.constituency] || member_counts[letter.member];
  }

  std::span<const Constituency> seats;
  std::vector<std::uint32_t> seat_of_constituency;
  /// Where they sit now.
  std::vector<std::uint32_t> seat_of_member;
  std::vector<bool> constituency_counts;
  std::vector<bool> member_counts;
};

/// One counting.
class Counting {
 public:
  Counting(const Ledger& ledger, const data::DataSet& data_set, const MpGroup& group,
           std::optional<Instant> from)
      : ledger_(ledger),
        places_(ledger, data_set, group),
        group_(group),
        from_(from.value_or(Instant::min())),
        days_(from_) {
    figures_.as_of = ledger.as_of;
    figures_.data_set = data_set.description();
    figures_.from = from;
    for (std::size_t state = 0; state < kStates; ++state)
      figures_.letters[static_cast<LetterState>(state)] = 0;
    for (const LedgerLetter& letter : ledger.letters)
      if (places_.counts(letter)) letters_.push_back(&letter);
  }

  ReachFigures taken() {
    count_letters();
    count_reached();
    count_seats();
    count_groups();
    count_supporters();
    figures_.days = days_.taken(figures_.as_of);
    return std::move(figures_);
  }

 private:
  void count_letters() {
    std::map<std::uint32_t, std::int64_t> sources;
    for (const LedgerLetter* const letter : letters_) {
      ++figures_.letters[letter->state];
      if (letter->state == LetterState::sent) {
        ++figures_.all.letters_sent;
        figures_.in_period.letters_sent += letter->since >= from_ ? 1 : 0;
        days_.add_sent(letter->since);
      }
      if (!is_of_supporter(letter->state)) continue;
      ++sources[letter->source];
      figures_.opt_ins += letter->opted_in ? 1 : 0;
    }
    for (const auto& [source, count] : sources)
      figures_.sources.push_back({ledger_.sources[source], count});
    std::sort(figures_.sources.begin(), figures_.sources.end(),
              [](const SourceFigures& one, const SourceFigures& other) {
                return one.letters != other.letters ? one.letters > other.letters
                                                    : one.source < other.source;
              });
  }

  void count_reached() {
    std::vector<ReachedMember> members(ledger_.members.size());
    for (const LedgerLetter* const letter : letters_) {
      if (letter->state != LetterState::sent) continue;
      ReachedMember& member = members[letter->member];
      const bool first = member.letters_sent++ == 0;
      if (first || letter->since < member.first_sent) member.first_sent = letter->since;
      const std::string& constituency = ledger_.constituencies[letter->constituency];
      // Of two at the same moment, always the same one.
      if (first ||
          std::tie(letter->since, constituency) > std::tie(member.last_sent, member.constituency)) {
        member.last_sent = letter->since;
        member.constituency = constituency;
      }
    }
    reached_seats_.assign(places_.seats.size(), false);
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      if (members[i].letters_sent == 0) continue;
      members[i].id = ledger_.members[i];
      if (const std::uint32_t seat = places_.seat_of_member[i]; seat != kNone) {
        members[i].seat = &places_.seats[seat];
        reached_seats_[seat] = true;
      }
      add_reached(std::move(members[i]));
    }
    std::sort(figures_.reached.begin(), figures_.reached.end(),
              [](const ReachedMember& one, const ReachedMember& other) {
                return std::tie(one.first_sent, one.id) < std::tie(other.first_sent, other.id);
              });
  }

  void add_reached(ReachedMember member) {
    ++figures_.all.mps_reached;
    figures_.present_mps_reached += member.seat != nullptr ? 1 : 0;
    figures_.in_period.mps_reached += member.last_sent >= from_ ? 1 : 0;
    figures_.mps_first_reached_in_period += member.first_sent >= from_ ? 1 : 0;
    days_.add_reached(member.first_sent);
    figures_.reached.push_back(std::move(member));
  }

  void count_seats() {
    std::vector<SeatFigures> seats(places_.seats.size());
    Firsts supporters;
    for (const LedgerLetter* const letter : letters_) {
      const std::uint32_t place = places_.seat_of_constituency[letter->constituency];
      if (is_of_supporter(letter->state))
        supporters.add(place, letter->supporter, letter->confirmed_at);
      if (place == kNone || letter->state != LetterState::sent) continue;
      SeatFigures& seat = seats[place];
      ++seat.letters_sent;
      seat.letters_sent_in_period += letter->since >= from_ ? 1 : 0;
      seat.first_sent = std::min(seat.first_sent.value_or(letter->since), letter->since);
      seat.last_sent = std::max(seat.last_sent.value_or(letter->since), letter->since);
    }
    const auto counts = supporters.counts(seats.size(), from_);
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (!group_.has(places_.seats[i])) continue;
      SeatFigures& seat = seats[i];
      seat.seat = &places_.seats[i];
      seat.reached = reached_seats_[i];
      seat.supporters = counts[i].all;
      seat.supporters_in_period = counts[i].in_period;
      ++figures_.mps_total;
      figures_.no_mp += seat.seat->member ? 0 : 1;
      figures_.seats.push_back(seat);
    }
  }

  void count_groups() {
    Grouping parties;
    Grouping nations;
    Grouping regions;
    std::vector<std::uint32_t> party(places_.seats.size(), kNone);
    std::vector<std::uint32_t> nation(places_.seats.size(), kNone);
    std::vector<std::uint32_t> region(places_.seats.size(), kNone);
    for (std::size_t i = 0; i < places_.seats.size(); ++i) {
      const Constituency& seat = places_.seats[i];
      if (!group_.has(seat)) continue;
      if (seat.member) party[i] = parties.add_seat(seat.member->party, reached_seats_[i]);
      nation[i] = nations.add_seat(std::string{data::name_of(seat.nation)}, reached_seats_[i]);
      region[i] = regions.add_seat(seat.region, reached_seats_[i]);
    }
    const int former = figures_.all.mps_reached - figures_.present_mps_reached;
    const std::uint32_t nobody = former > 0 ? parties.add_nameless(former) : kNone;
    const auto of = [](const std::vector<std::uint32_t>& groups, std::uint32_t seat) {
      return seat == kNone ? kNone : groups[seat];
    };
    for (const LedgerLetter* const letter : letters_) {
      const std::uint32_t home = places_.seat_of_member[letter->member];
      const std::uint32_t place = places_.seat_of_constituency[letter->constituency];
      parties.add_letter(home == kNone ? nobody : party[home], *letter);
      nations.add_letter(of(nation, place), *letter);
      regions.add_letter(of(region, place), *letter);
    }
    figures_.by_party = parties.taken();
    figures_.by_nation = nations.taken();
    figures_.by_region = regions.taken();
  }

  void count_supporters() {
    Firsts supporters;
    for (const LedgerLetter* const letter : letters_)
      if (is_of_supporter(letter->state))
        supporters.add(0, letter->supporter, letter->confirmed_at);
    for (const Firsts::First& first : supporters.firsts()) {
      ++figures_.all.supporters;
      figures_.in_period.supporters += first.at >= from_ ? 1 : 0;
      days_.add_supporter(first.at);
    }
  }

  const Ledger& ledger_;
  Places places_;
  const MpGroup& group_;
  Instant from_;
  Days days_;
  /// Those of the group.
  std::vector<const LedgerLetter*> letters_;
  /// By seat: its present Member had a letter.
  std::vector<bool> reached_seats_;
  ReachFigures figures_;
};

}  // namespace

ReachFigures count_reach(const Ledger& ledger, const data::DataSet& data_set, const MpGroup& group,
                         std::optional<Instant> from) {
  return Counting{ledger, data_set, group, from}.taken();
}

std::vector<SeatFigures> not_yet_reached(const ReachFigures& figures) {
  std::vector<SeatFigures> seats;
  for (const SeatFigures& seat : figures.seats)
    if (!seat.reached) seats.push_back(seat);
  std::sort(seats.begin(), seats.end(), [](const SeatFigures& one, const SeatFigures& other) {
    return one.supporters != other.supporters ? one.supporters < other.supporters
                                              : one.seat->name < other.seat->name;
  });
  return seats;
}

}  // namespace postbag::office
