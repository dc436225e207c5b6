#include "server/office/mp_group.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tests/office/house_of_commons.h"

namespace {

using postbag::data::Constituency;
using postbag::office::MpGroup;
using postbag::testing::house_of_commons;
using postbag::testing::seat_where;

std::ptrdiff_t seats_of(const MpGroup& group) {
  const auto seats = house_of_commons().constituencies();
  return std::count_if(seats.begin(), seats.end(),
                       [&](const Constituency& seat) { return group.has(seat); });
}

BOOST_AUTO_TEST_SUITE(mp_groups)

BOOST_AUTO_TEST_CASE(each_seat_is_in_one_nation_and_one_region) {
  std::ptrdiff_t of_nations = 0;
  for (const std::string& nation : postbag::office::nations(house_of_commons()))
    of_nations += seats_of(postbag::office::of_nation(house_of_commons(), nation));
  BOOST_TEST(of_nations == 650);
  std::ptrdiff_t of_regions = 0;
  for (const std::string& region : postbag::office::regions(house_of_commons()))
    of_regions += seats_of(postbag::office::of_region(house_of_commons(), region));
  BOOST_TEST(of_regions == 650);
  BOOST_TEST(seats_of({}) == 650);
}

BOOST_AUTO_TEST_CASE(a_party_is_its_people_wherever_the_letter_comes_from) {
  const Constituency& seat = seat_where([](const Constituency&) { return true; });
  const MpGroup party = postbag::office::of_party(house_of_commons(), seat.member->party);
  BOOST_TEST(party.has("W07000041", seat.member->id));
  BOOST_TEST(!party.has(seat.code, "0"));
  BOOST_TEST(seats_of(postbag::office::of_party(house_of_commons(), "no such party")) == 0);
}

BOOST_AUTO_TEST_CASE(posts_that_nobody_checked_are_no_groups) {
  for (const std::string& office : postbag::office::offices(house_of_commons()))
    BOOST_TEST(seats_of(postbag::office::of_office(house_of_commons(), office)) > 0);
  BOOST_TEST(seats_of(postbag::office::of_office(house_of_commons(), "no such post")) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
