// Delivered letters per second against Postfix's smtp-source, both to the same smtp-sink, in turns:
//   cmake --preset release && cmake --build --preset release --target delivery_bench
//   build/release/tests/delivery_bench [rounds] [letters] 2>/dev/null
// The queue is in memory: what is measured is the worker, compose and SMTP.

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/clock.h"
#include "base/rng.h"
#include "mailer/compose.h"
#include "mailer/crew.h"
#include "mailer/make_transport.h"
#include "tests/support/mail_samples.h"
#include "tests/support/memory_queue.h"
#include "tests/support/process.h"

namespace {

using namespace postbag;
using namespace postbag::testing;

/// A letter of about 2.4 KB, as people send them.
Prose letter_text() {
  std::string text = "Dear Member,\n\n";
  while (text.size() < 2300)
    text +=
        "I live in your constituency and I write because the schemes that are meant to help "
        "people with mental health problems back to work have made it harder for me.\n\n";
  return prose(text + "Yours sincerely,\nJo Bloggs");
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

class Comparison {
 public:
  Comparison()
      : port_(free_port()), sink_({"/usr/sbin/smtp-sink", "-u", "nobody", address(), "100"}) {
    size_ = mailer::compose(mailer::message_of(job(1), recipient(), sender())).size();
    while (run(smtp_source(1, 1)).status != 0) {
    }
  }

  /// Letters per second of smtp-source with messages of the same size.
  double reference(int sessions, int letters) {
    const auto start = std::chrono::steady_clock::now();
    if (run(smtp_source(sessions, letters)).status != 0) std::abort();
    return letters / seconds_since(start);
  }

  /// Letters per second of a crew.
  double ours(int sessions, int letters) {
    const SystemClock clock;
    SystemRng rng;
    MemoryQueue queue{clock};
    for (int id = 1; id <= letters; ++id)
      queue.add(job(id));
    mailer::TransportSettings settings;
    settings.url = "smtp://" + address();
    settings.live = true;
    settings.tls = mailer::Tls::none;
    const auto start = std::chrono::steady_clock::now();
    const mailer::Crew crew{
        {queue, clock, rng, [](const mailer::Job&) { return recipient(); }, sender(), {}, {}},
        mailer::make_transport(settings, clock).value(),
        sessions};
    if (!queue.wait_until_settled()) std::abort();
    const double rate = letters / seconds_since(start);
    if (queue.entry(letters).state != "sent") std::abort();
    return rate;
  }

 private:
  static mailer::Job job(int id) {
    static const Prose text = letter_text();
    mailer::Job made = sample_job(id);
    made.queued_at = SystemClock{}.now();
    made.body = text;
    return made;
  }
  static mailer::Recipient recipient() {
    return {line("The Member"), testing::address("member@example.org")};
  }
  static mailer::SenderSettings sender() {
    return {testing::address("letters@example.org"), line("Postbag"),
            testing::address("hello@example.org"), "bounces.example.org"};
  }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::vector<std::string> smtp_source(int sessions, int letters) const {
    return {"/usr/sbin/smtp-source",
            "-d",
            "-s",
            std::to_string(sessions),
            "-m",
            std::to_string(letters),
            "-l",
            std::to_string(size_),
            "-f",
            "letters@example.org",
            "-t",
            "member@example.org",
            address()};
  }

  int port_;
  Process sink_;
  std::size_t size_ = 1;
};

void measure_compose() {
  mailer::Message message = sample_message();
  message.body = letter_text();
  constexpr int times = 20'000;
  const auto start = std::chrono::steady_clock::now();
  std::size_t bytes = 0;
  for (int i = 0; i < times; ++i)
    bytes += mailer::compose(message).size();
  std::printf("compose: %.1f microseconds for %zu bytes\n", seconds_since(start) / times * 1e6,
              bytes / times);
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count > 1 ? std::atoi(words[1]) : 5;
  const int letters = count > 2 ? std::atoi(words[2]) : 20'000;
  measure_compose();
  Comparison comparison;
  for (const int sessions : {1, 4}) {
    std::vector<double> reference;
    std::vector<double> ours;
    for (int round = 0; round < rounds; ++round) {
      reference.push_back(comparison.reference(sessions, letters));
      ours.push_back(comparison.ours(sessions, letters));
    }
    std::printf("%d session(s): ours %.0f/s, smtp-source %.0f/s, ratio %.2f\n", sessions,
                median(ours), median(reference), median(ours) / median(reference));
  }
}
