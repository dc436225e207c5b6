#include "base/token.h"

#include <array>
#include <set>
#include <thread>

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

BOOST_AUTO_TEST_CASE(tokens_differ) {
  postbag::SystemRng rng;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = postbag::random_token(rng);
    BOOST_TEST(token.size() == postbag::kTokenLength);
    seen.insert(token);
  }
  BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_CASE(tokens_of_one_moment_begin_alike_and_differ_all_the_same) {
  postbag::SystemRng rng;
  const postbag::Instant now = postbag::from_milliseconds(1'795'305'600'000);
  const std::string one = postbag::timed_token(now, rng);
  const std::string other = postbag::timed_token(now, rng);
  const std::string later = postbag::timed_token(now + std::chrono::milliseconds{64}, rng);
  BOOST_TEST(one.size() == postbag::kTokenLength);
  BOOST_TEST(one.substr(0, 5) == other.substr(0, 5));
  BOOST_TEST(one.substr(5) != other.substr(5));
  BOOST_TEST(one.substr(0, 5) != later.substr(0, 5));
}

BOOST_AUTO_TEST_CASE(randomness_of_any_amount_never_comes_twice) {
  postbag::SystemRng rng;
  std::set<std::string> seen;
  std::size_t drawn = 0;
  for (const std::size_t size : {16U, 500U, 512U, 513U, 17U, 4000U, 16U})
    for (int i = 0; i < 50; ++i, ++drawn) {
      std::string bytes(size, '\0');
      rng.fill(std::as_writable_bytes(std::span{bytes}));
      seen.insert(bytes.substr(0, 16));
      BOOST_TEST(bytes.substr(size - 8) != std::string(8, '\0'));
    }
  BOOST_TEST(seen.size() == drawn);
}

BOOST_AUTO_TEST_CASE(threads_do_not_share_randomness) {
  std::array<std::string, 4> tokens;
  {
    std::vector<std::jthread> threads;
    threads.reserve(tokens.size());
    for (std::string& token : tokens)
      threads.emplace_back([&token] {
        postbag::SystemRng rng;
        token = postbag::random_token(rng);
      });
  }
  BOOST_TEST((std::set<std::string>(tokens.begin(), tokens.end()).size()) == tokens.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
