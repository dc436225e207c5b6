#include "base/line_difference.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using Kind = postbag::DifferenceLine::Kind;

/// `=a -b +c ~`: same, removed, added, gap.
std::string compared(std::string_view before, std::string_view after, std::size_t context = 2) {
  std::string text;
  for (const auto& line : postbag::line_difference(before, after, context)) {
    if (!text.empty()) text += ' ';
    constexpr std::string_view signs = "=-+~";
    text += signs[static_cast<std::size_t>(line.kind)];
    text += line.text;
  }
  return text;
}

/// What the second text must be, if the difference (with all lines) is right.
std::string rebuilt(std::string_view before, std::string_view after, Kind left_out) {
  std::string text;
  for (const auto& line : postbag::line_difference(before, after, 1'000'000))
    if (line.kind != left_out) text.append(line.text).append(1, '\n');
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_line_difference)

BOOST_AUTO_TEST_CASE(what_is_the_same_is_no_difference) {
  BOOST_TEST(compared("", "").empty());
  BOOST_TEST(compared("a\nb\n", "a\nb\n").empty());
}

BOOST_AUTO_TEST_CASE(few_lines_are_removed_and_added) {
  BOOST_TEST(compared("", "a\nb") == "+a +b");
  BOOST_TEST(compared("a\nb", "") == "-a -b");
  BOOST_TEST(compared("a\nb\nc", "a\nx\nc") == "=a -b +x =c");
  BOOST_TEST(compared("a\nb\nc\nd", "b\nc\ne\nd") == "-a =b =c +e =d");
  BOOST_TEST(compared("a\n\nb", "a\nb") == "=a - =b");
}

BOOST_AUTO_TEST_CASE(lines_far_from_a_change_are_left_out) {
  BOOST_TEST(compared("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\nx\n4\n5\n6\n7\ny\n9", 1) ==
             "=2 -3 +x =4 ~ =7 -8 +y =9");
}

BOOST_AUTO_TEST_CASE(both_texts_can_be_made_from_it) {
  const std::string before = "a\nb\nc\na\nb\nb\na\n";
  const std::string after = "c\nb\na\nb\na\nc\n";
  BOOST_TEST(rebuilt(before, after, Kind::added) == before);
  BOOST_TEST(rebuilt(before, after, Kind::removed) == after);
}

BOOST_AUTO_TEST_CASE(texts_too_long_to_compare_are_replaced_as_a_whole) {
  std::string before = "same\n";
  std::string after = "same\n";
  for (int i = 0; i < 3000; ++i) {
    before += "old " + std::to_string(i) + "\nshared\n";
    after += "new " + std::to_string(i) + "\nshared\n";
  }
  BOOST_TEST(rebuilt(before, after, Kind::added) == before);
  BOOST_TEST(rebuilt(before, after, Kind::removed) == after);
}

BOOST_AUTO_TEST_SUITE_END()
