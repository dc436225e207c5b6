#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "server/http/assets.h"
#include "server/http/exchange.h"
#include "server/http/form_token.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/link_text.h"
#include "server/http/rate_limit.h"
#include "server/http/reply.h"
#include "server/http/routes.h"
#include "server/http/theme.h"
#include "tests/support/world.h"

namespace {

using postbag::http::FormTokens;
using postbag::http::RateLimit;
using Verdict = postbag::http::FormTokens::Verdict;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

BOOST_AUTO_TEST_CASE(a_bucket_lets_a_burst_through_and_refills_steadily) {
  postbag::testing::ManualClock clock;
  RateLimit limit{clock, 6, minutes{1}, 3};
  for (int i = 0; i < 3; ++i)
    BOOST_TEST((limit.take("192.0.2.1") == seconds{0}));
  BOOST_TEST((limit.take("192.0.2.1") == seconds{10}));
  BOOST_TEST((limit.take("192.0.2.2") == seconds{0}));
  clock.advance(seconds{10});
  BOOST_TEST((limit.take("192.0.2.1") == seconds{0}));
  BOOST_TEST((limit.take("192.0.2.1") == seconds{10}));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_locks_nobody_out) {
  postbag::testing::ManualClock clock;
  RateLimit limit{clock, 6, minutes{1}, 3};
  BOOST_TEST((limit.take("192.0.2.1") == seconds{0}));
  clock.advance(-minutes{60});
  for (int i = 0; i < 3; ++i)
    BOOST_TEST((limit.take("192.0.2.1") == seconds{0}));
  BOOST_TEST((limit.take("192.0.2.1") == seconds{10}));
}

BOOST_AUTO_TEST_CASE(a_rate_of_zero_is_no_limit) {
  postbag::testing::ManualClock clock;
  RateLimit limit{clock, 0, minutes{1}, 0};
  for (int i = 0; i < 1000; ++i)
    BOOST_TEST((limit.take("192.0.2.1") == seconds{0}));
}

BOOST_AUTO_TEST_CASE(a_household_of_ipv6_addresses_shares_a_bucket) {
  using postbag::http::client_key;
  BOOST_TEST(client_key("2001:db8:1:2:3:4:5:6") == client_key("2001:db8:1:2::1"));
  BOOST_TEST(client_key("2001:db8:1:2::1") != client_key("2001:db8:1:3::1"));
  BOOST_TEST(client_key("::ffff:192.0.2.1") == client_key("192.0.2.1"));
  BOOST_TEST(client_key("::ffff:192.0.2.1") != client_key("::ffff:192.0.2.2"));
}

BOOST_AUTO_TEST_CASE(a_wait_is_told_in_whole_seconds_and_never_as_none) {
  BOOST_TEST(postbag::http::retry_after(postbag::Duration{1}) == "1");
  BOOST_TEST(postbag::http::retry_after(postbag::Duration{1001}) == "2");
  BOOST_TEST(postbag::http::retry_after(minutes{1}) == "60");
}

BOOST_AUTO_TEST_CASE(an_asset_is_packed_when_it_is_read_and_not_for_each_request) {
  using namespace postbag::http;
  const auto assets =
      Assets::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates/assets", "{}");
  BOOST_REQUIRE(assets);
  BOOST_TEST(assets->style.gzipped == gzipped(assets->style.content, kTightlyPacked));
  Request request;
  BOOST_TEST(send_asset(assets->style, request, true).body == assets->style.content);
  request.accepts_gzip = true;
  const Response packed = send_asset(assets->style, request, true);
  BOOST_TEST(packed.body == assets->style.gzipped);
  const std::pair<std::string, std::string> encoding{"Content-Encoding", "gzip"};
  BOOST_TEST(std::count(packed.headers.begin(), packed.headers.end(), encoding) == 1);
}

BOOST_AUTO_TEST_CASE(a_flood_of_addresses_does_not_fill_the_memory) {
  postbag::testing::ManualClock clock;
  RateLimit limit{clock, 1, minutes{1}, 1};
  for (std::size_t i = 0; i < RateLimit::kMaxClients + 100; ++i)
    BOOST_REQUIRE((limit.take("client-" + std::to_string(i)) == seconds{0}));
  BOOST_TEST(limit.clients() <= RateLimit::kMaxClients);
}

BOOST_AUTO_TEST_CASE(a_form_token_is_bound_to_its_purpose_and_its_day) {
  postbag::testing::ManualClock clock;
  postbag::testing::RepeatableRng rng;
  const FormTokens tokens{std::string(32, 'k'), clock, rng};
  const std::string token = tokens.make("letter:a");
  BOOST_TEST((tokens.check(token, "letter:a") == Verdict::good));
  BOOST_TEST((tokens.check(token, "letter:b") == Verdict::forged));
  BOOST_TEST((tokens.check(token + "0", "letter:a") == Verdict::forged));
  BOOST_TEST((tokens.check("9" + token, "letter:a") == Verdict::forged));
  BOOST_TEST((tokens.check("", "letter:a") == Verdict::forged));
  BOOST_TEST(
      (FormTokens{std::string(32, 'l'), clock, rng}.check(token, "letter:a") == Verdict::forged));
  BOOST_TEST(tokens.make("letter:a") != token);
  clock.advance(std::chrono::hours{24});
  BOOST_TEST((tokens.check(token, "letter:a") == Verdict::expired));
}

BOOST_AUTO_TEST_CASE(a_theme_becomes_custom_properties_for_light_and_dark_pages) {
  postbag::templates::Theme theme = postbag::templates::theme_of("#6b3fa0");
  const std::string css = postbag::http::theme_css(theme);
  const std::size_t dark = css.find("@media (prefers-color-scheme:dark)");
  BOOST_REQUIRE(dark != std::string::npos);
  BOOST_TEST(css.find("--accent:#6b3fa0") < dark);
  BOOST_TEST(css.find("--link:" + theme.link_dark, dark) != std::string::npos);
  BOOST_TEST(css.find("--font") == std::string::npos);
  theme.font = postbag::templates::font_stack("serif");
  BOOST_TEST(postbag::http::theme_css(theme).find("--font:Charter,") < dark);
}

BOOST_AUTO_TEST_CASE(a_path_finds_its_route_and_nothing_else) {
  using postbag::http::find_route;
  const auto found = find_route("GET", "/c/back%2Dto-work/reach");
  BOOST_REQUIRE(found.route != nullptr);
  BOOST_TEST(found.route->name == "page.reach");
  BOOST_TEST(found.parameters.at("slug") == "back-to-work");
  BOOST_TEST(find_route("POST", "/").route == nullptr);
  BOOST_TEST(find_route("POST", "/").allowed == "GET, HEAD, OPTIONS");
  for (const char* path :
       {"", "c", "/c", "/c/", "/c//reach", "/c/a/reach/", "//", "/c/%00", "/c/%4", "/privacy/"})
    BOOST_TEST_CONTEXT(path) BOOST_TEST(find_route("GET", path).allowed.empty());
}

BOOST_AUTO_TEST_CASE(queries_are_decoded_and_broken_ones_left_out) {
  const auto query = postbag::http::parse_query("a=1+2&b=%41&a=3&c&d=%zz&=&e=%00");
  BOOST_TEST(query.at("a") == "1 2");
  BOOST_TEST(query.at("b") == "A");
  BOOST_TEST(query.at("c").empty());
  BOOST_TEST(!query.contains("d"));
  BOOST_TEST(!query.contains("e"));
}

BOOST_AUTO_TEST_CASE(only_our_own_addresses_become_links) {
  using postbag::http::pages::link_text;
  BOOST_TEST(link_text("See http://a.example/b?c=1&d. <x>", "http://a.example") ==
             "See <a href=\"http://a.example/b?c=1&amp;d\">http://a.example/b?c=1&amp;d</a>. "
             "&lt;x&gt;");
  BOOST_TEST(link_text("http://a.example.org/b javascript:x", "http://a.example") ==
             "http://a.example.org/b javascript:x");
}

BOOST_AUTO_TEST_CASE(numbers_are_written_for_people) {
  using postbag::grouped;
  BOOST_TEST(grouped(0) == "0");
  BOOST_TEST(grouped(999) == "999");
  BOOST_TEST(grouped(1'234'567) == "1,234,567");
}
