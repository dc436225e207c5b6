#include "server/http/probe_server.h"

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <httplib.h>

#include "tests/http/wire.h"
#include "tests/support/temporary_folder.h"

namespace {

using postbag::http::Probes;
using postbag::http::ProbeServer;
using postbag::testing::Wire;

int status_of(const httplib::Result& result) {
  return result ? result->status : 0;
}

BOOST_AUTO_TEST_CASE(
    a_process_without_the_service_answers_what_is_asked_of_its_health_and_figures) {
  std::atomic<bool> works = true;
  ProbeServer server{
      Probes{[&] { return works.load(); }, [] { return std::string{"figures 1\n"}; }}};
  BOOST_REQUIRE(server.start("127.0.0.1", 0));
  httplib::Client client{"127.0.0.1", server.port()};
  const auto figures = client.Get("/metrics");
  BOOST_REQUIRE(figures);
  BOOST_TEST(figures->body == "figures 1\n");
  BOOST_TEST(figures->get_header_value("Content-Type") ==
             "text/plain; version=0.0.4; charset=utf-8");
  BOOST_TEST(status_of(client.Get("/healthz")) == 200);
  BOOST_TEST(status_of(client.Get("/readyz")) == 200);
  works = false;
  BOOST_TEST(status_of(client.Get("/healthz")) == 200);
  BOOST_TEST(status_of(client.Get("/readyz")) == 503);
  BOOST_TEST(status_of(client.Get("/api/v1/postcodes/DE11AA")) == 404);
  BOOST_TEST(status_of(client.Post("/metrics", "", "text/plain")) == 405);
}

BOOST_AUTO_TEST_CASE(
    a_database_that_does_not_answer_keeps_nobody_from_learning_that_the_process_does) {
  std::promise<void> begun;
  std::promise<void> freed;
  const auto free = freed.get_future().share();
  ProbeServer server{Probes{[] { return true; },
                            [&] {
                              begun.set_value();
                              free.wait();
                              return std::string{"figures 1\n"};
                            }}};
  BOOST_REQUIRE(server.start("127.0.0.1", 0));
  Wire figures{server.port()};
  figures.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  begun.get_future().get();
  Wire health{server.port()};
  health.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  BOOST_TEST(health.reply().starts_with("HTTP/1.1 200 "));
  freed.set_value();
  BOOST_TEST(figures.rest().ends_with("figures 1\n"));
}

BOOST_AUTO_TEST_CASE(figures_that_cannot_be_had_are_a_500_and_the_next_are_answered) {
  std::atomic<bool> broken = true;
  ProbeServer server{Probes{[] { return true; },
                            [&]() -> std::string {
                              if (broken) throw std::runtime_error("no figures");
                              return "figures 1\n";
                            }}};
  const postbag::testing::TemporaryFolder folder;
  const std::filesystem::path path = folder / "probes";
  BOOST_REQUIRE(server.start(path));
  httplib::Client client{path.string()};
  client.set_address_family(AF_UNIX);
  BOOST_TEST(status_of(client.Get("/metrics")) == 500);
  broken = false;
  BOOST_TEST(status_of(client.Get("/metrics")) == 200);
}

BOOST_AUTO_TEST_CASE(silent_connections_of_one_address_keep_no_other_from_asking) {
  ProbeServer server{Probes{}};
  BOOST_REQUIRE(server.start("127.0.0.1", 0));
  std::vector<std::unique_ptr<Wire>> silent;
  for (int i = 0; i < 300; ++i)
    silent.push_back(std::make_unique<Wire>(server.port()));
  Wire other{server.port(), "127.0.0.2"};
  other.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  BOOST_TEST(other.rest().starts_with("HTTP/1.1 200 "));
  // And those are let go by and by: the last of them is a place again.
  BOOST_TEST(silent.front()->rest().empty());
}

BOOST_AUTO_TEST_CASE(an_address_in_use_is_said_and_nothing_runs) {
  ProbeServer first{{}};
  BOOST_REQUIRE(first.start("127.0.0.1", 0));
  ProbeServer second{{}};
  const auto refused = second.start("127.0.0.1", first.port());
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().code == "address_in_use");
}

}  // namespace
