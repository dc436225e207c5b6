#include "server/staff/signed_text.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::staff::SignedText;
using postbag::testing::ManualClock;

struct Signing {
  ManualClock clock;
  SignedText device{std::string(32, 's'), "device", clock, 90 * 24h};
  std::string text = device.make("7~word", "bound");
};

BOOST_FIXTURE_TEST_SUITE(signed_text, Signing)

BOOST_AUTO_TEST_CASE(what_was_signed_is_known_again_with_its_words) {
  BOOST_TEST(device.is_ours(text, "bound"));
  BOOST_TEST(SignedText::words_of(text) == "7~word");
}

BOOST_AUTO_TEST_CASE(another_text_purpose_secret_or_binding_is_not_ours) {
  std::string other = text;
  other.front() = '8';
  BOOST_TEST(!device.is_ours(other, "bound"));
  BOOST_TEST(!device.is_ours(text, "bond"));
  for (const char* wrong : {"", ".", "7~word", "7~word..", "7~word.0."})
    BOOST_TEST_CONTEXT(wrong) BOOST_TEST(!device.is_ours(wrong, "bound"));
  BOOST_TEST(!(SignedText{std::string(32, 's'), "code", clock, 90 * 24h}.is_ours(text, "bound")));
  BOOST_TEST(!(SignedText{std::string(32, 't'), "device", clock, 90 * 24h}.is_ours(text, "bound")));
}

BOOST_AUTO_TEST_CASE(it_is_ours_for_as_long_as_was_said) {
  clock.advance(90 * 24h - 1ms);
  BOOST_TEST(device.is_ours(text, "bound"));
  clock.advance(1ms);
  BOOST_TEST(!device.is_ours(text, "bound"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
