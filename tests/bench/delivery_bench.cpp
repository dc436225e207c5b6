// Delivered letters per second against Postfix's smtp-source, both to the same smtp-sink, in turns:
//   cmake --preset release && cmake --build --preset release --target delivery_bench
//   [NODE_PATH=FOLDER/node_modules] build/release/tests/delivery_bench [rounds] [letters]
//   2>/dev/null
// Twice: with a queue in memory (the worker, compose and SMTP alone), and with the ledger in a
// SQLite file (claim, final dot and end of each letter durable). With NODE_PATH, nodemailer over
// four pooled connections as well (see nodemailer.js).

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rng.h"
#include "mailer/compose.h"
#include "mailer/crew.h"
#include "mailer/make_transport.h"
#include "server/store/sql_store.h"
#include "tests/bench/disk.h"
#include "tests/support/mail_samples.h"
#include "tests/support/memory_queue.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

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
    wait_until_listening(port_);
  }

  /// Letters per second of smtp-source with messages of the same size.
  double reference(int sessions, int letters) {
    const auto start = std::chrono::steady_clock::now();
    if (run(smtp_source(sessions, letters)).status != 0) std::abort();
    return letters / seconds_since(start);
  }

  /// Letters per second of nodemailer with texts of the same size.
  double nodemailer(int letters) {
    const std::string script = POSTBAG_SOURCE_FOLDER "/tests/bench/nodemailer.js";
    const Finished finished = run(
        {"node", script, std::to_string(port_), std::to_string(letters), std::to_string(size_)});
    if (finished.status != 0) std::abort();
    return std::stod(finished.output);
  }

  /// Letters per second of a crew whose queue is in memory.
  double in_memory(int sessions, int letters) {
    const SystemClock clock;
    MemoryQueue queue{clock};
    for (int id = 1; id <= letters; ++id)
      queue.add(job(id));
    return deliver(queue, clock, sessions, letters, [&] { return queue.wait_until_settled(); });
  }

  /// Letters per second of a crew whose queue is the ledger.
  double durable(int sessions, int letters) {
    const SystemClock clock;
    SystemRng rng;
    const TemporaryFolder folder;
    const auto database = store::Database::open(folder / "postbag.db").value();
    store::SqlStore store{*database, clock, rng, {}};
    store.import_campaign(Slug::parse("bench").value(), "");
    const std::int64_t campaign = store.campaigns().front().id;
    fill(*database, campaign, letters);
    database->checkpoint();
    sync();  // the writing back of what was just filled in is not the delivery's
    return deliver(store, clock, sessions, letters, [&] {
      // Asked now and then: the counters cost the same however many letters there are.
      for (std::int64_t sent = 0; sent < letters;) {
        poll(nullptr, 0, 5);
        const auto cells = store.reach(campaign).cells;
        sent = cells.empty() ? 0 : cells.front().letters;
      }
      return true;
    });
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

  template <class Finished>
  double deliver(mailer::Queue& queue, const Clock& clock, int sessions, int letters,
                 const Finished& finished) {
    SystemRng rng;
    mailer::TransportSettings settings;
    settings.url = "smtp://" + address();
    settings.live = true;
    settings.tls = mailer::Tls::none;
    const auto start = std::chrono::steady_clock::now();
    const mailer::Crew crew{
        {queue, clock, rng, [](const mailer::Job&) { return recipient(); }, sender(), {}, {}},
        mailer::make_transport(settings, clock).value(),
        sessions};
    if (!finished()) std::abort();
    return letters / seconds_since(start);
  }

  /// Letters ready to leave, in one transaction: how they came is another benchmark's matter.
  static void fill(store::Database& database, std::int64_t campaign, int letters) {
    const std::string body = letter_text().text();
    database.write([&](store::Connection& connection) {
      for (std::int64_t id = 1; id <= letters; ++id) {
        const std::string token = "bench-letter-" + std::to_string(id);
        connection
            .query(
                "INSERT INTO letters (id, public_id, campaign_id, state, state_since, created_at, "
                "queued_at, due_at, constituency, member, supporter_key, message_id, language, "
                "has_text) VALUES (:id, :public_id, :campaign, 1, 0, 0, 0, 0, 'E14001194', '5176', "
                ":key, :message, 'en', 1)")
            .use(id)
            .use(token)
            .use(campaign)
            .use(token)
            .use(token + "@postbag.example.org")
            .run();
        connection
            .query(
                "INSERT INTO letter_texts VALUES (:id, 'Jo Example', 'jo@example.org', 'A letter', "
                ":body)")
            .use(id)
            .use(body)
            .run();
      }
    });
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
  const int rounds = count > 1 ? std::stoi(words[1]) : 5;
  const int letters = count > 2 ? std::stoi(words[2]) : 20'000;
  measure_compose();
  Comparison comparison;
  for (const int sessions : {1, 4}) {
    std::vector<double> reference;
    std::vector<double> in_memory;
    std::vector<double> durable;
    std::vector<double> fsyncs;
    std::vector<double> others;
    const bool with_nodemailer = sessions == 4 && std::getenv("NODE_PATH") != nullptr;
    for (int round = 0; round < rounds; ++round) {
      reference.push_back(comparison.reference(sessions, letters));
      in_memory.push_back(comparison.in_memory(sessions, letters));
      durable.push_back(comparison.durable(sessions, letters));
      fsyncs.push_back(bench::one_fsync());
      if (with_nodemailer) others.push_back(comparison.nodemailer(letters));
    }
    const double base = median(reference);
    std::printf(
        "%d session(s): smtp-source %.0f/s, in memory %.0f/s (%.2f), durable %.0f/s (%.2f), one "
        "fsync "
        "%.2f ms\n",
        sessions, base, median(in_memory), median(in_memory) / base, median(durable),
        median(durable) / base, median(fsyncs) * 1e3);
    if (with_nodemailer) std::printf("  nodemailer %.0f/s\n", median(others));
  }
}
