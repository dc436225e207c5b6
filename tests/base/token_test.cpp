#include "base/token.h"

#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/support/world.h"

namespace {

class FixedRng final : public postbag::Rng {
 public:
  explicit FixedRng(unsigned char value) : value_(value) {}
  void fill(std::span<std::byte> bytes) override {
    std::fill(bytes.begin(), bytes.end(), std::byte{value_});
  }

 private:
  unsigned char value_;
};

BOOST_AUTO_TEST_SUITE(token)

BOOST_AUTO_TEST_CASE(a_token_is_sixteen_bytes_of_base64url) {
  FixedRng zeros{0};
  FixedRng ones{0xFF};
  BOOST_TEST(postbag::random_token(zeros) == "AAAAAAAAAAAAAAAAAAAAAA");
  BOOST_TEST(postbag::random_token(ones) == "_____________________w");
}

BOOST_AUTO_TEST_CASE(tokens_differ_and_are_recognised) {
  postbag::SystemRng rng;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = postbag::random_token(rng);
    BOOST_TEST(postbag::is_token(token));
    seen.insert(token);
  }
  BOOST_TEST(seen.size() == 1000U);
  BOOST_TEST(!postbag::is_token("AAAAAAAAAAAAAAAAAAAAA"));
  BOOST_TEST(!postbag::is_token("AAAAAAAAAAAAAAAAAAAAA/"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
