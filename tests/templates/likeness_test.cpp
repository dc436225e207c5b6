#include "templates/likeness.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace postbag::templates {
namespace {

const std::string ours =
    "Dear Baggy Shanker,\n\nI live in Derby South and you are my MP. People wait too long for help "
    "with their mental health.\n\nWill you please write to the minister and ask why?\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_likeness)

BOOST_AUTO_TEST_CASE(an_untouched_letter_is_all_the_templates) {
  BOOST_TEST(likeness(ours, ours).own() == 0U);
  BOOST_TEST(likeness(ours, ours).words == 33U);
}

BOOST_AUTO_TEST_CASE(case_punctuation_and_line_ends_are_no_words_of_ones_own) {
  std::string other;
  for (const char c : ours)
    other += c == '\n' ? std::string("\r\n") : c == '.' ? "!" : std::string(1, c);
  BOOST_TEST(likeness(other, ours).own() == 0U);
  BOOST_TEST(likeness("DEAR BAGGY SHANKER, I LIVE IN DERBY SOUTH", ours).own() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_added_is_counted_and_nothing_else) {
  const Likeness found = likeness("I waited nine months alone.\n\n" + ours, ours);
  BOOST_TEST(found.own() == 5U);
  BOOST_TEST(found.words == 38U);
}

BOOST_AUTO_TEST_CASE(a_changed_word_in_a_sentence_leaves_its_longer_parts_unchanged) {
  std::string other = ours;
  other.replace(other.find("too long"), 8, "for ever");
  BOOST_TEST(likeness(other, ours).own() > 1U);
  BOOST_TEST(likeness(other, ours).own() < 6U);
}

BOOST_AUTO_TEST_CASE(moving_a_sentence_makes_it_no_new_one) {
  const std::string moved =
      "Will you please write to the minister and ask why? I live in Derby South and you are my MP.";
  BOOST_TEST(likeness(moved, ours).own() == 0U);
}

BOOST_AUTO_TEST_CASE(nobody_who_added_a_word_is_told_that_it_is_our_letter_word_for_word) {
  BOOST_TEST(own_words(likeness(ours, ours)) == "none");
  for (const std::string own : {"My daughter died last year.", "Yes.", "Please help me."})
    BOOST_TEST_CONTEXT(own) BOOST_TEST(own_words(likeness(own + "\n\n" + ours, ours)) == "part");
  BOOST_TEST(own_words(likeness("My name is Jo. Derby is my home.", ours)) == "most");
}

BOOST_AUTO_TEST_CASE(a_letter_of_ones_own_shares_nothing) {
  BOOST_TEST(
      likeness("My name is Jo. Derby is my home, and I am my mother's carer.", ours).unchanged ==
      0U);
}

BOOST_AUTO_TEST_CASE(empty_and_very_short_texts_have_an_answer) {
  BOOST_TEST((likeness("", ours) == Likeness{0, 0}));
  BOOST_TEST((likeness("Hello", ours) == Likeness{1, 0}));
  BOOST_TEST((likeness("Hello there", "") == Likeness{2, 0}));
}

BOOST_AUTO_TEST_CASE(the_longest_letters_are_compared_too) {
  std::string text;
  for (int i = 0; text.size() < 30'000; ++i)
    text += "word" + std::to_string(i) + ' ';
  BOOST_TEST(likeness(text, text).own() == 0U);
  const std::string same(10'000, 'a');
  BOOST_TEST(likeness(same, text).own() == 1U);
  std::string again;
  while (again.size() < 10'000)
    again += "a ";
  BOOST_TEST(likeness(again, again).own() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
