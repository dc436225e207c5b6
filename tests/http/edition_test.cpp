#include <future>

#include <boost/test/unit_test.hpp>

#include "server/http/listener.h"
#include "tests/http/site.h"

namespace {

using namespace std::chrono_literals;
using postbag::http::HttpSettings;
using postbag::http::Listener;
using postbag::http::MetricsFor;
using postbag::http::Probes;
using postbag::testing::read_file;
using postbag::testing::Site;
using postbag::testing::TemporaryFolder;

const std::filesystem::path kTemplates = std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates";

constexpr const char* kPostcode = "/api/v1/postcodes/DE11AA";

int status(const httplib::Result& result) {
  return result ? result->status : 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(new_settings_count_from_the_next_request_on_the_same_connection) {
  Site site;
  auto client = site.client();
  BOOST_TEST(status(client.Get(kPostcode)) == 200);
  site.reload([](HttpSettings& settings) {
    settings.lookups_per_second = 1;
    settings.lookups_burst = 2;
  });
  BOOST_TEST(status(client.Get(kPostcode)) == 200);
  BOOST_TEST(status(client.Get(kPostcode)) == 200);
  BOOST_TEST(status(client.Get(kPostcode)) == 429);
}

BOOST_AUTO_TEST_CASE(a_reload_lets_nobody_begin_their_limit_anew) {
  const auto limited = [](HttpSettings& settings) {
    settings.lookups_per_second = 1;
    settings.lookups_burst = 1;
  };
  Site site{limited};
  auto client = site.client();
  BOOST_TEST(status(client.Get(kPostcode)) == 200);
  site.reload(limited);
  BOOST_TEST(status(client.Get(kPostcode)) == 429);
}

BOOST_AUTO_TEST_CASE(templates_that_cannot_be_used_leave_the_old_in_force) {
  Site site;
  const TemporaryFolder folder;
  std::filesystem::copy(kTemplates, folder / "templates", std::filesystem::copy_options::recursive);
  const auto moved = [&](HttpSettings& settings) {
    settings.templates_folder = folder / "templates";
  };
  const std::string page = read_file(kTemplates / "pages/privacy.html.mustache");
  folder.write("templates/pages/privacy.html.mustache", page + "{{no_such_name}}");
  BOOST_CHECK_THROW(site.reload(moved), std::runtime_error);
  auto client = site.client();
  BOOST_TEST(status(client.Get("/privacy")) == 200);
  folder.write("templates/pages/privacy.html.mustache", page + "<p>A newer page.</p>\n");
  site.reload(moved);
  BOOST_TEST(client.Get("/privacy")->body.find("A newer page.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(readiness_says_when_letters_are_taken_and_none_leaves) {
  std::atomic<bool> works = true;
  Probes probes;
  probes.mailer_works = [&] { return works.load(); };
  Site site{{}, probes};
  auto client = site.client();
  BOOST_TEST(status(client.Get("/readyz")) == 200);
  works = false;
  const auto result = client.Get("/readyz");
  BOOST_TEST(status(result) == 503);
  BOOST_TEST(result->body.find("none leaves") != std::string::npos);
  BOOST_TEST(status(client.Get("/healthz")) == 200);
  works = true;
  site.break_store();
  BOOST_TEST(status(client.Get("/readyz")) == 503);
  site.mend_store();
  BOOST_TEST(status(client.Get("/readyz")) == 200);
}

BOOST_AUTO_TEST_CASE(the_figures_are_for_this_machine_and_never_for_whoever_a_proxy_brings) {
  Probes probes;
  probes.metrics = [] { return std::string{"figures 1\n"}; };
  Site site{{}, probes};
  auto client = site.client();
  const auto from = [&](const std::string& forwarded) {
    return status(client.Get("/metrics", {{"X-Forwarded-For", forwarded}}));
  };
  BOOST_TEST(client.Get("/metrics")->body == "figures 1\n");
  BOOST_TEST(client.Get("/metrics")->get_header_value("Content-Type") ==
             "text/plain; version=0.0.4; charset=utf-8");
  BOOST_TEST(from("192.0.2.1") == 404);
  BOOST_TEST(from("127.0.0.1") == 404);
  // A web page could have its own name lead here.
  BOOST_TEST(status(client.Get("/metrics", {{"Host", "elsewhere.example"}})) == 404);
  const auto trusting = [](HttpSettings& settings) {
    settings.trusted_proxies = {postbag::Network::parse("127.0.0.1").value()};
  };
  site.reload(trusting);
  BOOST_TEST(from("192.0.2.1") == 404);
  BOOST_TEST(from("127.0.0.1") == 404);
  site.reload([](HttpSettings& settings) { settings.metrics = MetricsFor::everybody; });
  BOOST_TEST(from("192.0.2.1") == 200);
  site.reload([](HttpSettings& settings) { settings.metrics = MetricsFor::nobody; });
  BOOST_TEST(status(client.Get("/metrics")) == 404);
}

BOOST_AUTO_TEST_CASE(what_was_answered_is_counted_by_route_and_class) {
  Site site;
  auto client = site.client();
  client.Get(kPostcode);
  client.Get(kPostcode);
  client.Get("/api/v1/postcodes/nonsense");
  client.Get("/no/such/address");
  BOOST_TEST(!site.raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").empty());
  const auto& postcode = site.measures.routes()[0];
  BOOST_TEST(postcode.answers[2].value() == 2U);
  BOOST_TEST(postcode.answers[4].value() == 1U);
  BOOST_TEST(postcode.seconds.sum() > 0);
  BOOST_TEST(site.measures.none.answers[4].value() == 1U);
  BOOST_TEST(site.measures.refused[4].value() == 1U);
  BOOST_TEST(site.measures.connections.taken.value() == 2U);
  BOOST_TEST(site.measures.connections.open.value() >= 1);
  BOOST_TEST(site.letter_measures.lookups.value("exact") == 2U);
  BOOST_TEST(site.letter_measures.lookups.value("malformed_postcode") == 1U);
}

BOOST_AUTO_TEST_CASE(a_loop_that_hangs_does_not_answer) {
  postbag::http::ConnectionMeasures measures;
  std::promise<void> hangs;
  std::promise<void> let_go;
  Listener listener{{},
                    {[&](postbag::http::Request&&, const postbag::http::Answer& answer) {
                       hangs.set_value();
                       let_go.get_future().wait();
                       answer({204, "", "", {}});
                     },
                     [](const postbag::http::Refusal&) { return postbag::http::Response{}; }},
                    measures};
  BOOST_REQUIRE(listener.bind("127.0.0.1", 0));
  std::jthread loop{[&] { listener.run(); }};
  const auto comes_round = [&] {
    for (int i = 0; i < 3000; ++i) {
      if (listener.answers()) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  };
  BOOST_TEST(comes_round());
  std::jthread client{[&] { httplib::Client{"127.0.0.1", listener.port()}.Get("/"); }};
  hangs.get_future().wait();
  static_cast<void>(listener.answers());
  BOOST_TEST(!listener.answers());
  BOOST_TEST(!listener.answers());
  let_go.set_value();
  BOOST_TEST(comes_round());
  client.join();
  listener.stop();
}
