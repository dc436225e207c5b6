// What the ledger's questions and changes take as it grows, on SQLite and on a PostgreSQL of its
// own, with everything durable: medians in microseconds, and how many times that of 10,000 letters.
//   cmake --preset release && cmake --build --preset release --target growth_bench
//   build/release/tests/growth_bench [largest] [sqlite|postgresql]
// `largest` is 1000000 when it is not said; 10000000 needs 20 GB in TMPDIR and half an hour.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/rng.h"
#include "base/token.h"
#include "server/store/sql_store.h"
#include "tests/bench/disk.h"
#include "tests/bench/growth_ledger.h"
#include "tests/store/postgresql_server.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace postbag;
using campaign::LetterState;

constexpr campaign::Retention kRetention{std::chrono::hours{7 * 24}, std::chrono::hours{30 * 24},
                                         std::chrono::hours{35 * 24}};
constexpr int kReads = 201;
constexpr int kWrites = 101;
constexpr int kClaims = 31;
/// As many as the smallest ledger has of each kind.
constexpr std::int64_t kPage = 8;

struct Row {
  std::string name;
  double microseconds = 0;
};

double median_of(int times, const std::function<void()>& call) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double, std::micro> passed =
        std::chrono::steady_clock::now() - start;
    taken.push_back(passed.count());
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string{"growth_bench: "} + what);
}

template <class Text>
Text text(const std::string& words) {
  return Text::parse(words, FieldRule{"text", "a text", 0, 10'000}).value();
}

class Measurement {
 public:
  Measurement(const store::Place& place, std::int64_t letters)
      : ledger_(bench::fill(place, letters, to_milliseconds(clock_.now()))),
        database_(store::Database::open(place).value()),
        store_(*database_, clock_, rng_, {}) {}

  [[nodiscard]] double bytes_each() const { return ledger_.bytes_each; }

  std::vector<Row> rows() {
    for (int i = 0; i < 3; ++i)
      claim_and_finish();  // PostgreSQL settles its plans at the sixth use of a statement
    std::vector<Row> all{
        {"one fsync", bench::one_fsync() * 1e6},
        {"reach", median_of(kReads, [&] { must(store_.reach(1).cells.size() == 650, "reach"); })},
        {"claim and finish 8", median_of(kClaims, [&] { claim_and_finish(); })},
        {"submit, a new person", median_of(kWrites, [&] { submit(random_token(rng_)); })},
        {"submit, who already wrote",
         median_of(kWrites, [&] { submit(bench::supporter_key(any(4))); })},
        {"confirm", median_of(kWrites, [&] { confirm(); })},
        {"letter by id",
         median_of(kReads,
                   [&] { must(store_.letter(bench::public_id(any(0))).has_value(), "letter"); })},
        {"figures", median_of(kReads, [&] { static_cast<void>(store_.figures()); })},
        {"tidy, nothing due", median_of(kWrites, [&] { must(!tidied(), "tidy"); })}};
    for (const auto& [name, search] : searches())
      all.push_back({name, median_of(kReads / 4, [&, &search = search] {
                       must(!store_.letters(search).empty(), "letters");
                     })});
    return all;
  }

 private:
  /// A letter from anywhere in the ledger, of the hundred with this last two digits.
  std::int64_t any(std::int64_t last) {
    rng_.fill(random_);
    std::int64_t number = 0;
    for (const std::byte byte : random_)
      number = number * 256 + std::to_integer<std::int64_t>(byte);
    return 100 + number % (ledger_.purged / 100 - 1) * 100 + last;
  }

  bool tidied() {
    const campaign::Tidied done = store_.tidy(kRetention);
    return done.recovered + done.uncertain + done.expired + done.given_up + done.purged > 0;
  }

  void claim_and_finish() {
    const auto jobs = store_.claim("one", 8, clock_.now() + std::chrono::minutes{6});
    must(jobs.size() == 8, "claim");
    std::vector<std::future<bool>> ends;
    ends.reserve(jobs.size());
    for (const mailer::Job& job : jobs)
      ends.push_back(store_.finish(
          job, "one", {mailer::Outcome::accepted, clock_.now(), clock_.now(), 250, "2.0.0", "Ok"},
          {mailer::Decision::Next::sent, {}}));
    for (auto& end : ends)
      must(end.get(), "finish");
  }

  void submit(const std::string& key) {
    campaign::NewLetter letter;
    letter.public_id = timed_token(clock_.now(), rng_);
    letter.campaign_id = bench::kCampaign;
    letter.constituency = "E14001063";
    letter.member = "4000";
    letter.supporter_name = text<Line>("Jo Example");
    letter.supporter_email = EmailAddress::parse("jo@example.org").value();
    letter.supporter_key = key;
    letter.subject = text<Line>("A letter");
    letter.body = text<Prose>(std::string(2400, 'x'));
    letter.language = "en";
    letter.confirmation_hash = bench::kConfirmationHash;
    letter.message_id = random_token(rng_) + "@postbag.example.org";
    letter.confirmation = {random_token(rng_) + "@postbag.example.org", text<Line>("Confirm"),
                           text<Prose>("The link")};
    letter.already_wrote = letter.confirmation;
    must(store_.submit(std::move(letter)).has_value(), "submit");
  }

  void confirm() {
    must(store_.confirm({bench::public_id(next_confirmed_), bench::kConfirmationHash}, Duration{0})
             .has_value(),
         "confirm");
    next_confirmed_ += 6;
  }

  static std::vector<std::pair<std::string, campaign::LetterSearch>> searches() {
    std::vector<std::pair<std::string, campaign::LetterSearch>> all{
        {"letters, the newest", {.limit = kPage}},
        {"letters of a small campaign", {.campaign = bench::kSmallCampaign, .limit = kPage}}};
    for (const LetterState state :
         {LetterState::awaiting_confirmation, LetterState::queued, LetterState::sent,
          LetterState::bounced, LetterState::failed, LetterState::held, LetterState::expired,
          LetterState::withdrawn})
      all.push_back(
          {"letters, " + std::string{campaign::name_of(state)}, {.state = state, .limit = kPage}});
    return all;
  }

  const SystemClock clock_;
  SystemRng rng_;
  const bench::Ledger ledger_;
  std::unique_ptr<store::Database> database_;
  store::SqlStore store_;
  std::int64_t next_confirmed_ = bench::first_awaiting(ledger_);
  std::array<std::byte, 6> random_{};
};

using Fresh = std::function<store::Place()>;

void measure(const char* name, std::int64_t largest, const Fresh& fresh) {
  std::vector<std::vector<Row>> columns;
  std::printf("\n%-32s", name);
  std::string bytes = "bytes a purged letter";
  for (std::int64_t letters = 10'000; letters <= largest; letters *= 10) {
    std::printf("%20lld", static_cast<long long>(letters));
    static_cast<void>(std::fflush(stdout));
    Measurement measurement{fresh(), letters};
    columns.push_back(measurement.rows());
    bytes += ' ' + std::to_string(static_cast<long long>(measurement.bytes_each()));
  }
  std::printf("\n");
  for (std::size_t row = 0; row < columns.front().size(); ++row) {
    const double base = columns.front()[row].microseconds;
    std::printf("%-32s", columns.front()[row].name.c_str());
    for (const auto& column : columns)
      std::printf("%12.0f (%5.2f)", column[row].microseconds, column[row].microseconds / base);
    std::printf("\n");
  }
  std::printf("%s\n", bytes.c_str());
}

/// A new file in a folder that goes with the program. The last one goes at once: they are large.
void on_sqlite(std::int64_t largest) {
  std::unique_ptr<testing::TemporaryFolder> folder;
  measure("SQLite", largest, [&]() -> store::Place {
    folder = std::make_unique<testing::TemporaryFolder>();
    const std::filesystem::path file = *folder / "postbag.db";
    static_cast<void>(store::Database::open(file).value());
    return file;
  });
}

void on_postgresql(std::int64_t largest) {
  testing::PostgresqlServer server{testing::PostgresqlServer::Durable::yes};
  measure("PostgreSQL", largest, [&] {
    store::Place place = server.create_database();
    static_cast<void>(store::Database::open(place).value());
    return place;
  });
}

}  // namespace

int main(int count, char** words) {
  std::int64_t largest = 1'000'000;
  std::string only;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "sqlite" || word == "postgresql") {
      only = word;
    } else {
      largest = std::max(10'000LL, std::stoll(word));
    }
  }
  if (only != "postgresql") on_sqlite(largest);
  if (only != "sqlite") on_postgresql(largest);
}
