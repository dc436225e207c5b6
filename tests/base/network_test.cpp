#include "base/network.h"

#include <boost/test/unit_test.hpp>

using postbag::Network;

BOOST_AUTO_TEST_CASE(a_network_holds_the_addresses_of_its_range) {
  const auto holds = [](const char* network, const char* address) {
    return Network::parse(network).value().contains(address);
  };
  BOOST_TEST(holds("192.0.2.0/24", "192.0.2.255"));
  BOOST_TEST(!holds("192.0.2.0/24", "192.0.3.0"));
  BOOST_TEST(holds("192.0.2.128/25", "192.0.2.200"));
  BOOST_TEST(!holds("192.0.2.128/25", "192.0.2.127"));
  BOOST_TEST(holds("192.0.2.7", "192.0.2.7"));
  BOOST_TEST(holds("192.0.2.7", "::ffff:192.0.2.7"));
  BOOST_TEST(!holds("192.0.2.7", "192.0.2.8"));
  BOOST_TEST(holds("0.0.0.0/0", "203.0.113.1"));
  BOOST_TEST(!holds("0.0.0.0/0", "2001:db8::1"));
  BOOST_TEST(holds("2001:db8::/33", "2001:db8:7fff::1"));
  BOOST_TEST(!holds("2001:db8::/33", "2001:db8:8000::1"));
  BOOST_TEST(!holds("192.0.2.0/24", "somewhere"));
  BOOST_TEST(!holds("192.0.2.0/24", ""));
}

BOOST_AUTO_TEST_CASE(what_is_no_network_is_not_taken_for_one) {
  for (const char* text : {"", "/", "192.0.2", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1",
                           "192.0.2.0/8 ", "::/129", "proxy.example.org", "192.0.2.0/24/8"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(!Network::parse(text));
}
