// What one accepted letter costs outside the kernel, the HTTP front and the database: the JSON of
// the shipped campaign's form in, checked and rendered; and each part of it by itself.
//
//   cmake --preset release && cmake --build --preset release --target submission_bench
//   build/release/tests/submission_bench 2>/dev/null
//
// For instruction counts, which do not vary, name one row and give the rounds once n and once 2n;
// the difference belongs to n rounds:
//   valgrind --tool=callgrind --callgrind-out-file=/dev/null build/release/tests/submission_bench
//     --benchmark_filter=whole_letter --benchmark_min_time=0 … (see submission.md)
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include "base/digest.h"
#include "base/log.h"
#include "base/rng.h"
#include "base/time_text.h"
#include "base/token.h"
#include "server/campaign/correspondence.h"
#include "server/http/api/json_body.h"
#include "server/http/api/json_text.h"
#include "server/http/security.h"
#include "server/store/sql_store.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace postbag;

const std::filesystem::path kSource{POSTBAG_SOURCE_FOLDER};
const std::string kSecret(32, 's');

/// Everything that draft() needs. The store is only there to be referred to.
struct Desk {
  Desk() {
    if (!campaign::import_campaign(store, kSource / "templates/campaigns/sanctions.toml"))
      throw std::runtime_error("the campaign cannot be imported");
    catalogue.refresh();
    campaign = catalogue.find("sanctions");
  }

  testing::TemporaryFolder folder;
  SystemClock clock;
  SystemRng rng;
  std::unique_ptr<store::Database> database = store::Database::open(folder / "postbag.db").value();
  store::SqlStore store{*database, clock, rng, {}};
  campaign::Catalogue catalogue{store};
  std::shared_ptr<const templates::Wording> wording = std::make_shared<const templates::Wording>(
      templates::Wording::load(kSource / "templates").value());
  campaign::Measures measures;
  campaign::Correspondence correspondence{
      store,
      catalogue,
      data::DataSet::load(kSource / "data/set").value(),
      wording,
      clock,
      rng,
      {"https://post.example.org", EmailAddress::parse("letters@postbag.example.org").value(),
       std::chrono::minutes{10}, std::chrono::hours{168}, kSecret},
      measures};
  std::shared_ptr<const campaign::Campaign> campaign;
};

Desk& desk() {
  static Desk made;
  return made;
}

/// `own`: with a letter of their own, 2.4 KB; else with a story for the campaign's letter.
http::Request request(bool own) {
  std::string json =
      R"({"postcode":"DE1 1AA","first_name":"Jo","last_name":"Example","email":"jo@example.org",)"
      R"("address":"1 Example Street\nDerby",)";
  if (own) {
    json += R"("subject":"Support at work","body":")";
    for (int paragraph = 0; paragraph < 24; ++paragraph)
      json +=
          R"(People want support that starts from them, at their own pace, in the caf\u00e9 too.\n)"
          "It’s not much to ask.";
    json += "\"}";
  } else {
    json += R"("story":"I waited seven months for an answer, and then it was no."})";
  }
  http::Request made;
  made.method = "POST";
  made.path = "/api/v1/campaigns/sanctions/letters";
  made.content_type = "application/json";
  made.body = std::move(json);
  return made;
}

campaign::SubmissionFields fields(bool own) {
  return http::api::read_submission(request(own)).value();
}

campaign::Submission submission(bool own) {
  return campaign::parse_submission(fields(own), true).value();
}

void whole_letter(benchmark::State& state) {
  const http::Request sent = request(state.range(0) != 0);
  const Desk& office = desk();
  for ([[maybe_unused]] const auto step : state) {
    const auto read = http::api::read_submission(sent);
    const auto checked = campaign::parse_submission(*read, true);
    benchmark::DoNotOptimize(office.correspondence.draft(*office.campaign, *checked));
  }
}
BENCHMARK(whole_letter)->ArgName("own")->Arg(0)->Arg(1);

void json_body(benchmark::State& state) {
  const http::Request sent = request(state.range(0) != 0);
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(http::api::read_submission(sent));
}
BENCHMARK(json_body)->ArgName("own")->Arg(0)->Arg(1);

void checked_fields(benchmark::State& state) {
  const campaign::SubmissionFields read = fields(state.range(0) != 0);
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(campaign::parse_submission(read, true));
}
BENCHMARK(checked_fields)->ArgName("own")->Arg(0)->Arg(1);

void draft(benchmark::State& state) {
  const campaign::Submission checked = submission(state.range(0) != 0);
  const Desk& office = desk();
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(office.correspondence.draft(*office.campaign, checked));
}
BENCHMARK(draft)->ArgName("own")->Arg(0)->Arg(1);

void confirmation_mail(benchmark::State& state) {
  const templates::MailFields values{"Example Group",
                                     "Support & care",
                                     "https://post.example.org/me/AAAAAAAAAAAAAAAAAAAAAA",
                                     "Baggy Shanker",
                                     "https://post.example.org/confirm/AAAAAAAAAAAAAAAAAAAAAA",
                                     "7 days"};
  const templates::Mails& mails = desk().wording->mails(Language::english);
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(mails.confirmation(values));
}
BENCHMARK(confirmation_mail);

/// As supporter_key() takes it of each letter's address.
void supporter_hmac(benchmark::State& state) {
  const std::string message = "supporter|jo@example.org";
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(hmac_sha256(kSecret, message));
}
BENCHMARK(supporter_hmac);

void token(benchmark::State& state) {
  SystemRng rng;
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(random_token(rng));
}
BENCHMARK(token);

void token_digest(benchmark::State& state) {
  const std::string made(22, 'A');
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(sha256(made));
}
BENCHMARK(token_digest);

void date(benchmark::State& state) {
  const Instant now = SystemClock{}.now();
  const auto wording = templates::Wording::load(kSource / "templates").value();
  const templates::Strings& strings = wording.strings(Language::english);
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(templates::date_text(strings, now));
}
BENCHMARK(date);

/// As the dispatcher writes one for each request. The line goes to stderr, so send that to
/// /dev/null.
void log_line(benchmark::State& state) {
  const std::string id(22, 'A');
  for ([[maybe_unused]] const auto step : state)
    log(LogLevel::info, "http.request",
        {{"request", id},
         {"method", std::string{"POST"}},
         {"route", std::string{"api.letters"}},
         {"status", std::int64_t{202}},
         {"milliseconds", 1.2345678}});
}
BENCHMARK(log_line);

void answer(benchmark::State& state) {
  const campaign::LetterStatus status{.public_id = std::string(22, 'A'), .state = {}};
  for ([[maybe_unused]] const auto step : state) {
    http::Response response{202, "application/json", http::api::letter_json(status), {}};
    http::add_security_headers(response, true);
    benchmark::DoNotOptimize(response);
  }
}
BENCHMARK(answer);

}  // namespace

BENCHMARK_MAIN();
