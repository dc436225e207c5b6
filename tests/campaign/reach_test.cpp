#include "server/campaign/reach.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>

namespace {

using postbag::campaign::PublicReach;
using postbag::campaign::publish;
using postbag::campaign::Reach;

const postbag::data::DataSet& real_data() {
  static const auto data_set =
      postbag::data::DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set")
          .value();
  return *data_set;
}

/// So many letters to each of the first seats that have a Member.
Reach letters(const std::vector<std::int64_t>& counts) {
  Reach reach;
  auto seat = real_data().constituencies().begin();
  for (const std::int64_t count : counts) {
    while (!seat->member)
      ++seat;
    reach.cells.push_back({seat->code, seat->member->id, count});
    reach.supporters += count;
    ++seat;
  }
  return reach;
}

std::vector<std::int64_t> published(const PublicReach& reach) {
  std::vector<std::int64_t> counts;
  for (const auto& seat : reach.constituencies)
    if (seat.letters) counts.push_back(*seat.letters);
  std::sort(counts.begin(), counts.end());
  return counts;
}

using Counts = std::vector<std::int64_t>;

/// All that an onlooker sees, as one text.
std::string view(const PublicReach& reach) {
  const auto number = [](const std::optional<std::int64_t>& count) {
    return count ? std::to_string(*count) : std::string{"-"};
  };
  std::string seen = std::to_string(reach.mps_reached) + ' ' + number(reach.letters_sent) + ' ' +
                     number(reach.supporters);
  for (const auto& seat : reach.constituencies)
    if (seat.reached) seen += ' ' + seat.code + ' ' + number(seat.letters);
  return seen;
}

BOOST_AUTO_TEST_SUITE(reach)

BOOST_AUTO_TEST_CASE(
    the_number_of_mps_reached_is_exact_and_small_counts_of_letters_are_not_published) {
  const PublicReach reach = publish(letters({1}), real_data(), {});
  BOOST_TEST(reach.mps_reached == 1);
  BOOST_TEST(reach.mps_total == 650);
  BOOST_TEST(!reach.letters_sent.has_value());
  BOOST_TEST(!reach.supporters.has_value());
  BOOST_TEST(published(reach).empty());
  BOOST_TEST(reach.constituencies.size() == 650U);
}

BOOST_AUTO_TEST_CASE(counts_of_ten_and_more_are_published_rounded_down_to_tens) {
  const PublicReach reach = publish(letters({10, 25}), real_data(), {});
  BOOST_TEST((published(reach) == Counts{10, 20}));
  BOOST_TEST(reach.letters_sent.value() == 30);
  BOOST_TEST(reach.supporters.value() == 30);
}

BOOST_AUTO_TEST_CASE(a_total_that_would_tell_that_all_small_counts_are_one_is_left_out) {
  const PublicReach reach = publish(letters(Counts(19, 1)), real_data(), {});
  BOOST_TEST(reach.mps_reached == 19);
  BOOST_TEST(!reach.letters_sent.has_value());
  BOOST_TEST(!reach.supporters.has_value());
}

/// What an onlooker who knows how the figures are made can find out: for every way of giving
/// letters to a few seats, all ways that look the same from outside. No seat's small count may be
/// the same in all.
BOOST_AUTO_TEST_CASE(no_small_count_can_be_worked_out_from_what_is_published) {
  constexpr std::int64_t most = 19;
  std::map<std::string, std::vector<std::array<std::int64_t, 3>>> alike;
  for (std::int64_t a = 0; a <= most; ++a)
    for (std::int64_t b = 0; b <= most; ++b)
      for (const std::int64_t c : {0, 1, 5, 9, 10, 19}) {
        Reach reach = letters({1, 1, 1});
        const std::array<std::int64_t, 3> counts{a, b, c};
        for (std::size_t seat = 0; seat < 3; ++seat)
          reach.cells[seat].letters = counts[seat];
        std::erase_if(reach.cells, [](const auto& cell) { return cell.letters == 0; });
        reach.supporters = a + b + c;
        alike[view(publish(reach, real_data(), {}))].push_back(counts);
      }
  for (const auto& [seen, ways] : alike)
    for (std::size_t seat = 0; seat < 3; ++seat) {
      const std::int64_t count = ways.front()[seat];
      const bool small = count > 0 && count < 10;
      const bool known = std::all_of(ways.begin(), ways.end(),
                                     [&](const auto& way) { return way[seat] == count; });
      BOOST_TEST(!(small && known));
    }
}

BOOST_AUTO_TEST_CASE(a_person_counts_once_and_a_new_member_of_the_seat_is_not_yet_reached) {
  Reach reach = letters({12});
  const std::string seat = reach.cells[0].constituency;
  reach.cells[0].member = "1";
  BOOST_TEST(publish(reach, real_data(), {}).mps_reached == 1);
  for (const auto& constituency : publish(reach, real_data(), {}).constituencies)
    BOOST_TEST(!constituency.reached);
  reach.cells.push_back({"E14009999", "1", 12});
  BOOST_TEST(publish(reach, real_data(), {}).mps_reached == 1);
}

BOOST_AUTO_TEST_CASE(groups_add_up_to_the_whole) {
  const PublicReach reach = publish(letters({1, 1, 1}), real_data(), {});
  int total = 0;
  int reached = 0;
  for (const auto& nation : reach.by_nation) {
    total += nation.mps_total;
    reached += nation.mps_reached;
  }
  BOOST_TEST(total == 650);
  BOOST_TEST(reached == 3);
  BOOST_TEST(reach.by_nation.size() == 4U);
  BOOST_TEST(reach.by_region.size() == 12U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
