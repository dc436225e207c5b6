#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "mailer/crew.h"
#include "tests/support/mail_samples.h"
#include "tests/support/memory_queue.h"
#include "tests/support/world.h"

namespace postbag::testing {

/// What a test decides about sending, and what was sent.
struct Wire {
  std::mutex mutex;
  std::vector<mailer::Message> sent;
  mailer::Outcome outcome = mailer::Outcome::accepted;
  std::function<void(const mailer::Message&)> before_sending = [](const mailer::Message&) {};
  std::function<void(mailer::FinalDot&)> waits = [](mailer::FinalDot&) {};
  /// What a dialogue comes to that never gets as far as the recipient.
  std::optional<mailer::Outcome> early_end;
  /// A transport that asks for the final dot without having said that it will.
  bool sudden = false;

  [[nodiscard]] std::size_t count() {
    const std::lock_guard lock{mutex};
    return sent.size();
  }
};

class WireTransport final : public mailer::Transport {
 public:
  explicit WireTransport(Wire& wire) : wire_(wire) {}

  mailer::Attempt send(const mailer::Message& message, mailer::FinalDot& final_dot) override {
    wire_.before_sending(message);
    mailer::Attempt attempt;
    attempt.outcome = wire_.early_end.value_or(mailer::Outcome::temporary);
    wire_.waits(final_dot);
    if (wire_.early_end || !final_dot.awaited()) return attempt;
    for (int connection = 0; connection < 2 && !wire_.sudden; ++connection)
      final_dot.expect();  // twice, as when a connection turns out to be closed
    if (!final_dot.allowed()) return attempt;
    const std::lock_guard lock{wire_.mutex};
    wire_.sent.push_back(message);
    attempt.outcome = wire_.outcome;
    attempt.code = wire_.outcome == mailer::Outcome::lost_after_data ? 0 : 250;
    return attempt;
  }

 private:
  Wire& wire_;
};

/// A queue, a wire and a crew between them.
struct Office {
  ManualClock clock;
  RepeatableRng rng;
  MemoryQueue queue{clock};
  Wire wire;
  mailer::Outage outage{clock, {}};
  mailer::Delivery delivery{
      queue,
      clock,
      rng,
      [](const mailer::Job&) -> Result<mailer::Recipient> {
        return mailer::Recipient{line("The Member"), address("member@example.org")};
      },
      {address("letters@example.org"), line("Postbag"), address("hello@example.org"),
       "bounces.example.org"},
      {},
      {10, std::chrono::minutes{5}, std::chrono::milliseconds{10}, std::chrono::milliseconds{1}}};

  void add(int count) {
    for (int id = 1; id <= count; ++id)
      queue.add(sample_job(id));
  }

  /// Lets a crew work until every mail is settled.
  void settle(int sessions = 1) {
    const mailer::Crew working{delivery, [this] { return std::make_unique<WireTransport>(wire); },
                               sessions};
    BOOST_TEST(queue.wait_until_settled());
  }
};

}  // namespace postbag::testing
