// Accepted letters per second: POST, checked, rendered, durable, 202, from 64 clients, against bare
// rows of 3 KB written to SQLite with grouped commits by 64 threads, one row a commit, and one
// fsync:
//   cmake --preset release && cmake --build --preset release --target accept_bench
//   build/release/tests/accept_bench [rounds] [letters] 2>/dev/null
// Clients, server and database share the machine.

#include <cstdio>
#include <cstdlib>
#include <thread>

#include <httplib.h>

#include "server/campaign/correspondence.h"
#include "server/http/server.h"
#include "server/store/sql_store.h"
#include "tests/bench/disk.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace postbag;
using Seconds = std::chrono::duration<double>;

constexpr int kClients = 64;
const std::filesystem::path kSource{POSTBAG_SOURCE_FOLDER};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Calls per second when `threads` share `count` calls of `work(number)`; the times of single calls
/// go to `times`.
template <class Work>
double rate(int threads, int count, const Work& work, std::vector<double>* times = nullptr) {
  std::atomic<int> next{0};
  std::vector<std::vector<double>> taken(static_cast<std::size_t>(threads));
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> pool;
    for (auto& own : taken)
      pool.emplace_back([&] {
        auto call = work();
        for (int number = next++; number < count; number = next++) {
          const auto begun = std::chrono::steady_clock::now();
          call(number);
          own.push_back(Seconds{std::chrono::steady_clock::now() - begun}.count());
        }
      });
  }
  const double all = Seconds{std::chrono::steady_clock::now() - start}.count();
  if (times != nullptr)
    for (const auto& own : taken)
      times->insert(times->end(), own.begin(), own.end());
  return count / all;
}

double bare_rows(int threads, int count) {
  const testing::TemporaryFolder folder;
  const auto database = store::Database::open(folder / "postbag.db").value();
  const std::string text(3000, 'x');
  database->write(
      [](store::Connection& connection) { connection.execute("CREATE TABLE rows (text TEXT)"); });
  return rate(threads, count, [&] {
    return [&](int) {
      database->write([&](store::Connection& connection) {
        connection.query("INSERT INTO rows VALUES (:text)").use(text).run();
      });
    };
  });
}

/// The whole service in this process, with the shipped data and campaigns.
class Service {
 public:
  Service() {
    if (!campaign::import_campaign(store_, kSource / "templates/campaigns/sanctions.toml") ||
        !server_.listen())
      std::abort();
    front_ = std::jthread{[this] { server_.run(); }};
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() { server_.stop(); }

  double accepted(int clients, int letters, std::vector<double>& times) {
    return rate(
        clients, letters,
        [&] {
          auto client = std::make_shared<httplib::Client>("127.0.0.1", server_.port());
          client->set_keep_alive(true);
          client->set_tcp_nodelay(true);
          return [client](int number) {
            const std::string letter =
                R"({"postcode":"DE1 1AA","first_name":"Jo","last_name":"Example","email":"jo)" +
                std::to_string(number) +
                R"(@example.org","address":"1 Example Street\nDerby","story":"I waited seven months for an answer, and then it was no."})";
            const auto reply =
                client->Post("/api/v1/campaigns/sanctions/letters", letter, "application/json");
            if (!reply || reply->status != 202) std::abort();
          };
        },
        &times);
  }

 private:
  http::HttpSettings settings() const {
    http::HttpSettings made;
    made.threads = kClients;
    made.base_url = "http://127.0.0.1";
    made.secret = std::string(32, 's');
    made.templates_folder = kSource / "templates";
    return made;
  }

  testing::TemporaryFolder folder_;
  SystemClock clock_;
  SystemRng rng_;
  std::unique_ptr<store::Database> database_ =
      store::Database::open(folder_ / "postbag.db").value();
  store::SqlStore store_{*database_, clock_, rng_, {}};
  campaign::Catalogue catalogue_{store_, clock_};
  campaign::Correspondence desk_{
      store_,
      catalogue_,
      data::DataSet::load(kSource / "data/set").value(),
      std::make_shared<const templates::Mails>(
          templates::Mails::load(kSource / "templates/mails").value()),
      clock_,
      rng_,
      {"http://127.0.0.1", EmailAddress::parse("letters@postbag.example.org").value(),
       std::chrono::minutes{10}, std::chrono::hours{168}, std::string(32, 's')}};
  http::HttpServer server_{desk_, catalogue_, clock_, settings()};
  std::jthread front_;
};

double service(int clients, int letters, std::vector<double>& times) {
  Service made;
  return made.accepted(clients, letters, times);
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count > 1 ? std::atoi(words[1]) : 3;
  const int letters = count > 2 ? std::atoi(words[2]) : 10'000;
  std::vector<double> fsyncs, grouped, single, accepted, alone, times, times_alone;
  for (int round = 0; round < rounds; ++round) {
    fsyncs.push_back(bench::one_fsync());
    grouped.push_back(bare_rows(kClients, letters));
    single.push_back(bare_rows(1, letters / 4));
    accepted.push_back(service(kClients, letters, times));
    alone.push_back(service(1, letters / 10, times_alone));
  }
  std::sort(times.begin(), times.end());
  const double p99 = times[times.size() * 99 / 100];
  std::printf("one fsync: %.2f ms\n", median(fsyncs) * 1e3);
  std::printf("bare rows: %.0f/s grouped, %.0f/s one a commit\n", median(grouped), median(single));
  std::printf(
      "accepted letters, 64 clients: %.0f/s, %.2f of grouped rows, %.2f of one a commit, p99 %.1f "
      "ms\n",
      median(accepted), median(accepted) / median(grouped), median(accepted) / median(single),
      p99 * 1e3);
  std::printf("one client alone: %.2f ms a letter, %.1f fsyncs\n", median(times_alone) * 1e3,
              median(times_alone) / median(fsyncs));
}
