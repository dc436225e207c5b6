#include "server/campaign/reach.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::campaign::PublicReach;
using postbag::campaign::publish;
using postbag::campaign::Reach;

const postbag::data::DataSet& real_data() {
  static const auto data_set =
      postbag::data::DataSet::load(std::string{POSTBAG_SOURCE_FOLDER} + "/data/set").value();
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

BOOST_AUTO_TEST_CASE(counts_of_ten_and_more_are_published) {
  const PublicReach reach = publish(letters({10, 25}), real_data(), {});
  BOOST_TEST((published(reach) == Counts{10, 25}));
  BOOST_TEST(reach.letters_sent.value() == 35);
}

BOOST_AUTO_TEST_CASE(
    a_lone_small_count_takes_the_next_one_with_it_because_the_total_would_tell_it) {
  const PublicReach reach = publish(letters({3, 40, 12}), real_data(), {});
  BOOST_TEST((published(reach) == Counts{40}));
  BOOST_TEST(reach.letters_sent.value() == 55);
}

BOOST_AUTO_TEST_CASE(small_counts_that_are_all_one_or_all_nine_take_company_too) {
  BOOST_TEST((published(publish(letters({1, 1, 1, 20, 30}), real_data(), {})) == Counts{30}));
  BOOST_TEST((published(publish(letters({9, 9, 20, 30}), real_data(), {})) == Counts{30}));
}

BOOST_AUTO_TEST_CASE(small_counts_that_hide_each_other_leave_the_rest_alone) {
  BOOST_TEST((published(publish(letters({2, 5, 20, 30}), real_data(), {})) == Counts{20, 30}));
}

BOOST_AUTO_TEST_CASE(where_nothing_large_can_hide_the_small_the_total_goes) {
  const PublicReach reach = publish(letters(Counts(20, 1)), real_data(), {});
  BOOST_TEST(reach.mps_reached == 20);
  BOOST_TEST(!reach.letters_sent.has_value());
  BOOST_TEST(!reach.supporters.has_value());
}

BOOST_AUTO_TEST_CASE(no_small_count_can_be_worked_out_from_what_is_published) {
  // Every way of giving 0 to 12 letters to three seats: at least two values fit each unpublished
  // small cell.
  for (std::int64_t a = 0; a <= 12; ++a)
    for (std::int64_t b = a; b <= 12; ++b)
      for (std::int64_t c = b; c <= 12; ++c) {
        Counts counts;
        for (const std::int64_t count : {a, b, c})
          if (count > 0) counts.push_back(count);
        const PublicReach reach = publish(letters(counts), real_data(), {});
        if (!reach.letters_sent) continue;
        std::int64_t hidden_sum = *reach.letters_sent;
        auto hidden = static_cast<std::int64_t>(counts.size());
        for (const std::int64_t count : published(reach)) {
          hidden_sum -= count;
          --hidden;
        }
        const bool has_small =
            std::any_of(counts.begin(), counts.end(), [](auto count) { return count < 10; });
        if (!has_small) continue;
        BOOST_TEST(hidden >= 2);
        BOOST_TEST(hidden_sum > hidden);
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
