#include <thread>

#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::campaign::LetterState;
using postbag::mailer::Attempt;
using postbag::mailer::Decision;
using postbag::mailer::Outcome;
using postbag::testing::StoreWorld;

BOOST_FIXTURE_TEST_SUITE(queue, StoreWorld)

Attempt attempt(Outcome outcome, int code, const std::string& enhanced = "") {
  return {outcome,  postbag::from_milliseconds(1), postbag::from_milliseconds(2), code,
          enhanced, "what the server said"};
}

BOOST_AUTO_TEST_CASE(a_letter_is_claimed_by_one_mailer_only) {
  queued("jo@example.org");
  queued("al@example.org");
  const auto mine = claim_letters("one", 1);
  const auto theirs = claim_letters("two", 10);
  BOOST_REQUIRE(mine.size() == 1U);
  BOOST_REQUIRE(theirs.size() == 1U);
  BOOST_TEST(mine[0].id != theirs[0].id);
  BOOST_TEST(claim_letters("three").empty());
}

BOOST_AUTO_TEST_CASE(an_accepted_letter_is_sent_counted_and_written_down) {
  const std::string id = queued("jo@example.org");
  const auto jobs = claim_letters();
  BOOST_TEST(store.expect_final_dot(jobs[0], "one").get());
  BOOST_TEST(store
                 .finish(jobs[0], "one", attempt(Outcome::accepted, 250, "2.0.0"),
                         {Decision::Next::sent, {}})
                 .get());
  BOOST_TEST((state(id) == LetterState::sent));
  const auto reach = store.reach(campaign_id);
  BOOST_REQUIRE(reach.cells.size() == 1U);
  BOOST_TEST(reach.cells[0].member == "5142");
  BOOST_TEST(reach.cells[0].letters == 1);
  BOOST_TEST(value("SELECT reason || ' ' || code || ' ' || enhanced_code FROM letter_history WHERE "
                   "started_at IS NOT NULL") == "accepted 250 2.0.0");
}

BOOST_AUTO_TEST_CASE(a_deferred_letter_waits_until_its_time_and_keeps_its_message_id) {
  const std::string id = queued("jo@example.org");
  const auto first = claim_letters();
  BOOST_TEST(store
                 .finish(first[0], "one", attempt(Outcome::temporary, 451),
                         {Decision::Next::retry, clock.now() + 5min})
                 .get());
  BOOST_TEST((state(id) == LetterState::queued));
  BOOST_TEST(claim_letters().empty());
  clock.advance(5min);
  const auto second = claim_letters();
  BOOST_REQUIRE(second.size() == 1U);
  BOOST_TEST(second[0].attempts == 1);
  BOOST_TEST(second[0].message_id == first[0].message_id);
  BOOST_TEST((second[0].queued_at == first[0].queued_at));
}

BOOST_AUTO_TEST_CASE(a_letter_put_back_has_its_row_of_history_but_no_attempt_was_counted) {
  const std::string id = queued("jo@example.org");
  const auto first = claim_letters();
  BOOST_TEST(store
                 .finish(first[0], "one", attempt(Outcome::ours_to_fix, 535, "5.7.8"),
                         {Decision::Next::put_back, clock.now() + 1min})
                 .get());
  BOOST_TEST((state(id) == LetterState::queued));
  BOOST_TEST(value("SELECT reason || ' ' || code || ' ' || enhanced_code || ' ' || reply FROM "
                   "letter_history WHERE started_at IS NOT NULL") ==
             "ours_to_fix 535 5.7.8 what the server said");
  BOOST_TEST(claim_letters().empty());
  clock.advance(1min);
  const auto second = claim_letters();
  BOOST_REQUIRE(second.size() == 1U);
  BOOST_TEST(second[0].attempts == 0);
}

BOOST_AUTO_TEST_CASE(a_service_mail_put_back_waits_and_no_attempt_was_counted) {
  BOOST_REQUIRE(store.submit(letter("jo@example.org")).has_value());
  const auto first = store.claim("one", 10, clock.now() + kLease);
  BOOST_TEST(store
                 .finish(first[0], "one", attempt(Outcome::slow_down, 421),
                         {Decision::Next::put_back, clock.now() + 1min})
                 .get());
  BOOST_TEST(store.claim("one", 10, clock.now() + kLease).empty());
  clock.advance(1min);
  const auto second = store.claim("one", 10, clock.now() + kLease);
  BOOST_REQUIRE(second.size() == 1U);
  BOOST_TEST(second[0].attempts == 0);
}

BOOST_AUTO_TEST_CASE(failed_and_uncertain_letters_do_not_count_as_reach_and_are_not_claimed_again) {
  const std::string failed = queued("jo@example.org");
  deliver_all(Decision::Next::failed);
  const std::string uncertain = queued("al@example.org");
  deliver_all(Decision::Next::uncertain);
  BOOST_TEST((state(failed) == LetterState::failed));
  BOOST_TEST((state(uncertain) == LetterState::uncertain));
  BOOST_TEST(store.reach(campaign_id).cells.empty());
  clock.advance(24h);
  BOOST_TEST(claim_letters().empty());
}

BOOST_AUTO_TEST_CASE(a_dead_mailers_letter_comes_back_when_it_had_not_reached_the_final_dot) {
  const std::string id = queued("jo@example.org");
  BOOST_REQUIRE(claim_letters().size() == 1U);
  BOOST_TEST(store.tidy(kRetention).recovered == 0);
  clock.advance(kLease + 1ms);
  BOOST_TEST(store.tidy(kRetention).recovered == 1);
  BOOST_TEST((state(id) == LetterState::queued));
  BOOST_TEST(claim_letters("two").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_dead_mailers_letter_is_uncertain_when_it_had_and_is_never_sent_again) {
  const std::string id = queued("jo@example.org");
  const auto jobs = claim_letters();
  BOOST_TEST(store.expect_final_dot(jobs[0], "one").get());
  clock.advance(kLease + 1ms);
  BOOST_TEST(store.tidy(kRetention).uncertain == 1);
  BOOST_TEST((state(id) == LetterState::uncertain));
  BOOST_TEST(claim_letters("two").empty());
  BOOST_TEST(value("SELECT reason FROM letter_history WHERE dot_at IS NOT NULL") == "lease_ended");
}

BOOST_AUTO_TEST_CASE(the_leases_of_an_owner_known_to_be_gone_need_not_run_out) {
  const std::string begun = queued("jo@example.org");
  const std::string dotted = queued("al@example.org");
  const std::string prepared = queued("di@example.org");
  const auto jobs = claim_letters("dead");
  BOOST_TEST(store.expect_final_dot(jobs[1], "dead").get());
  BOOST_TEST(store.expect_final_dot(jobs[2], "dead").get());
  const std::string alive = queued("bo@example.org");
  BOOST_REQUIRE(claim_letters("alive").size() == 1U);
  const auto is_gone = [](std::string_view owner) { return owner == "dead"; };
  const auto may_have_gone_out = [&](std::string_view, std::int64_t letter) {
    return letter != jobs[2].id;
  };
  BOOST_TEST(store.end_leases(is_gone, may_have_gone_out) == 3);
  store.tidy(kRetention);
  BOOST_TEST((state(prepared) == LetterState::queued));
  BOOST_TEST((state(begun) == LetterState::queued));
  BOOST_TEST((state(dotted) == LetterState::uncertain));
  BOOST_TEST((state(alive) == LetterState::sending));
}

BOOST_AUTO_TEST_CASE(whoever_lost_the_lease_may_neither_send_nor_finish) {
  const std::string id = queued("jo@example.org");
  const auto slow = claim_letters("slow");
  clock.advance(kLease + 1ms);
  store.tidy(kRetention);
  const auto quick = claim_letters("quick");
  BOOST_REQUIRE(quick.size() == 1U);
  BOOST_TEST(!store.expect_final_dot(slow[0], "slow").get());
  BOOST_TEST(
      !store.finish(slow[0], "slow", attempt(Outcome::accepted, 250), {Decision::Next::sent, {}})
           .get());
  BOOST_TEST(!store.hold(slow[0], "slow", "seat_vacant"));
  BOOST_TEST(store.give_back(slow, "slow") == 0U);
  BOOST_TEST((state(id) == LetterState::sending));
  BOOST_TEST(store.reach(campaign_id).cells.empty());
}

BOOST_AUTO_TEST_CASE(a_letter_can_be_held_with_its_reason_and_given_back_as_it_was) {
  const std::string id = queued("jo@example.org");
  auto jobs = claim_letters();
  BOOST_TEST(store.give_back(jobs, "one") == 1U);
  BOOST_TEST((state(id) == LetterState::queued));
  jobs = claim_letters();
  BOOST_TEST(jobs[0].attempts == 0);
  BOOST_TEST(store.hold(jobs[0], "one", "member_changed"));
  BOOST_TEST((state(id) == LetterState::held));
  BOOST_TEST(value("SELECT state_reason FROM letters") == "member_changed");
}

BOOST_AUTO_TEST_CASE(a_finished_service_mail_keeps_nothing_of_the_person) {
  BOOST_REQUIRE(store.submit(letter("jo@example.org")).has_value());
  const auto jobs = store.claim("one", 10, clock.now() + kLease);
  BOOST_TEST(store.expect_final_dot(jobs[0], "one").get());
  BOOST_TEST(
      store.finish(jobs[0], "one", attempt(Outcome::accepted, 250), {Decision::Next::sent, {}})
          .get());
  BOOST_TEST(value("SELECT count(*) FROM service_mails WHERE state = 'sent' AND recipient IS NULL "
                   "AND subject IS NULL AND body IS NULL") == "1");
}

BOOST_AUTO_TEST_CASE(
    a_service_mail_of_a_dead_mailer_is_sent_again_because_its_loss_would_lock_the_supporter_out) {
  BOOST_REQUIRE(store.submit(letter("jo@example.org")).has_value());
  const auto first = store.claim("one", 10, clock.now() + kLease);
  BOOST_TEST(store.expect_final_dot(first[0], "one").get());
  clock.advance(kLease + 1ms);
  BOOST_TEST(store.tidy(kRetention).recovered == 1);
  const auto second = store.claim("two", 10, clock.now() + kLease);
  BOOST_REQUIRE(second.size() == 1U);
  BOOST_TEST(second[0].message_id == first[0].message_id);
}

BOOST_AUTO_TEST_CASE(letters_go_on_while_service_mails_come_faster_than_they_can_be_sent) {
  for (int i = 0; i < 4; ++i)
    queued("early" + std::to_string(i) + "@example.org");
  for (int i = 0; i < 20; ++i)
    BOOST_REQUIRE(store.submit(letter("jo" + std::to_string(i) + "@example.org")).has_value());
  const auto jobs = store.claim("one", 8, clock.now() + kLease);
  BOOST_TEST(std::count_if(jobs.begin(), jobs.end(), [](const auto& job) {
               return job.kind == postbag::mailer::MailKind::letter;
             }) == 2);
  BOOST_TEST(jobs.size() == 8U);
}

BOOST_AUTO_TEST_CASE(a_waiting_mailer_is_woken_by_new_work) {
  std::jthread supporter{[&] { queued("jo@example.org"); }};
  store.wait_for_work(60s);
  supporter.join();
  BOOST_TEST(claim_letters().size() == 1U);
}

BOOST_AUTO_TEST_CASE(counters_and_ledger_agree_after_a_thousand_random_fates) {
  const std::array<Decision::Next, 4> fates{Decision::Next::sent, Decision::Next::failed,
                                            Decision::Next::uncertain, Decision::Next::retry};
  std::array<std::byte, 2> dice{};
  for (int i = 0; i < 250; ++i) {
    rng.fill(dice);
    const int seat = std::to_integer<int>(dice[0]) % 5;
    queued("jo" + std::to_string(i) + "@example.org", "E1400119" + std::to_string(seat),
           std::to_string(seat));
  }
  for (auto jobs = claim_letters(); !jobs.empty(); jobs = claim_letters())
    for (const auto& job : jobs) {
      rng.fill(dice);
      BOOST_REQUIRE(
          store
              .finish(job, "one", attempt(Outcome::accepted, 250),
                      {fates.at(std::to_integer<std::size_t>(dice[1]) % fates.size()), clock.now()})
              .get());
    }
  const auto recount = store.recount(campaign_id);
  BOOST_TEST((recount.was == recount.is));
  BOOST_TEST(recount.is.supporters == 250);
  BOOST_TEST(recount.is.cells.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_recount_mends_counters_that_are_wrong) {
  queued("jo@example.org");
  deliver_all(Decision::Next::sent);
  execute("UPDATE reach SET letters = 7");
  const auto recount = store.recount(campaign_id);
  BOOST_TEST(recount.was.cells[0].letters == 7);
  BOOST_TEST(recount.is.cells[0].letters == 1);
  BOOST_TEST((store.reach(campaign_id) == recount.is));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
