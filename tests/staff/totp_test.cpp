#include "server/staff/totp.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::staff;
using postbag::from_milliseconds;
using postbag::Instant;
using postbag::testing::RepeatableRng;

/// `12345678901234567890`, the secret of RFC 6238 appendix B.
constexpr const char* kRfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

BOOST_AUTO_TEST_SUITE(totp)

BOOST_AUTO_TEST_CASE(codes_are_those_of_rfc_6238) {
  // The last six of its eight digits.
  const std::pair<std::int64_t, const char*> table[]{{59, "287082"},
                                                     {1'111'111'109, "081804"},
                                                     {1'111'111'111, "050471"},
                                                     {1'234'567'890, "005924"},
                                                     {2'000'000'000, "279037"},
                                                     {20'000'000'000, "353130"}};
  for (const auto& [seconds, code] : table)
    BOOST_TEST_CONTEXT(seconds)
  BOOST_TEST(totp_code(kRfcSecret, totp_step_at(from_milliseconds(seconds * 1000))) == code);
}

BOOST_AUTO_TEST_CASE(codes_are_those_of_rfc_4226) {
  const char* const table[]{"755224", "287082", "359152", "969429", "338314",
                            "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step)
    BOOST_TEST(totp_code(kRfcSecret, step) == table[step]);
}

BOOST_AUTO_TEST_CASE(a_code_is_good_one_step_early_and_late_and_no_more) {
  const Instant now = from_milliseconds(1'795'339'800'000);
  const std::int64_t step = totp_step_at(now);
  for (std::int64_t slack = -3; slack <= 3; ++slack) {
    const auto accepted = accepted_step(kRfcSecret, totp_code(kRfcSecret, step + slack), now, 0);
    BOOST_TEST_CONTEXT(slack) BOOST_TEST(accepted.has_value() == (slack >= -1 && slack <= 1));
  }
}

BOOST_AUTO_TEST_CASE(a_code_is_good_once_and_none_before_it_is_good_after_it) {
  const Instant now = from_milliseconds(1'795'339'800'000);
  const std::int64_t step = totp_step_at(now);
  const std::string code = totp_code(kRfcSecret, step);
  BOOST_TEST((accepted_step(kRfcSecret, code, now, step - 1) == step));
  BOOST_TEST(!accepted_step(kRfcSecret, code, now, step).has_value());
  BOOST_TEST(!accepted_step(kRfcSecret, totp_code(kRfcSecret, step - 1), now, step).has_value());
  BOOST_TEST((accepted_step(kRfcSecret, totp_code(kRfcSecret, step + 1), now, step) == step + 1));
}

BOOST_AUTO_TEST_CASE(blanks_in_a_code_are_passed_over_and_nothing_else_is) {
  const Instant now = from_milliseconds(59'000);
  BOOST_TEST(accepted_step(kRfcSecret, "287 082", now, 0).has_value());
  for (const char* code : {"", "287082\n", "28708", "2870820", "abcdef"})
    BOOST_TEST_CONTEXT(code) BOOST_TEST(!accepted_step(kRfcSecret, code, now, 0).has_value());
}

BOOST_AUTO_TEST_CASE(secrets_have_160_bits_in_base32_and_each_is_another) {
  RepeatableRng rng;
  const std::string secret = make_totp_secret(rng);
  BOOST_TEST(is_totp_secret(secret));
  BOOST_TEST(is_totp_secret(kRfcSecret));
  BOOST_TEST(make_totp_secret(rng) != secret);
  BOOST_TEST(spaced_secret(kRfcSecret) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
  for (const char* text : {"", "GEZDGNBV", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(!is_totp_secret(text));
  BOOST_CHECK_THROW(static_cast<void>(totp_code("not base32!", 1)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_address_for_an_app_names_service_and_account) {
  BOOST_TEST(totp_address("Post & bag", "jo@example.org", kRfcSecret) ==
             "otpauth://totp/Post%20%26%20bag:jo%40example.org?secret=" + std::string{kRfcSecret} +
                 "&issuer=Post%20%26%20bag&algorithm=SHA1&digits=6&period=30");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
