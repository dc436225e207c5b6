#include "base/nearest.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::did_you_mean;
using postbag::edit_distance;

BOOST_AUTO_TEST_SUITE(nearest)

BOOST_AUTO_TEST_CASE(the_distance_counts_letters_added_dropped_changed_and_swapped) {
  BOOST_TEST(edit_distance("", "abc") == 3U);
  BOOST_TEST(edit_distance("listen", "lisetn") == 1U);
  BOOST_TEST(edit_distance("kitten", "sitting") == 3U);
}

BOOST_AUTO_TEST_CASE(the_nearest_word_is_the_one_with_the_fewest_slips) {
  BOOST_TEST(did_you_mean("lissten", {"base_url", "listen", "threads"}) ==
             "; did you mean \"listen\"?");
}

BOOST_AUTO_TEST_CASE(only_a_word_that_is_near_is_offered) {
  BOOST_TEST(did_you_mean("stroy", {"story", "name"}) == "; did you mean \"story\"?");
  BOOST_TEST(did_you_mean("unlike", {"story", "name"}).empty());
  BOOST_TEST(did_you_mean("wat", {"data", "mailer"}).empty());
  BOOST_TEST(did_you_mean("lgo", {"log"}) == "; did you mean \"log\"?");
  BOOST_TEST(did_you_mean(std::string(10'000, 'x'), {"story"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
