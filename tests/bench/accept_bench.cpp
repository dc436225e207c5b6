// Accepted letters per second: POST, checked, rendered, durable, 202, from 64 clients, against bare
// rows of 3 KB written to SQLite with grouped commits by 64 threads, one row a commit, and one
// fsync:
//   cmake --preset release && cmake --build --preset release --target accept_bench
//   build/release/tests/accept_bench [rounds] [sqlite|postgresql] 2>/dev/null
// wrk posts the letters. It, the server and the database share the machine. PostgreSQL is a server
// of its own, with 16 connections and everything durable.

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "server/campaign/correspondence.h"
#include "server/http/server.h"
#include "server/store/office_store.h"
#include "server/store/sql_store.h"
#include "server/store/staff_store.h"
#include "tests/bench/disk.h"
#include "tests/store/postgresql_server.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace postbag;
using Seconds = std::chrono::duration<double>;

constexpr int kClients = 64;
constexpr int kRows = 20'000;
const std::filesystem::path kSource{POSTBAG_SOURCE_FOLDER};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Calls per second when `threads` share `count` calls.
template <class Call>
double rate(int threads, int count, const Call& call) {
  std::atomic<int> next{0};
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> pool;
    pool.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i)
      pool.emplace_back([&] {
        while (next++ < count)
          call();
      });
  }
  return count / Seconds{std::chrono::steady_clock::now() - start}.count();
}

/// A database of its own, gone when this is.
class Fresh {
 public:
  explicit Fresh(testing::PostgresqlServer* server) : place_(folder_ / "postbag.db") {
    if (server == nullptr) return;
    auto place = std::get<store::PostgresqlPlace>(server->create_database());
    place.connections = 16;
    place_ = place;
  }
  [[nodiscard]] std::unique_ptr<store::Database> open() const {
    return store::Database::open(place_).value();
  }

 private:
  testing::TemporaryFolder folder_;
  store::Place place_;
};

double bare_rows(testing::PostgresqlServer* server, int threads, int count) {
  const Fresh fresh{server};
  const auto database = fresh.open();
  const std::string text(3000, 'x');
  database->write(
      [](store::Connection& connection) { connection.execute("CREATE TABLE rows (text TEXT)"); });
  return rate(threads, count, [&] {
    database->write([&](store::Connection& connection) {
      connection.query("INSERT INTO rows VALUES (:text)").use(text).run();
    });
  });
}

/// Letters a second, and microseconds for one.
struct Seen {
  double rate = 0;
  double mean = 0;
  double p99 = 0;
};

/// The whole service in this process, with the shipped data and campaigns.
class Service {
 public:
  explicit Service(testing::PostgresqlServer* server) : fresh_(server) {
    if (!campaign::import_campaign(store_, kSource / "templates/campaigns/sanctions.toml") ||
        !server_.listen())
      std::abort();
    catalogue_.refresh();
    front_ = std::jthread{[this] { server_.run(); }};
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() { server_.stop(); }

  /// What wrk saw of so many clients, each of whom posts one letter after the other.
  [[nodiscard]] Seen accepted(int clients) const {
    const testing::Finished wrk =
        testing::run({"/usr/bin/wrk", "-t1", "-c" + std::to_string(clients), "-d3s", "-s",
                      (kSource / "tests/bench/letters.lua").string(),
                      "http://127.0.0.1:" + std::to_string(server_.port())});
    std::istringstream figures{
        wrk.output.substr(std::min(wrk.output.find("figures"), wrk.output.size()))};
    std::string word;
    Seen seen;
    int errors = -1;
    figures >> word >> seen.rate >> seen.mean >> seen.p99 >> errors;
    if (errors != 0) std::abort();
    return seen;
  }

 private:
  http::HttpSettings settings() const {
    http::HttpSettings made;
    made.base_url = "http://127.0.0.1";
    made.secret = std::string(32, 's');
    made.templates_folder = kSource / "templates";
    return made;
  }

  Fresh fresh_;
  SystemClock clock_;
  SystemRng rng_;
  std::unique_ptr<store::Database> database_ = fresh_.open();
  store::SqlStore store_{*database_, clock_, rng_, {}};
  campaign::Catalogue catalogue_{store_};
  campaign::Measures letter_measures_;
  std::shared_ptr<campaign::Correspondence> desk_ = std::make_shared<campaign::Correspondence>(
      store_, catalogue_, data::DataSet::load(kSource / "data/set").value(),
      std::make_shared<const templates::Wording>(
          templates::Wording::load(kSource / "templates").value()),
      clock_, rng_,
      campaign::CorrespondenceSettings{
          "http://127.0.0.1", EmailAddress::parse("letters@postbag.example.org").value(),
          std::chrono::minutes{10}, std::chrono::hours{168}, std::string(32, 's')},
      letter_measures_);
  store::SqlStaffStore staff_store_{*database_};
  store::SqlOfficeStore office_{*database_};
  staff::Accounts accounts_{staff_store_, clock_, rng_, std::string(32, 's')};
  http::Measures http_measures_;
  http::HttpServer server_{desk_,  catalogue_, accounts_,     office_,
                           clock_, settings(), http_measures_};
  std::jthread front_;
};

Seen service(testing::PostgresqlServer* server, int clients) {
  const Service made{server};
  return made.accepted(clients);
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count > 1 ? std::stoi(words[1]) : 5;
  std::unique_ptr<testing::PostgresqlServer> server;
  if (count > 2 && std::string_view{words[2]} == "postgresql")
    server = std::make_unique<testing::PostgresqlServer>(testing::PostgresqlServer::Durable::yes);
  std::vector<double> fsyncs, grouped, single, accepted, p99, alone;
  for (int round = 0; round < rounds; ++round) {
    fsyncs.push_back(bench::one_fsync());
    grouped.push_back(bare_rows(server.get(), kClients, kRows));
    single.push_back(bare_rows(server.get(), 1, kRows / 10));
    const Seen crowd = service(server.get(), kClients);
    accepted.push_back(crowd.rate);
    p99.push_back(crowd.p99);
    alone.push_back(service(server.get(), 1).mean);
  }
  std::printf("one fsync: %.2f ms\n", median(fsyncs) * 1e3);
  std::printf("bare rows: %.0f/s grouped, %.0f/s one a commit\n", median(grouped), median(single));
  std::printf(
      "accepted letters, 64 clients: %.0f/s, %.2f of grouped rows, %.2f of one a commit, p99 %.1f "
      "ms\n",
      median(accepted), median(accepted) / median(grouped), median(accepted) / median(single),
      median(p99) / 1e3);
  std::printf("one client alone: %.2f ms a letter, %.1f fsyncs\n", median(alone) / 1e3,
              median(alone) / 1e6 / median(fsyncs));
}
