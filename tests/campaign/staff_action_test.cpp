#include "server/campaign/staff_action.h"

#include <boost/test/unit_test.hpp>

namespace {

using namespace postbag::campaign;

BOOST_AUTO_TEST_SUITE(staff_action)

BOOST_AUTO_TEST_CASE(what_staff_may_do_is_in_the_table_of_transitions) {
  for (const StaffMove& move : kStaffMoves) {
    BOOST_TEST(&move_of(move.action) == &move);
    for (const LetterState from : move.from)
      BOOST_TEST(may_move(from, move.to), move.command);
  }
}

BOOST_AUTO_TEST_CASE(only_what_leads_to_sending_needs_a_text) {
  BOOST_TEST(move_of(StaffAction::retry).needs_text());
  BOOST_TEST(move_of(StaffAction::release).needs_text());
  BOOST_TEST(!move_of(StaffAction::hold).needs_text());
  BOOST_TEST(!move_of(StaffAction::resolve_sent).needs_text());
  BOOST_TEST(!move_of(StaffAction::resolve_failed).needs_text());
}

BOOST_AUTO_TEST_CASE(a_refusal_names_the_state_and_what_can_be_done_in_it) {
  BOOST_TEST(illegal_move("abc", LetterState::uncertain, StaffAction::retry).message ==
             "The letter abc is uncertain; only one that is failed or bounced can be retried. What "
             "can be done with it: postbag resolve --sent, postbag resolve --failed.");
  BOOST_TEST(illegal_move("abc", LetterState::sent, StaffAction::hold).message ==
             "The letter abc is sent; only one that is queued can be held. There is nothing to be "
             "done with it by hand.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
