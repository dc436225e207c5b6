#include "base/markup.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(markup)

BOOST_AUTO_TEST_CASE(text_can_neither_open_a_tag_nor_leave_its_quotes) {
  BOOST_TEST(postbag::escaped("<a href='x'>\"&") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
  BOOST_TEST(postbag::escaped("Ynys Môn, 100% {{x}}") == "Ynys Môn, 100% {{x}}");
}

BOOST_AUTO_TEST_CASE(control_characters_become_spaces_and_line_ends_stay) {
  BOOST_TEST(postbag::escaped(std::string_view{"a\0b\x01\x1B\x7F.\r\n\tc", 11}) ==
             "a b   .\r\n\tc");
}

BOOST_AUTO_TEST_SUITE_END()
