#include "mailer/pace.h"

#include <boost/test/unit_test.hpp>

#include "mailer/outage.h"
#include "tests/support/captured_stderr.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::testing;
using postbag::Duration;
using postbag::mailer::Attempt;
using postbag::mailer::Outage;
using postbag::mailer::Outcome;
using postbag::mailer::Pace;
using postbag::mailer::Step;

/// How long after a try the next mail may be sent.
Duration gap(Pace pace, postbag::Instant now) {
  pace.tried(now);
  Duration wait{0};
  while (!pace.may_send(now + wait))
    wait += 50ms;
  return wait;
}

BOOST_AUTO_TEST_SUITE(pace)

BOOST_AUTO_TEST_CASE(a_session_goes_at_full_speed_until_it_is_told_to_slow_down) {
  const ManualClock clock;
  Pace pace;
  BOOST_TEST(pace.is_full(clock.now()));
  BOOST_TEST(pace.may_send(clock.now()));
  pace.slow_down(clock.now());
  BOOST_TEST(!pace.is_full(clock.now()));
  BOOST_TEST(!pace.may_send(clock.now()));
  BOOST_TEST(pace.may_send(clock.now() + 1s));
}

BOOST_AUTO_TEST_CASE(each_time_it_is_told_again_the_pause_doubles_up_to_a_minute) {
  const ManualClock clock;
  Pace pace;
  for (const Duration expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    pace.slow_down(clock.now());
    BOOST_TEST((gap(pace, clock.now()) == expected));
  }
}

BOOST_AUTO_TEST_CASE(each_minute_without_halves_the_pause_until_it_is_gone) {
  ManualClock clock;
  Pace pace;
  for (int i = 0; i < 3; ++i)
    pace.slow_down(clock.now());
  for (const Duration expected : {2s, 1s}) {
    clock.advance(1min);
    BOOST_TEST((gap(pace, clock.now()) == expected));
  }
  clock.advance(4min);
  BOOST_TEST(pace.is_full(clock.now()));
  clock.advance(24h * 365);
  BOOST_TEST(pace.is_full(clock.now()));
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_holds_nothing_up) {
  ManualClock clock;
  Pace pace;
  pace.slow_down(clock.now());
  clock.advance(-24h);
  BOOST_TEST(pace.may_send(clock.now()));
}

BOOST_AUTO_TEST_SUITE_END()

Attempt ended(Outcome outcome, Step step = Step::authentication, int code = 535) {
  Attempt attempt;
  attempt.outcome = outcome;
  attempt.step = step;
  attempt.code = code;
  attempt.enhanced_code = "5.7.8";
  attempt.text = "jo@example.org may not log in";
  return attempt;
}

struct Sessions {
  ManualClock clock;
  Outage outage{clock, {5s, 1min}};
};

BOOST_FIXTURE_TEST_SUITE(outage, Sessions)

BOOST_AUTO_TEST_CASE(nothing_that_is_not_ours_to_fix_pauses_anybody) {
  for (const Outcome outcome : {Outcome::accepted, Outcome::permanent, Outcome::slow_down,
                                Outcome::greylisted, Outcome::lost_after_data})
    outage.report("one", ended(outcome));
  BOOST_TEST(outage.lets_work("one"));
  BOOST_TEST(outage.lets_work("two"));
}

BOOST_AUTO_TEST_CASE(when_one_session_finds_the_server_useless_all_pause_and_then_one_tries) {
  outage.report("one", ended(Outcome::ours_to_fix));
  BOOST_TEST(!outage.lets_work("one"));
  BOOST_TEST(!outage.lets_work("two"));
  clock.advance(5s);
  BOOST_TEST(outage.lets_work("two"));
  BOOST_TEST(!outage.lets_work("one"));
  BOOST_TEST(outage.is_tried_by("two"));
  BOOST_TEST(outage.lets_work("two"));
}

BOOST_AUTO_TEST_CASE(a_try_in_vain_doubles_the_pause_up_to_its_bound) {
  outage.report("one", ended(Outcome::ours_to_fix));
  for (const Duration pause : {5s, 10s, 20s, 40s, 60s, 60s}) {
    clock.advance(pause - 1ms);
    BOOST_TEST(!outage.lets_work("one"));
    clock.advance(1ms);
    BOOST_TEST(outage.lets_work("one"));
    outage.report("one", ended(Outcome::ours_to_fix));
  }
}

BOOST_AUTO_TEST_CASE(a_try_that_comes_to_anything_else_lets_all_work) {
  outage.report("one", ended(Outcome::ours_to_fix));
  clock.advance(5s);
  BOOST_TEST(outage.lets_work("two"));
  outage.report("two", ended(Outcome::permanent));
  BOOST_TEST(outage.lets_work("one"));
  BOOST_TEST(!outage.is_tried_by("two"));
}

BOOST_AUTO_TEST_CASE(what_was_under_way_when_the_pause_began_neither_ends_nor_lengthens_it) {
  outage.report("one", ended(Outcome::ours_to_fix));
  outage.report("two", ended(Outcome::ours_to_fix));
  outage.report("three", ended(Outcome::accepted));
  BOOST_TEST(!outage.lets_work("three"));
  clock.advance(5s);
  BOOST_TEST(outage.lets_work("three"));
}

BOOST_AUTO_TEST_CASE(a_session_that_ends_before_it_tried_leaves_it_to_another) {
  outage.report("one", ended(Outcome::ours_to_fix));
  clock.advance(5s);
  BOOST_TEST(outage.lets_work("one"));
  outage.leave("one");
  BOOST_TEST(outage.lets_work("two"));
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_ends_the_pause) {
  outage.report("one", ended(Outcome::ours_to_fix));
  clock.advance(-24h);
  BOOST_TEST(outage.lets_work("one"));
}

BOOST_AUTO_TEST_CASE(the_log_says_once_why_and_once_that_it_is_over_and_nothing_personal) {
  const TemporaryFolder folder;
  {
    const CapturedStderr captured{folder / "log"};
    outage.report("one", ended(Outcome::ours_to_fix));
    outage.report("two", ended(Outcome::ours_to_fix));
    clock.advance(5s);
    BOOST_TEST(outage.lets_work("one"));
    outage.report("one", ended(Outcome::ours_to_fix));
    clock.advance(10s);
    BOOST_TEST(outage.lets_work("one"));
    outage.report("one", ended(Outcome::accepted));
  }
  const std::string said = read_file(folder / "log");
  const auto count = [&](const std::string& words) {
    std::size_t found = 0;
    for (auto at = said.find(words); at != std::string::npos; at = said.find(words, at + 1))
      ++found;
    return found;
  };
  BOOST_TEST(count(R"("level":"error","event":"mailer.paused")") == 1U, said);
  BOOST_TEST(
      count(R"("step":"authentication","code":535,"enhanced_code":"5.7.8","seconds":5)") == 1U,
      said);
  BOOST_TEST(count("mailer.resumed") == 1U, said);
  BOOST_TEST(count(R"("after_seconds":15)") == 1U, said);
  BOOST_TEST(count("jo@example.org") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
