#include <array>
#include <map>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "server/campaign/reach.h"

namespace {

using postbag::campaign::public_counts;

/// A small world: some seats with 0 to kMost letters each, and perhaps supporters whose letter has
/// not gone. In each step one letter is confirmed, sent or comes back. The onlooker sees every
/// published figure at every moment, knows how they are made, and keeps in mind every world that
/// is still possible.
constexpr int kMost = 24;
constexpr int kWide = kMost + 1;
constexpr int kWorlds = kWide * kWide * kWide;

using World = std::array<int, 3>;

World world_of(int number) {
  return {number % kWide, number / kWide % kWide, number / kWide / kWide};
}

int number_of(const World& world) {
  return world[0] + kWide * (world[1] + kWide * world[2]);
}

/// What an onlooker sees of a seat.
struct SeatView {
  bool reached = false;
  std::optional<std::int64_t> letters;

  [[nodiscard]] bool small() const { return reached && !letters; }
  auto operator<=>(const SeatView&) const = default;
};

struct View {
  std::array<SeatView, 3> seats;
  std::optional<std::int64_t> letters_sent;
  std::optional<std::int64_t> supporters;
  auto operator<=>(const View&) const = default;
};

class Onlooker {
 public:
  /// `seats` of the three numbers of a world are seats'; the third may be of waiting letters.
  explicit Onlooker(int seats) : seats_(seats), views_(kWorlds) {
    std::map<View, int> known;
    for (int number = 0; number < kWorlds; ++number) {
      const View seen = look(world_of(number));
      const auto [at, fresh] = known.try_emplace(seen, static_cast<int>(seen_.size()));
      if (fresh) seen_.push_back(seen);
      views_[static_cast<std::size_t>(number)] = at->second;
    }
  }

  /// Every small count that is known for certain at the moment when some figure changes, in any
  /// history: but those of a seat that just appeared (1) or fell under ten (9), which the change
  /// itself tells.
  [[nodiscard]] std::set<std::string> found_out() {
    std::set<std::string> secrets;
    std::set<std::vector<int>> followed;
    std::vector<std::vector<int>> waiting{{0}};
    while (!waiting.empty()) {
      std::vector<int> possible = unseen_steps(std::move(waiting.back()));
      waiting.pop_back();
      if (!followed.insert(possible).second) continue;
      std::map<int, std::set<int>> next;
      for (const int number : possible)
        for (const int after : steps(number))
          if (view(after) != view(number)) next[view(after)].insert(after);
      for (const auto& [seen, worlds] : next) {
        if (!is_whole(seen_[static_cast<std::size_t>(seen)])) continue;
        note(seen_[static_cast<std::size_t>(view(possible.front()))],
             seen_[static_cast<std::size_t>(seen)], worlds, secrets);
        waiting.emplace_back(worlds.begin(), worlds.end());
      }
    }
    histories_ = followed.size();
    return secrets;
  }

  [[nodiscard]] std::size_t histories() const { return histories_; }

 private:
  [[nodiscard]] View look(const World& world) const {
    const std::vector<std::int64_t> letters(world.begin(), world.begin() + seats_);
    const auto seen = public_counts(letters, world[0] + world[1] + world[2]);
    View view{{}, seen.letters_sent, seen.supporters};
    for (std::size_t i = 0; i < letters.size(); ++i)
      view.seats[i] = {letters[i] > 0, seen.letters[i]};
    return view;
  }

  [[nodiscard]] int view(int number) const { return views_[static_cast<std::size_t>(number)]; }

  /// Leaves out what only looks certain because the worlds end at kMost.
  static bool is_whole(const View& view) {
    for (const SeatView& seat : view.seats)
      if (seat.letters.value_or(0) >= kMost / 10 * 10) return false;
    return view.supporters.value_or(0) - view.letters_sent.value_or(0) < 10;
  }

  [[nodiscard]] std::vector<int> steps(int number) const {
    const World world = world_of(number);
    std::vector<int> all;
    const auto add = [&](World after) {
      for (const int count : after)
        if (count < 0 || count > kMost) return;
      all.push_back(number_of(after));
    };
    for (std::size_t i = 0; i < 3; ++i)
      for (const int change : {1, -1}) {
        World after = world;
        after[i] += change;
        // With waiting letters: one is sent, one comes back. A confirmed one stays a supporter.
        const bool waits = static_cast<int>(i) >= seats_;
        if (seats_ < 3 && !waits) after[2] -= change;
        if (!waits || change > 0) add(after);
      }
    return all;
  }

  /// With the worlds that look the same, reached without any change to see.
  [[nodiscard]] std::vector<int> unseen_steps(std::vector<int> possible) const {
    std::vector<char> known(kWorlds);
    for (const int number : possible)
      known[static_cast<std::size_t>(number)] = 1;
    for (std::size_t i = 0; i < possible.size(); ++i)
      for (const int after : steps(possible[i]))
        if (known[static_cast<std::size_t>(after)] == 0 && view(after) == view(possible[i])) {
          known[static_cast<std::size_t>(after)] = 1;
          possible.push_back(after);
        }
    std::sort(possible.begin(), possible.end());
    return possible;
  }

  void note(const View& before, const View& now, const std::set<int>& worlds,
            std::set<std::string>& secrets) const {
    for (std::size_t i = 0; i < static_cast<std::size_t>(seats_); ++i) {
      if (!now.seats[i].small() || !before.seats[i].small()) continue;
      std::set<int> counts;
      for (const int number : worlds)
        counts.insert(world_of(number)[i]);
      if (counts.size() == 1)
        secrets.insert("seat " + std::to_string(i) + " has " + std::to_string(*counts.begin()) +
                       " when the total is " + std::to_string(now.letters_sent.value_or(0)));
    }
  }

  int seats_;
  std::vector<int> views_;
  std::vector<View> seen_;
  std::size_t histories_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(suppression)

BOOST_AUTO_TEST_CASE(who_sees_every_figure_change_learns_no_small_count) {
  Onlooker onlooker{3};
  const auto secrets = onlooker.found_out();
  BOOST_TEST(onlooker.histories() > 40U);
  BOOST_TEST_CONTEXT((secrets.empty() ? std::string{} : *secrets.begin()))
  BOOST_TEST(secrets.size() == 0U);
}

BOOST_AUTO_TEST_CASE(the_number_of_supporters_does_not_help_either) {
  Onlooker onlooker{2};
  const auto secrets = onlooker.found_out();
  BOOST_TEST(onlooker.histories() > 15U);
  BOOST_TEST_CONTEXT((secrets.empty() ? std::string{} : *secrets.begin()))
  BOOST_TEST(secrets.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
