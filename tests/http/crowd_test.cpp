#include <future>
#include <thread>

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/http/site.h"
#include "tests/http/wire.h"

namespace {

using postbag::testing::Site;

int open_connection(int port) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
    return connection;
  close(connection);
  return -1;
}

std::string read_all(int connection) {
  std::string reply;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = recv(connection, buffer.data(), buffer.size(), 0)) > 0;)
    reply.append(buffer.data(), static_cast<std::size_t>(got));
  return reply;
}

}  // namespace

BOOST_AUTO_TEST_CASE(three_hundred_connections_at_once_are_all_answered) {
  Site site;
  constexpr std::string_view request =
      "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  std::vector<int> connections;
  connections.reserve(300);
  for (int i = 0; i < 300; ++i)
    connections.push_back(open_connection(site.port()));
  BOOST_TEST(std::count(connections.begin(), connections.end(), -1) == 0);
  // The last to come asks first: all the others say nothing yet.
  for (auto next = connections.rbegin(); next != connections.rend(); ++next)
    BOOST_REQUIRE(send(*next, request.data(), request.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(request.size()));
  int answered = 0;
  for (const int connection : connections) {
    if (read_all(connection).starts_with("HTTP/1.1 200")) ++answered;
    close(connection);
  }
  BOOST_TEST(answered == 300);
}

BOOST_AUTO_TEST_CASE(clients_that_drip_or_say_nothing_keep_nobody_waiting) {
  Site site;
  std::vector<int> silent;
  std::vector<int> dripping;
  for (int i = 0; i < 200; ++i) {
    silent.push_back(open_connection(site.port()));
    dripping.push_back(open_connection(site.port()));
  }
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  int answered = 0;
  // A byte from each of the dripping between two whole look-ups of fresh clients.
  for (const char next : request.substr(0, request.size() - 1)) {
    for (const int connection : dripping)
      BOOST_REQUIRE(send(connection, &next, 1, MSG_NOSIGNAL) == 1);
    auto client = site.client();
    const auto result = client.Get("/api/v1/postcodes/DE11AA");
    if (result && result->status == 200) ++answered;
  }
  BOOST_TEST(static_cast<std::size_t>(answered) == request.size() - 1);
  int served = 0;
  for (const int connection : dripping) {
    BOOST_REQUIRE(send(connection, &request.back(), 1, MSG_NOSIGNAL) == 1);
    if (read_all(connection).starts_with("HTTP/1.1 200")) ++served;
    close(connection);
  }
  BOOST_TEST(served == 200);
  for (const int connection : silent)
    close(connection);
}

BOOST_AUTO_TEST_CASE(many_threads_are_served_at_once_without_mixing_answers) {
  Site site;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> crowd;
    crowd.reserve(16);
    for (int i = 0; i < 16; ++i)
      crowd.emplace_back([&site, &wrong, i] {
        auto client = site.client();
        const std::string slug = "none-" + std::to_string(i);
        for (int round = 0; round < 25; ++round) {
          const auto seat = client.Get("/api/v1/constituencies/E14001194");
          if (!seat || seat->body.find("Derby South") == std::string::npos) ++wrong;
          const auto page = client.Get("/c/" + slug);
          if (!page || page->status != 404) ++wrong;
        }
      });
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(letters_from_many_at_once_are_each_stored_once) {
  Site site;
  std::atomic<int> accepted = 0;
  {
    std::vector<std::jthread> crowd;
    crowd.reserve(8);
    for (int i = 0; i < 8; ++i)
      crowd.emplace_back([&site, &accepted, i] {
        auto client = site.client();
        for (int round = 0; round < 5; ++round) {
          auto body = postbag::testing::letter_json();
          body["email"] = "s" + std::to_string(i * 10 + round) + "@example.org";
          const auto result = client.Post("/api/v1/campaigns/back-to-work/letters", body.dump(),
                                          "application/json");
          if (result && result->status == 202) ++accepted;
        }
      });
  }
  BOOST_TEST(accepted == 40);
  BOOST_TEST(site.waiting_mails().size() == 40U);
}

BOOST_AUTO_TEST_CASE(
    reading_is_refused_when_too_many_wait_for_a_thread_but_not_what_letters_and_watchers_need) {
  using postbag::testing::Wire;
  constexpr int kLongestWait = 512;
  std::promise<void> begun;
  std::promise<void> freed;
  const auto free = freed.get_future().share();
  std::atomic<bool> first = true;
  postbag::http::Probes probes;
  probes.mailer_works = [&] {
    if (first.exchange(false)) {
      begun.set_value();
      free.wait();
    }
    return true;
  };
  Site site{[](postbag::http::HttpSettings& settings) { settings.threads = 1; }, probes};
  const Wire blocking{site.port()};
  blocking.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n");
  begun.get_future().get();
  const std::string page = "GET /c/back-to-work HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  Wire quick{site.port()};
  // Each is in the queue when the loop has come round twice: taken, then read.
  const auto come_round = [&] {
    for (int i = 0; i < 2; ++i) {
      quick.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
      if (!quick.reply().starts_with("HTTP/1.1 200")) return false;
    }
    return true;
  };
  for (int i = 0; i < kLongestWait; ++i) {
    // Nobody stays for the answer, so that the test needs half the descriptors.
    Wire{site.port()}.send(page);
    BOOST_REQUIRE(come_round());
  }
  Wire posting{site.port()};
  posting.send(
      "POST /api/v1/confirmations HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
      "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  BOOST_REQUIRE(come_round());
  std::vector<std::pair<std::string, std::unique_ptr<Wire>>> kept;
  for (const auto& [path, status] :
       {std::pair<std::string, std::string>{"/confirm/" + std::string(44, 'A'), "404"},
        {"/readyz", "200"},
        {"/metrics", "200"}}) {
    kept.emplace_back(status, std::make_unique<Wire>(site.port()));
    kept.back().second->send("GET " + path +
                             " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    BOOST_REQUIRE(come_round());
  }
  Wire reading{site.port()};
  reading.send(page);
  const std::string refused = reading.rest();
  BOOST_TEST(refused.starts_with("HTTP/1.1 503"));
  BOOST_TEST(refused.find("Retry-After: ") != std::string::npos);
  freed.set_value();
  BOOST_TEST(posting.rest().starts_with("HTTP/1.1 422"));
  for (const auto& [status, wire] : kept)
    BOOST_TEST(wire->rest().starts_with("HTTP/1.1 " + status));
  Wire after{site.port()};
  after.send(page);
  BOOST_TEST(after.rest().starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(an_address_that_is_in_use_is_said_to_be) {
  Site site;
  postbag::http::HttpSettings settings;
  settings.port = site.port();
  settings.secret = std::string(32, 's');
  settings.templates_folder = std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates";
  postbag::http::HttpServer second{site.correspondence, site.catalogue, site.accounts, site.office,
                                   site.clock,          settings,       site.measures};
  const auto listening = second.listen();
  BOOST_REQUIRE(!listening);
  BOOST_TEST(listening.error().front().code == "address_in_use");
  BOOST_TEST(listening.error().front().message.find(std::to_string(site.port())) !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_cannot_start_says_why) {
  Site site;
  postbag::http::HttpSettings settings;
  settings.secret = "short";
  settings.templates_folder = std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates";
  const auto code = [&] {
    postbag::http::HttpServer server{site.correspondence, site.catalogue, site.accounts,
                                     site.office,         site.clock,     settings,
                                     site.measures};
    const auto listening = server.listen();
    return listening ? std::string{} : listening.error().front().code;
  };
  BOOST_TEST(code() == "short_secret");
  settings.secret = std::string(32, 's');
  settings.host = "no.such.host.invalid";
  BOOST_TEST(code() == "cannot_listen");
  settings.host = "127.0.0.1";
  settings.templates_folder = site.folder.path();
  BOOST_TEST(!code().empty());
}

BOOST_AUTO_TEST_CASE(a_server_can_be_stopped_before_it_runs) {
  Site site;
  postbag::http::HttpSettings settings;
  settings.secret = std::string(32, 's');
  settings.templates_folder = std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates";
  postbag::http::HttpServer server{site.correspondence, site.catalogue, site.accounts, site.office,
                                   site.clock,          settings,       site.measures};
  BOOST_REQUIRE(server.listen());
  server.stop();
  server.stop();
  server.run();
  BOOST_TEST(open_connection(site.port()) >= 0);
}
