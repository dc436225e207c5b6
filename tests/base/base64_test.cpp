#include "base/base64.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(base64_says_what_the_standard_says_and_reads_it_back) {
  using postbag::base64;
  using postbag::from_base64;
  // RFC 4648, section 10.
  for (const auto& [bytes, text] : {std::pair{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    BOOST_TEST(base64(bytes) == text);
    BOOST_TEST(from_base64(text).value() == bytes);
  }
  std::string all;
  for (int i = 0; i < 256; ++i)
    all += static_cast<char>(i);
  BOOST_TEST((from_base64(base64(all)).value() == all));
  for (const char* wrong :
       {"Z", "Zg", "Zg=", "Zh==", "Zg==Zg==", "Zm9v\n", "Zm 9v", "====", "Zm9-"})
    BOOST_TEST_CONTEXT(wrong) BOOST_TEST(!from_base64(wrong));
}
