#include <boost/test/unit_test.hpp>

#include "tests/mailer/office.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::testing;
using postbag::mailer::Crew;
using postbag::mailer::Message;
using postbag::mailer::Outcome;

using Calls = std::vector<std::string>;

/// An office with three letters, whose server gives the first an answer that says nothing about it.
struct Trouble : Office {
  explicit Trouble(Outcome outcome) {
    add(3);
    wire.before_sending = [this, outcome](const Message& message) {
      const bool first = message.message_id.starts_with("letter-1@");
      wire.early_end = first && !over ? std::optional{outcome} : std::nullopt;
    };
  }
  [[nodiscard]] Crew crew(int sessions = 1) {
    return Crew{delivery, [this] { return std::make_unique<WireTransport>(wire); }, sessions};
  }
  void check_calls(const Calls& expected) {
    BOOST_TEST(queue.calls() == expected, boost::test_tools::per_element());
  }

  std::atomic<bool> over = false;
};

BOOST_AUTO_TEST_SUITE(worker_outage)

BOOST_AUTO_TEST_CASE(a_server_that_is_of_no_use_pauses_the_mailer_then_one_letter_tries_it) {
  Trouble office{Outcome::ours_to_fix};
  const Crew crew = office.crew();
  BOOST_TEST(office.queue.wait_for_call("give_back 3"));
  const Calls paused{"claim 1 2 3", "finish 1", "give_back 2", "give_back 3"};
  office.check_calls(paused);
  office.clock.advance(1s);
  office.over = true;
  office.check_calls(paused);

  office.clock.advance(1s);
  BOOST_TEST(office.queue.wait_for_call("finish 3"));
  office.check_calls({"claim 1 2 3", "finish 1", "give_back 2", "give_back 3", "claim 2",
                      "expect_final_dot 2", "finish 2", "claim 3", "expect_final_dot 3",
                      "finish 3"});

  office.clock.advance(66s);
  BOOST_TEST(office.queue.wait_until_settled());
  BOOST_TEST(office.queue.entry(1).state == "sent");
  BOOST_TEST(office.wire.count() == 3U);
}

BOOST_AUTO_TEST_CASE(while_the_server_is_of_no_use_a_stop_leaves_every_letter_in_the_queue) {
  Trouble office{Outcome::ours_to_fix};
  {
    const Crew crew = office.crew(2);
    BOOST_TEST(office.queue.wait_for_call("finish 1"));
  }
  BOOST_TEST(office.queue.entry(1).state == "queued");
  BOOST_TEST((office.queue.entry(1).attempt->outcome == Outcome::ours_to_fix));
}

BOOST_AUTO_TEST_CASE(a_session_told_to_slow_down_sends_one_letter_at_a_time_with_pauses) {
  Trouble office{Outcome::slow_down};
  const Crew crew = office.crew();
  BOOST_TEST(office.queue.wait_for_call("give_back 3"));
  office.over = true;
  office.clock.advance(1s);
  BOOST_TEST(office.queue.wait_for_call("finish 2"));
  office.check_calls({"claim 1 2 3", "finish 1", "give_back 2", "give_back 3", "claim 2",
                      "expect_final_dot 2", "finish 2"});
  office.clock.advance(1s);
  BOOST_TEST(office.queue.wait_for_call("finish 3"));
  office.clock.advance(66s);
  BOOST_TEST(office.queue.wait_until_settled());
  BOOST_TEST(office.wire.count() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
