#include "base/digest.h"

#include <boost/test/unit_test.hpp>

namespace {

BOOST_AUTO_TEST_SUITE(digest)

// FIPS 180-2 appendix B.1 and RFC 4231 sections 4.3 and 4.7.
BOOST_AUTO_TEST_CASE(digests_are_those_of_the_standards) {
  BOOST_TEST(postbag::sha256("abc") ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(postbag::hmac_sha256("Jefe", "what do ya want for nothing?") ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  BOOST_TEST(postbag::hmac_sha256(std::string(131, '\xAA'),
                                  "Test Using Larger Than Block-Size Key - Hash Key First") ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(secrets_are_equal_only_whole) {
  BOOST_TEST(postbag::equal_secrets("abc", "abc"));
  BOOST_TEST(!postbag::equal_secrets("abc", "abd"));
  BOOST_TEST(!postbag::equal_secrets("abc", "ab"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
