#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::campaign::LetterState;
using postbag::mailer::Decision;
using postbag::testing::StoreWorld;

BOOST_FIXTURE_TEST_SUITE(figures, StoreWorld)

BOOST_AUTO_TEST_CASE(every_letter_stands_in_the_figures_of_its_state) {
  const auto counts = [&] { return store.figures().letters; };
  BOOST_TEST(counts().at(LetterState::queued) == 0);
  queued("sent@example.org");
  deliver_all(Decision::Next::sent);
  queued("failed@example.org");
  deliver_all(Decision::Next::failed);
  queued("uncertain@example.org");
  deliver_all(Decision::Next::uncertain);
  queued("queued@example.org");
  BOOST_TEST(store.submit(letter("unconfirmed@example.org")).has_value());
  for (const LetterState state : {LetterState::awaiting_confirmation, LetterState::queued,
                                  LetterState::sent, LetterState::failed, LetterState::uncertain})
    BOOST_TEST_CONTEXT(postbag::campaign::name_of(state)) BOOST_TEST(counts().at(state) == 1);
  BOOST_TEST(counts().at(LetterState::held) == 0);
  BOOST_TEST(claim_letters().size() == 1U);
  BOOST_TEST(counts().at(LetterState::sending) == 1);
  BOOST_TEST(counts().at(LetterState::queued) == 0);
}

BOOST_AUTO_TEST_CASE(the_mail_that_has_waited_longest_tells_the_age_of_the_queue) {
  BOOST_TEST(!store.figures().oldest_due_service_mail.has_value());
  const auto since = clock.now();
  queued("jo@example.org");
  clock.advance(1min);
  queued("al@example.org");
  BOOST_TEST((store.figures().oldest_due_letter == since));
  BOOST_TEST((store.figures().oldest_due_service_mail == since));
  deliver_all(Decision::Next::sent);
  BOOST_TEST(!store.figures().oldest_due_letter.has_value());
}

BOOST_AUTO_TEST_CASE(commits_and_what_they_made_durable_are_counted) {
  const auto& counted = database->measures();
  const double before = counted.group.sum();
  queued("jo@example.org");
  BOOST_TEST(counted.group.sum() >= before + 2);
  BOOST_TEST(counted.commit_seconds.sum() > 0);
  store.wait_for_writer();
  BOOST_TEST(counted.group.sum() >= before + 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
