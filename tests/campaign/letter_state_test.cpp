#include "server/campaign/letter_state.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::campaign::LetterState;
using postbag::campaign::may_move;

BOOST_AUTO_TEST_SUITE(letter_state)

BOOST_AUTO_TEST_CASE(every_state_has_a_name_that_reads_back) {
  for (int code = 0; code <= static_cast<int>(LetterState::withdrawn); ++code) {
    const auto state = static_cast<LetterState>(code);
    BOOST_TEST((postbag::campaign::parse_letter_state(postbag::campaign::name_of(state)) == state));
  }
  BOOST_TEST(!postbag::campaign::parse_letter_state("lost").has_value());
}

BOOST_AUTO_TEST_CASE(what_may_have_arrived_is_never_queued_again_by_itself) {
  BOOST_TEST(!may_move(LetterState::uncertain, LetterState::queued));
  BOOST_TEST(!may_move(LetterState::uncertain, LetterState::sending));
  BOOST_TEST(!may_move(LetterState::sent, LetterState::queued));
  BOOST_TEST(!may_move(LetterState::expired, LetterState::queued));
  BOOST_TEST(!may_move(LetterState::withdrawn, LetterState::queued));
}

BOOST_AUTO_TEST_CASE(nothing_leaves_without_confirmation) {
  BOOST_TEST(!may_move(LetterState::awaiting_confirmation, LetterState::sending));
  BOOST_TEST(!may_move(LetterState::awaiting_confirmation, LetterState::sent));
  BOOST_TEST(may_move(LetterState::awaiting_confirmation, LetterState::queued));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
