#include "mailer/reply.h"

#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using postbag::mailer::find_reply;
using postbag::mailer::Reply;

Reply find(const std::vector<std::string>& lines, int code) {
  return find_reply(lines, code);
}

BOOST_AUTO_TEST_SUITE(reply)

BOOST_AUTO_TEST_CASE(the_reply_with_the_code_is_found_before_the_goodbye) {
  const Reply reply = find({"250 2.1.0 Ok", "550 5.1.1 Nobody of that name", "221 2.0.0 Bye"}, 550);
  BOOST_TEST(reply.code == 550);
  BOOST_TEST(reply.enhanced_code == "5.1.1");
  BOOST_TEST(reply.text == "Nobody of that name");
}

BOOST_AUTO_TEST_CASE(the_lines_of_one_reply_are_joined) {
  const Reply reply =
      find({"250-first", "250 ok", "250-2.0.0 one", "250-2.0.0 two", "250 2.0.0"}, 250);
  BOOST_TEST(reply.enhanced_code == "2.0.0");
  BOOST_TEST(reply.text == "one two");
}

BOOST_AUTO_TEST_CASE(a_reply_without_an_enhanced_code_keeps_its_whole_text) {
  for (const std::string text : {"5.1 short", "5.1.1x", "3.1.1 no such class", "1.2.3.4 is not one",
                                 "5.1234.1 too long", "5..1 gap"}) {
    const Reply reply = find({"550 " + text}, 550);
    BOOST_TEST(reply.enhanced_code == "");
    BOOST_TEST(reply.text == text);
  }
  BOOST_TEST(find({"550 5.7.509 x"}, 550).enhanced_code == "5.7.509");
}

BOOST_AUTO_TEST_CASE(what_a_server_says_becomes_one_short_printable_line) {
  const Reply reply = find({"550 a\tb\x1B[31m\xC3\xA9" + std::string(500, 'x')}, 550);
  BOOST_TEST(reply.text.starts_with("a?b?[31m??xx"));
  BOOST_TEST(reply.text.size() == 200U);
}

BOOST_AUTO_TEST_CASE(a_bare_code_and_no_reply_at_all_have_no_text) {
  BOOST_TEST(find({"550"}, 550).text == "");
  BOOST_TEST(find({}, 550).text == "");
  BOOST_TEST(find({"5", "", "551 x"}, 550).text == "");
  BOOST_TEST(find({}, 550).code == 550);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
