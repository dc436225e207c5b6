#include "server/http/listener.h"

#include <future>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "tests/http/wire.h"

namespace {

using namespace postbag::http;
using postbag::testing::Wire;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// A listener whose answers the test gives itself.
class Front {
 public:
  explicit Front(const ConnectionLimits& limits = {})
      : listener_(limits,
                  {[this](Request&&, Answer answer) { asked_(std::move(answer)); },
                   [](const Refusal& refusal) {
                     return Response{refusal.status, "text/plain", refusal.detail, {}};
                   }},
                  measures_) {
    if (!listener_.bind("127.0.0.1", 0)) throw std::runtime_error("no port");
  }
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;
  ~Front() { stop(); }

  void run(std::function<void(Answer)> asked) {
    asked_ = std::move(asked);
    thread_ = std::jthread{[this] { listener_.run(); }};
  }
  void stop() {
    ask_to_stop();
    if (thread_.joinable()) thread_.join();
  }
  void ask_to_stop() { listener_.stop(); }
  [[nodiscard]] int port() const { return listener_.port(); }

 private:
  std::function<void(Answer)> asked_;
  ConnectionMeasures measures_;
  Listener listener_;
  std::jthread thread_;
};

Response text(std::string body) {
  return {200, "text/plain", std::move(body), {}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_answer_may_come_later_from_another_thread) {
  Front front;
  std::promise<Answer> asked;
  front.run([&](Answer answer) { asked.set_value(std::move(answer)); });
  Wire wire{front.port()};
  wire.send(kGet);
  Answer answer = asked.get_future().get();
  std::jthread{[&] { answer(text("later")); }}.join();
  answer(text("only the first counts"));
  BOOST_TEST(wire.reply().ends_with("\r\n\r\nlater"));
}

BOOST_AUTO_TEST_CASE(a_client_that_sends_no_more_waits_for_all_its_answers) {
  Front front;
  std::promise<Answer> first;
  int asked = 0;
  front.run([&](Answer answer) {
    if (++asked == 1)
      first.set_value(std::move(answer));
    else
      answer(text("second"));
  });
  Wire wire{front.port()};
  wire.send(std::string{kGet} + std::string{kGet});
  wire.send_no_more();
  Answer answer = first.get_future().get();
  // The answer to another one says that the loop has seen the end of what is sent.
  Wire other{front.port()};
  other.send(kGet);
  BOOST_TEST(other.reply().ends_with("second"));
  answer(text("first"));
  const std::string replies = wire.rest();
  BOOST_TEST(replies.find("\r\n\r\nfirst") != std::string::npos);
  BOOST_TEST(replies.ends_with("\r\n\r\nsecond"));
}

BOOST_AUTO_TEST_CASE(unfinished_requests_hold_no_more_memory_than_they_may) {
  ConnectionLimits limits;
  limits.max_body = 60'000;
  limits.max_held = 110'000;
  Front front{limits};
  front.run([](const Answer& answer) { answer(text("taken")); });
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n";
  const std::string most(45'000, 'a');
  const std::string rest(15'000, 'a');
  const auto is_seen = [&] {
    Wire other{front.port()};
    other.send(kGet);
    return other.reply().ends_with("taken");
  };
  Wire first{front.port()};
  Wire second{front.port()};
  for (const Wire* wire : {&first, &second}) {
    wire->send(head + most);
    BOOST_TEST(is_seen());
  }
  // One too many is told so; those who came before it go on.
  Wire third{front.port()};
  third.send(head + most);
  BOOST_TEST(third.reply().starts_with("HTTP/1.1 503"));
  for (Wire* wire : {&first, &second}) {
    wire->send(rest);
    BOOST_TEST(wire->reply().ends_with("taken"));
  }
  // All of it was given back: as much is held again, also of those who left in the middle.
  Wire again{front.port()};
  again.send(head + most);
  BOOST_TEST(is_seen());
  again.reset();
  BOOST_TEST(is_seen());
  Wire fourth{front.port()};
  Wire fifth{front.port()};
  for (Wire* wire : {&fourth, &fifth})
    wire->send(head + most);
  BOOST_TEST(is_seen());
  for (Wire* wire : {&fourth, &fifth}) {
    wire->send(rest);
    BOOST_TEST(wire->reply().ends_with("taken"));
  }
}

BOOST_AUTO_TEST_CASE(bodies_in_hand_count_until_they_are_answered_and_small_requests_pass) {
  ConnectionLimits limits;
  limits.max_body = 60'000;
  limits.max_held = 110'000;
  Front front{limits};
  std::vector<Answer> in_hand;
  std::promise<void> two;
  bool keep = true;
  front.run([&](Answer answer) {
    if (!keep) return answer(text("taken"));
    in_hand.push_back(std::move(answer));
    keep = in_hand.size() < 2;
    if (!keep) two.set_value();
  });
  const std::string large =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n" + std::string(50'000, 'a');
  // Their clients leave, which gives nothing back.
  for (int i = 0; i < 2; ++i)
    Wire{front.port()}.send(large);
  two.get_future().get();
  Wire refused{front.port()};
  refused.send(large);
  BOOST_TEST(refused.reply().starts_with("HTTP/1.1 503"));
  Wire small{front.port()};
  small.send(kGet);
  BOOST_TEST(small.reply().ends_with("taken"));
  for (const Answer& answer : in_hand)
    answer(text("late"));
  small.send(kGet);
  BOOST_TEST(small.reply().ends_with("taken"));
  Wire later{front.port()};
  later.send(large);
  BOOST_TEST(later.reply().ends_with("taken"));
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_gives_is_a_500) {
  Front front;
  front.run([](const Answer&) {});
  Wire wire{front.port()};
  wire.send(kGet);
  BOOST_TEST(wire.reply().starts_with("HTTP/1.1 500 "));
  wire.send(kGet);
  BOOST_TEST(wire.reply().starts_with("HTTP/1.1 500 "));
}

BOOST_AUTO_TEST_CASE(while_one_answer_is_awaited_others_get_theirs) {
  Front front;
  std::promise<Answer> first;
  std::atomic<int> count = 0;
  front.run([&](Answer answer) {
    if (count++ == 0)
      first.set_value(std::move(answer));
    else
      answer(text("at once"));
  });
  Wire slow{front.port()};
  slow.send(kGet);
  Answer answer = first.get_future().get();
  Wire quick{front.port()};
  for (int i = 0; i < 3; ++i) {
    quick.send(kGet);
    BOOST_TEST(quick.reply().ends_with("at once"));
  }
  answer(text("at last"));
  BOOST_TEST(slow.reply().ends_with("at last"));
}

BOOST_AUTO_TEST_CASE(an_answer_to_a_client_that_left_goes_nowhere) {
  Front front;
  std::promise<Answer> first;
  std::atomic<int> count = 0;
  front.run([&](Answer answer) {
    if (count++ == 0)
      first.set_value(std::move(answer));
    else
      answer(text("another"));
  });
  std::optional<Answer> answer;
  {
    Wire gone{front.port()};
    gone.send(kGet);
    answer = first.get_future().get();
    gone.reset();
  }
  // Takes the socket number of the one that left, most likely.
  Wire next{front.port()};
  next.send(kGet);
  BOOST_TEST(next.reply().ends_with("another"));
  (*answer)(text("for the one that left"));
  next.send(kGet);
  BOOST_TEST(next.reply().ends_with("another"));
}

BOOST_AUTO_TEST_CASE(a_stop_waits_for_the_answers_in_hand) {
  Front front;
  std::promise<Answer> asked;
  front.run([&](Answer answer) { asked.set_value(std::move(answer)); });
  Wire idle{front.port()};
  Wire wire{front.port()};
  wire.send(kGet);
  Answer answer = asked.get_future().get();
  auto stopped = std::async(std::launch::async, [&] { front.stop(); });
  BOOST_TEST(idle.rest().empty());  // returns when the connection was closed
  BOOST_TEST((stopped.wait_for(std::chrono::seconds{0}) == std::future_status::timeout));
  answer(text("in time"));
  stopped.get();
  BOOST_TEST(wire.rest().ends_with("in time"));
}

BOOST_AUTO_TEST_CASE(a_stop_answers_a_request_that_had_come_and_was_not_read_yet) {
  Front front;
  std::promise<void> begun;
  std::promise<void> freed;
  const auto free = freed.get_future().share();
  int asked = 0;
  front.run([&](const Answer& answer) {
    if (++asked == 2) {
      begun.set_value();
      free.wait();  // the loop itself
    }
    answer(text("yes"));
  });
  Wire idle{front.port()};
  idle.send(kGet);
  BOOST_TEST(idle.reply().ends_with("yes"));
  Wire blocking{front.port()};
  blocking.send(kGet);
  begun.get_future().get();
  idle.send(kGet);
  front.ask_to_stop();
  freed.set_value();
  BOOST_TEST(idle.rest().ends_with("yes"));
}

BOOST_AUTO_TEST_CASE(a_stop_does_not_wait_for_those_who_drip_for_good) {
  ConnectionLimits limits;
  limits.stop_timeout = std::chrono::milliseconds{50};
  Front front{limits};
  front.run([](const Answer& answer) { answer(text("yes")); });
  Wire dripping{front.port()};
  dripping.send("GET / HT");
  Wire other{front.port()};
  other.send(kGet);
  BOOST_TEST(other.reply().ends_with("yes"));
  front.stop();
  BOOST_TEST(dripping.rest().empty());
}

BOOST_AUTO_TEST_CASE(connections_beyond_the_limit_are_told_to_come_back) {
  ConnectionLimits limits;
  limits.max_connections = 4;
  Front front{limits};
  front.run([](const Answer& answer) { answer(text("yes")); });
  std::vector<std::unique_ptr<Wire>> held;
  for (int i = 0; i < 4; ++i) {
    held.push_back(std::make_unique<Wire>(front.port()));
    held.back()->send(kGet);
    BOOST_TEST(held.back()->reply().ends_with("yes"));
  }
  {
    Wire shed{front.port()};
    shed.send(kGet);
    const std::string reply = shed.rest();
    BOOST_TEST(reply.starts_with("HTTP/1.1 503 "));
    BOOST_TEST(reply.find("Retry-After: ") != std::string::npos);
  }
  held.front()->send(kGet);
  BOOST_TEST(held.front()->reply().ends_with("yes"));
  held.pop_back();
  // The place becomes free once the loop has seen the end of the one that left.
  for (std::string reply; !reply.ends_with("yes");) {
    Wire next{front.port()};
    if (next.try_send(kGet)) reply = next.reply();
  }
}

BOOST_AUTO_TEST_CASE(one_client_cannot_hold_all_connections) {
  ConnectionLimits limits;
  limits.max_connections_per_client = 2;
  Front front{limits};
  front.run([](const Answer& answer) { answer(text("yes")); });
  Wire first{front.port()};
  Wire second{front.port()};
  second.send(kGet);
  BOOST_TEST(second.reply().ends_with("yes"));
  Wire third{front.port()};
  BOOST_TEST(third.rest().starts_with("HTTP/1.1 503 "));
  // Those beyond twice the limit are closed without a word.
  Wire fourth{front.port()};
  BOOST_TEST(fourth.rest().starts_with("HTTP/1.1 503 "));
  Wire fifth{front.port()};
  BOOST_TEST(fifth.rest().empty());
  Wire other{front.port(), "127.0.0.2"};
  other.send(kGet);
  BOOST_TEST(other.reply().ends_with("yes"));
}

BOOST_AUTO_TEST_CASE(a_long_reply_reaches_a_client_that_reads_late) {
  Front front;
  const std::string body(8'000'000, 'b');
  front.run([&](const Answer& answer) { answer(text(body)); });
  Wire late{front.port()};
  late.send(kGet);
  Wire other{front.port()};
  other.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string head = other.rest();
  BOOST_TEST(head.find("Content-Length: 8000000\r\n") != std::string::npos);
  BOOST_TEST(head.ends_with("\r\n\r\n"));
  BOOST_TEST((late.reply().size() > body.size()));
}

BOOST_AUTO_TEST_CASE(replies_that_nobody_takes_hold_no_more_memory_than_they_may) {
  ConnectionLimits limits;
  limits.max_held = 1'000'000;
  Front front{limits};
  const std::string body(16'000'000, 'b');
  std::atomic<bool> large = true;
  front.run([&](const Answer& answer) { answer(text(large ? body : "small")); });
  const auto ask = [&](Wire& wire) {
    wire.send(kGet);
    Wire other{front.port()};
    other.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return !other.rest().empty();  // so the loop has seen both
  };
  Wire first{front.port()};
  BOOST_TEST(ask(first));
  Wire second{front.port()};
  BOOST_TEST(ask(second));
  BOOST_TEST((second.rest().size() < body.size()));
  // What fits at once leaves all the same, and who came before goes on.
  large = false;
  Wire third{front.port()};
  third.send(kGet);
  BOOST_TEST(third.reply().ends_with("small"));
  BOOST_TEST((first.reply().size() > body.size()));
  // All of it was given back, also by those who left in the middle.
  large = true;
  for (int i = 0; i < 2; ++i) {
    Wire again{front.port()};
    BOOST_TEST(ask(again));
    again.reset();
    Wire late{front.port()};
    BOOST_TEST(ask(late));
    BOOST_TEST((late.reply().size() > body.size()));
  }
}

BOOST_AUTO_TEST_CASE(a_client_that_reads_nothing_is_left_in_the_end) {
  ConnectionLimits limits;
  limits.write_timeout = std::chrono::milliseconds{50};
  limits.max_connections_per_client = 1;
  Front front{limits};
  const std::string body(8'000'000, 'b');
  front.run([&](const Answer& answer) { answer(text(body)); });
  Wire deaf{front.port()};
  deaf.send(kGet);
  for (std::string reply; !reply.starts_with("HTTP/1.1 200");) {
    Wire next{front.port()};
    if (next.try_send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
      reply = next.rest();
  }
  BOOST_TEST((deaf.rest().size() < body.size()));
}

BOOST_AUTO_TEST_CASE(a_request_that_drips_ends_at_its_time) {
  ConnectionLimits limits;
  limits.read_timeout = std::chrono::milliseconds{100};
  Front front{limits};
  front.run([](const Answer& answer) { answer(text("yes")); });
  Wire dripping{front.port()};
  Wire silent{front.port()};
  while (dripping.try_send("G"))
    std::this_thread::yield();
  BOOST_TEST(silent.rest().empty());
}

BOOST_AUTO_TEST_CASE(a_connection_ends_after_its_number_of_requests) {
  ConnectionLimits limits;
  limits.max_requests = 2;
  Front front{limits};
  front.run([](const Answer& answer) { answer(text("yes")); });
  Wire wire{front.port()};
  wire.send(kGet);
  BOOST_TEST(wire.reply().find("Connection: close") == std::string::npos);
  wire.send(kGet);
  BOOST_TEST(wire.rest().find("Connection: close") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_old_client_is_closed_unless_it_asks_to_stay) {
  Front front;
  front.run([](const Answer& answer) { answer(text("yes")); });
  Wire old{front.port()};
  old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  BOOST_TEST(old.reply().find("Connection: keep-alive") != std::string::npos);
  old.send("GET / HTTP/1.0\r\n\r\n");
  BOOST_TEST(old.rest().find("Connection: close") != std::string::npos);
}
