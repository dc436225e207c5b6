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

using Next = Decision::Next;

struct Office {
  RepeatableRng rng;
  Job job = sample_job(1);
  postbag::mailer::RetrySettings settings;

  Decision decide(Outcome outcome, Duration age = 0ms) {
    Attempt attempt;
    attempt.outcome = outcome;
    return postbag::mailer::decide(attempt, job, job.queued_at + age, rng, settings);
  }

  Duration wait_at(Duration age) {
    return decide(Outcome::deferred, age).retry_at - (job.queued_at + age);
  }
};

BOOST_AUTO_TEST_SUITE(policy)

BOOST_AUTO_TEST_CASE(what_the_server_took_is_sent_and_what_it_refused_has_failed) {
  Office office;
  BOOST_CHECK(office.decide(Outcome::accepted).next == Next::sent);
  BOOST_CHECK(office.decide(Outcome::rejected).next == Next::failed);
}

BOOST_AUTO_TEST_CASE(a_deferred_mail_waits_as_long_as_it_is_old_within_bounds_and_a_tenth) {
  Office office;
  const std::vector<std::pair<Duration, Duration>> waits{{0s, 1min}, {30s, 1min}, {10min, 10min},
                                                         {3h, 3h},   {30h, 4h},   {5 * 24h, 4h}};
  for (const auto& [age, expected] : waits)
    for (int i = 0; i < 100; ++i) {
      const Duration wait = office.wait_at(age);
      BOOST_TEST((wait >= expected * 9 / 10 && wait <= expected * 11 / 10));
    }
}

BOOST_AUTO_TEST_CASE(mails_of_one_age_do_not_come_back_at_one_moment) {
  Office office;
  std::set<Duration> waits;
  for (int i = 0; i < 100; ++i)
    waits.insert(office.wait_at(1h));
  BOOST_TEST(waits.size() > 90U);
}

BOOST_AUTO_TEST_CASE(a_deferred_mail_older_than_five_days_has_failed) {
  Office office;
  BOOST_CHECK(office.decide(Outcome::deferred, 5 * 24h).next == Next::retry);
  BOOST_CHECK(office.decide(Outcome::deferred, 5 * 24h + 1ms).next == Next::failed);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_waits_the_shortest_time) {
  Office office;
  BOOST_TEST((office.wait_at(-1h) <= 66s));
}

BOOST_AUTO_TEST_CASE(a_letter_of_unknown_outcome_is_uncertain_and_never_tried_again) {
  Office office;
  for (const int attempts : {0, 1, 5}) {
    office.job.attempts = attempts;
    BOOST_CHECK(office.decide(Outcome::unknown).next == Next::uncertain);
  }
}

BOOST_AUTO_TEST_CASE(a_service_mail_of_unknown_outcome_is_tried_again_but_not_for_ever) {
  Office office;
  office.job.kind = MailKind::service;
  BOOST_CHECK(office.decide(Outcome::unknown).next == Next::retry);
  office.job.attempts = 1;
  BOOST_CHECK(office.decide(Outcome::unknown).next == Next::retry);
  office.job.attempts = 2;
  BOOST_CHECK(office.decide(Outcome::unknown).next == Next::uncertain);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
