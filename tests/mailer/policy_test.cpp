#include "mailer/policy.h"

#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/support/mail_samples.h"
#include "tests/support/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::testing;
using postbag::Duration;
using postbag::mailer::Attempt;
using postbag::mailer::Decision;
using postbag::mailer::Job;
using postbag::mailer::MailKind;
using postbag::mailer::Outcome;
using postbag::mailer::Step;

using Next = Decision::Next;

constexpr std::array kPutOff{Outcome::temporary,        Outcome::lost_before_data,
                             Outcome::lost_during_data, Outcome::greylisted,
                             Outcome::mailbox_full,     Outcome::policy_refusal};

struct Office {
  RepeatableRng rng;
  Job job = sample_job(1);
  postbag::mailer::RetrySettings settings;

  Decision decide(Outcome outcome, Duration age = 0ms, int code = 450,
                  Step step = Step::authentication) {
    Attempt attempt;
    attempt.step = step;
    attempt.outcome = outcome;
    attempt.code = code;
    return postbag::mailer::decide(attempt, job, job.queued_at + age, rng, settings);
  }

  Duration wait_at(Duration age, Outcome outcome = Outcome::temporary) {
    return decide(outcome, age).retry_at - (job.queued_at + age);
  }
};

BOOST_AUTO_TEST_SUITE(policy)

BOOST_AUTO_TEST_CASE(what_the_server_took_is_sent_and_what_it_refused_for_good_has_failed) {
  Office office;
  BOOST_CHECK(office.decide(Outcome::accepted).next == Next::sent);
  BOOST_CHECK(office.decide(Outcome::permanent).next == Next::failed);
  BOOST_CHECK(office.decide(Outcome::mailbox_full, 0ms, 552).next == Next::failed);
  BOOST_CHECK(office.decide(Outcome::policy_refusal, 0ms, 554).next == Next::failed);
}

BOOST_AUTO_TEST_CASE(what_was_put_off_is_tried_again) {
  Office office;
  for (const Outcome outcome : kPutOff)
    BOOST_CHECK(office.decide(outcome).next == Next::retry);
}

BOOST_AUTO_TEST_CASE(a_mail_put_off_waits_as_long_as_it_is_old_within_bounds_and_a_tenth) {
  Office office;
  const std::vector<std::pair<Duration, Duration>> waits{{0s, 1min}, {30s, 1min}, {10min, 10min},
                                                         {3h, 3h},   {30h, 4h},   {5 * 24h, 4h}};
  for (const auto& [age, expected] : waits)
    for (int i = 0; i < 100; ++i) {
      const Duration wait = office.wait_at(age);
      BOOST_TEST((wait >= expected * 9 / 10 && wait <= expected * 11 / 10));
    }
}

BOOST_AUTO_TEST_CASE(a_greylisted_mail_comes_again_after_five_minutes_and_not_before_nor_in_step) {
  Office office;
  std::set<Duration> waits;
  for (const Duration age : {Duration{0s}, Duration{3h}, Duration{6 * 24h}})
    for (int i = 0; i < 100; ++i) {
      const Duration wait = office.wait_at(age, Outcome::greylisted);
      BOOST_TEST((wait >= 5min && wait <= 6min));
      waits.insert(wait);
    }
  BOOST_TEST(waits.size() > 200U);
}

BOOST_AUTO_TEST_CASE(a_mail_greylisted_again_waits_by_its_age_but_no_less_than_five_minutes) {
  Office office;
  office.job.attempts = 1;
  BOOST_TEST((office.wait_at(5min, Outcome::greylisted) >= 5min));
  BOOST_TEST((office.wait_at(1h, Outcome::greylisted) >= 1h));
}

BOOST_AUTO_TEST_CASE(mails_of_one_age_do_not_come_back_at_one_moment) {
  Office office;
  std::set<Duration> waits;
  for (int i = 0; i < 100; ++i)
    waits.insert(office.wait_at(1h));
  BOOST_TEST(waits.size() > 90U);
}

BOOST_AUTO_TEST_CASE(a_mail_put_off_for_more_than_five_days_has_failed) {
  Office office;
  office.job.attempts = 20;
  for (const Outcome outcome : kPutOff) {
    BOOST_CHECK(office.decide(outcome, 5 * 24h).next == Next::retry);
    BOOST_CHECK(office.decide(outcome, 5 * 24h + 1ms).next == Next::failed);
  }
}

BOOST_AUTO_TEST_CASE(a_mail_that_waited_for_days_for_its_first_attempt_gets_four) {
  Office office;
  for (office.job.attempts = 0; office.job.attempts < 3; ++office.job.attempts)
    BOOST_CHECK(office.decide(Outcome::temporary, 20 * 24h).next == Next::retry);
  BOOST_CHECK(office.decide(Outcome::temporary, 20 * 24h).next == Next::failed);
}

BOOST_AUTO_TEST_CASE(what_says_nothing_about_the_mail_puts_it_back_behind_the_others) {
  Office office;
  office.job.attempts = 20;
  for (const Outcome outcome : {Outcome::slow_down, Outcome::ours_to_fix})
    for (const int code : {0, 421, 535})
      for (const Duration age : {Duration{0s}, Duration{20 * 24h}, Duration{35 * 24h}}) {
        const Decision decision = office.decide(outcome, age, code);
        BOOST_CHECK(decision.next == Next::put_back);
        const Duration wait = decision.retry_at - (office.job.queued_at + age);
        BOOST_TEST((wait >= 54s && wait <= 66s));
      }
}

BOOST_AUTO_TEST_CASE(a_mail_that_one_recipient_may_refuse_for_our_domain_comes_back_by_its_age) {
  Office office;
  const Decision decision = office.decide(Outcome::ours_to_fix, 2h, 550, Step::final_dot);
  BOOST_CHECK(decision.next == Next::put_back);
  BOOST_TEST((decision.retry_at - (office.job.queued_at + 2h) >= 108min));
}

BOOST_AUTO_TEST_CASE(a_mail_that_no_server_ever_answered_about_is_not_kept_for_ever) {
  Office office;
  for (const Outcome outcome : {Outcome::slow_down, Outcome::ours_to_fix})
    BOOST_CHECK(office.decide(outcome, 35 * 24h + 1ms).next == Next::failed);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_waits_the_shortest_time) {
  Office office;
  BOOST_TEST((office.wait_at(-1h) <= 66s));
}

BOOST_AUTO_TEST_CASE(a_letter_of_unknown_outcome_is_uncertain_and_never_tried_again) {
  Office office;
  for (const int attempts : {0, 1, 5}) {
    office.job.attempts = attempts;
    BOOST_CHECK(office.decide(Outcome::lost_after_data).next == Next::uncertain);
  }
}

BOOST_AUTO_TEST_CASE(a_service_mail_of_unknown_outcome_is_tried_again_but_not_for_ever) {
  Office office;
  office.job.kind = MailKind::service;
  BOOST_CHECK(office.decide(Outcome::lost_after_data).next == Next::retry);
  office.job.attempts = 1;
  BOOST_CHECK(office.decide(Outcome::lost_after_data).next == Next::retry);
  office.job.attempts = 2;
  BOOST_CHECK(office.decide(Outcome::lost_after_data).next == Next::uncertain);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
