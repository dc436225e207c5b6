#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::campaign::LetterState;
using postbag::mailer::Decision;
using postbag::testing::StoreWorld;

BOOST_FIXTURE_TEST_SUITE(retention, StoreWorld)

BOOST_AUTO_TEST_CASE(a_letter_never_confirmed_expires_and_its_text_is_gone) {
  const auto made = letter("jo@example.org");
  BOOST_REQUIRE(store.submit(made).has_value());
  claim_letters();
  clock.advance(7 * 24h);
  BOOST_TEST(store.tidy(kRetention).expired == 0);
  BOOST_TEST(is_kept("My own private words"));
  clock.advance(1ms);
  BOOST_TEST(store.tidy(kRetention).expired == 1);
  BOOST_TEST((state(made.public_id) == LetterState::expired));
  BOOST_TEST(store.confirm(link_of(made), Duration{0}).error().code == "expired_letter");
  BOOST_TEST(!is_kept("My own private words"));
  BOOST_TEST(!is_kept("jo@example.org"));
}

BOOST_AUTO_TEST_CASE(a_sent_letter_keeps_its_text_for_its_time_and_its_count_for_good) {
  queued("jo@example.org");
  deliver_all(Decision::Next::sent);
  clock.advance(30 * 24h);
  BOOST_TEST(store.tidy(kRetention).purged == 0);
  clock.advance(1ms);
  BOOST_TEST(store.tidy(kRetention).purged == 1);
  BOOST_TEST(!is_kept("My own private words"));
  BOOST_TEST(!is_kept("jo@example.org"));
  const auto recount = store.recount(campaign_id);
  BOOST_TEST((recount.was == recount.is));
  BOOST_TEST(recount.is.cells.size() == 1U);
  clock.advance(1s);
  BOOST_TEST(store.submit(letter("jo@example.org")).has_value());
  const auto jobs = store.claim("one", 10, clock.now() + kLease);
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs[0].subject.text() == "You already wrote");
}

BOOST_AUTO_TEST_CASE(who_opted_in_is_kept_with_the_wording_and_without_the_letter) {
  auto made = letter("jo@example.org");
  made.consent_wording = "Keep me in touch.";
  BOOST_REQUIRE(store.submit(made).has_value());
  BOOST_REQUIRE(store.confirm(link_of(made), Duration{0}).has_value());
  deliver_all(Decision::Next::sent);
  clock.advance(31 * 24h);
  store.tidy(kRetention);
  BOOST_TEST(
      value("SELECT supporter_email || ' ' || consent_wording FROM letters JOIN letter_texts ON "
            "letter_id = id") == "jo@example.org Keep me in touch.");
  BOOST_TEST(!is_kept("My own private words"));
}

BOOST_AUTO_TEST_CASE(an_uncertain_letter_keeps_its_text_as_long_as_a_sent_one_and_stays_uncertain) {
  const std::string id = queued("jo@example.org");
  deliver_all(Decision::Next::uncertain);
  clock.advance(30 * 24h);
  BOOST_TEST(store.tidy(kRetention).purged == 0);
  clock.advance(1ms);
  BOOST_TEST(store.tidy(kRetention).purged == 1);
  BOOST_TEST((state(id) == LetterState::uncertain));
  BOOST_TEST(!is_kept("My own private words"));
}

BOOST_AUTO_TEST_CASE(a_letter_that_nobody_released_in_time_fails_and_its_text_is_deleted) {
  const std::string id = queued("jo@example.org");
  const auto jobs = claim_letters();
  BOOST_REQUIRE(store.hold(jobs[0], "one", "seat_vacant"));
  clock.advance(30 * 24h);
  store.tidy(kRetention);
  BOOST_TEST((state(id) == LetterState::held));
  clock.advance(1ms);
  BOOST_TEST(store.tidy(kRetention).purged == 1);
  BOOST_TEST((state(id) == LetterState::failed));
  BOOST_TEST(value("SELECT state_reason FROM letters") == "held_too_long");
  BOOST_TEST(!is_kept("My own private words"));
}

BOOST_AUTO_TEST_CASE(
    a_letter_that_nobody_came_for_in_time_fails_and_keeps_its_text_a_while_longer) {
  const std::string id = queued("jo@example.org");
  clock.advance(35 * 24h);
  BOOST_TEST(store.tidy(kRetention).given_up == 0);
  BOOST_TEST((state(id) == LetterState::queued));
  clock.advance(1ms);
  BOOST_TEST(store.tidy(kRetention).given_up == 1);
  BOOST_TEST((state(id) == LetterState::failed));
  BOOST_TEST(value("SELECT state_reason FROM letters") == "never_tried");
  BOOST_TEST(is_kept("My own private words"));
  BOOST_TEST(claim_letters().empty());
}

BOOST_AUTO_TEST_CASE(a_letter_that_was_tried_a_moment_ago_is_not_given_up_however_old_it_is) {
  const std::string id = queued("jo@example.org");
  clock.advance(34 * 24h);
  const auto jobs = claim_letters();
  BOOST_TEST(
      store
          .finish(jobs[0], "one",
                  {postbag::mailer::Outcome::slow_down, clock.now(), clock.now(), 421, "", "busy"},
                  {Decision::Next::put_back, clock.now() + 1min})
          .get());
  clock.advance(2 * 24h);
  BOOST_TEST(store.tidy(kRetention).given_up == 0);
  BOOST_TEST((state(id) == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(what_mail_servers_said_goes_with_the_text_and_their_codes_stay) {
  const std::string sent = queued("jo@example.org");
  const std::string held = queued("al@example.org");
  for (const auto& job : claim_letters())
    BOOST_TEST(store
                   .finish(job, "one",
                           {postbag::mailer::Outcome::greylisted, clock.now(), clock.now(), 450,
                            "4.2.0", "member@example.org must wait"},
                           {Decision::Next::retry, clock.now()})
                   .get());
  for (const auto& job : claim_letters()) {
    if (job.public_id == held) {
      BOOST_TEST(store.hold(job, "one", "seat_vacant"));
    } else {
      BOOST_TEST(store
                     .finish(job, "one",
                             {postbag::mailer::Outcome::accepted, clock.now(), clock.now(), 250,
                              "2.0.0", "taken for member@example.org"},
                             {Decision::Next::sent, {}})
                     .get());
    }
  }
  clock.advance(30 * 24h);
  store.tidy(kRetention);
  BOOST_TEST(value("SELECT count(*) FROM letter_history WHERE reply IS NOT NULL") == "3");
  BOOST_TEST(is_kept("member@example.org"));
  clock.advance(1ms);
  BOOST_TEST(store.tidy(kRetention).purged == 2);
  BOOST_TEST((state(held) == LetterState::failed));
  BOOST_TEST(value("SELECT count(*) FROM letter_history WHERE reply IS NOT NULL") == "0");
  BOOST_TEST(value("SELECT count(*) FROM letter_history WHERE code = 450 AND enhanced_code = "
                   "'4.2.0' AND reason = 'greylisted'") == "2");
  BOOST_TEST(!is_kept("member@example.org"));
}

BOOST_AUTO_TEST_CASE(a_mail_that_still_waits_its_turn_goes_with_the_letter_that_ran_out) {
  BOOST_REQUIRE(store.submit(letter("jo@example.org")).has_value());
  execute("UPDATE service_mails SET due_at = due_at + 2000000000");
  clock.advance(7 * 24h);
  store.tidy(kRetention);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "1");
  clock.advance(1ms);
  store.tidy(kRetention);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "0");
  BOOST_TEST(!is_kept("jo@example.org"));
}

BOOST_AUTO_TEST_CASE(more_letters_than_fit_one_transaction_are_all_tidied) {
  for (int i = 0; i < 1'100; ++i)
    BOOST_REQUIRE(store.submit(letter("jo" + std::to_string(i) + "@example.org")).has_value());
  clock.advance(8 * 24h);
  BOOST_TEST(store.tidy(kRetention).expired == 1'100);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
