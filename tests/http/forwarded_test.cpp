#include "server/http/forwarded.h"

#include <boost/test/unit_test.hpp>

#include "tests/http/site.h"

namespace {

using postbag::Network;
using postbag::http::client_address;
using postbag::testing::Site;

const std::vector<Network> kProxies{Network::parse("127.0.0.1").value(),
                                    Network::parse("10.0.0.0/8").value()};

int look_up(const Site& site, const std::string& forwarded_for) {
  auto client = site.client();
  const auto result =
      client.Get("/api/v1/postcodes/DE11AA", httplib::Headers{{"X-Forwarded-For", forwarded_for}});
  return result ? result->status : 0;
}

void allow_one(postbag::http::HttpSettings& settings) {
  settings.lookups_per_second = 1;
  settings.lookups_burst = 1;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_client_is_the_rightmost_address_that_is_no_proxy_of_ours) {
  BOOST_TEST(client_address("127.0.0.1", "192.0.2.1", kProxies) == "192.0.2.1");
  BOOST_TEST(client_address("127.0.0.1", "198.51.100.9, 192.0.2.1,10.1.2.3", kProxies) ==
             "192.0.2.1");
  BOOST_TEST(client_address("127.0.0.1", "192.0.2.1:4711", kProxies) == "192.0.2.1");
  BOOST_TEST(client_address("127.0.0.1", "[2001:db8::1]:4711", kProxies) == "2001:db8::1");
  BOOST_TEST(client_address("127.0.0.1", "2001:db8::1", kProxies) == "2001:db8::1");
  BOOST_TEST(client_address("", "192.0.2.1", {}) == "192.0.2.1");
  BOOST_TEST(client_address("127.0.0.1", "10.0.0.1, 10.0.0.2", kProxies) == "10.0.0.1");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_or_comes_from_a_stranger_is_not_believed) {
  BOOST_TEST(client_address("127.0.0.1", "192.0.2.1", {}) == "127.0.0.1");
  BOOST_TEST(client_address("203.0.113.5", "192.0.2.1", kProxies) == "203.0.113.5");
  for (const char* list : {"", ",", "unknown", "192.0.2.1, _hidden", "[", "]", ":", "192.0.2.1,"})
    BOOST_TEST_CONTEXT(list)
  BOOST_TEST(client_address("127.0.0.1", list, kProxies) == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(behind_a_trusted_proxy_each_client_has_limits_of_its_own) {
  Site site{[](auto& settings) {
    allow_one(settings);
    settings.trusted_proxies = kProxies;
  }};
  BOOST_TEST(look_up(site, "192.0.2.1") == 200);
  BOOST_TEST(look_up(site, "192.0.2.2") == 200);
  BOOST_TEST(look_up(site, "198.51.100.1, 192.0.2.1") == 429);
}

BOOST_AUTO_TEST_CASE(without_a_trusted_proxy_the_header_buys_nothing) {
  Site site{allow_one};
  BOOST_TEST(look_up(site, "192.0.2.1") == 200);
  BOOST_TEST(look_up(site, "192.0.2.2") == 429);
}
