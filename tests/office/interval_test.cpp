#include "server/office/interval.h"

#include <boost/test/unit_test.hpp>

using postbag::office::interval_of;
using postbag::office::Share;

BOOST_AUTO_TEST_SUITE(interval)

BOOST_AUTO_TEST_CASE(an_interval_is_wilsons_rounded_outwards) {
  // Worked out by hand from the formula: 0.1963 to 0.4854.
  BOOST_TEST((interval_of(12, 37) == Share{19, 49}));
  BOOST_TEST((interval_of(0, 5) == Share{0, 44}));
  BOOST_TEST((interval_of(5, 5) == Share{56, 100}));
  BOOST_TEST((interval_of(3, 5) == Share{23, 89}));
}

BOOST_AUTO_TEST_CASE(fewer_than_five_answers_give_no_share) {
  BOOST_TEST(!interval_of(4, 4).has_value());
  BOOST_TEST(!interval_of(0, 0).has_value());
  BOOST_CHECK_THROW(static_cast<void>(interval_of(6, 5)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
