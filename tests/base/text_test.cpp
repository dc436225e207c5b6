#include "base/text.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::EmailAddress;
using postbag::FieldRule;
using postbag::Line;
using postbag::Prose;
using postbag::Slug;

constexpr FieldRule kName{"first_name", "your first name", 1, 10};

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(utf8_is_accepted_in_every_length_and_refused_when_overlong_cut_or_surrogate) {
  BOOST_TEST(postbag::is_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\xAE"));
  BOOST_TEST(!postbag::is_utf8("\xC0\xAF"));
  BOOST_TEST(!postbag::is_utf8("\xE0\x80\xAF"));
  BOOST_TEST(!postbag::is_utf8("\xED\xA0\x80"));
  BOOST_TEST(!postbag::is_utf8("\xF4\x90\x80\x80"));
  BOOST_TEST(!postbag::is_utf8("\xE2\x82"));
  BOOST_TEST(!postbag::is_utf8("\x80"));
  BOOST_TEST(postbag::count_characters("Si\xC3\xA2n") == 4U);
}

BOOST_AUTO_TEST_CASE(a_line_is_trimmed_and_counted_in_characters_not_bytes) {
  BOOST_TEST(Line::parse("  Si\xC3\xA2n \n", kName)->text() == "Si\xC3\xA2n");
  BOOST_TEST(
      Line::parse(
          "\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2\xC3\xA2", kName)
          .has_value());
}

BOOST_AUTO_TEST_CASE(a_line_that_would_end_a_header_is_refused_and_the_field_named) {
  for (const std::string bad : {"a\r\nBcc: b", "a\nb", "a\x01z", "a\x7Fz", "a\xC2\x85z",
                                "a\xE2\x81\xA6z", "a\xE2\x80\xAEz", "a\xFFz"}) {
    const auto line = Line::parse(bad, kName);
    BOOST_REQUIRE(!line);
    BOOST_TEST(line.error().code == "malformed_text");
    BOOST_TEST(line.error().field == "first_name");
    BOOST_TEST(line.error().message.find(bad) == std::string::npos);
  }
  BOOST_TEST(Line::parse(std::string{"a\0b", 3}, kName).error().code == "malformed_text");
}

BOOST_AUTO_TEST_CASE(an_empty_line_and_an_overlong_one_say_what_to_do) {
  BOOST_TEST(Line::parse(" ", kName).error().message == "Enter your first name.");
  BOOST_TEST(Line::parse("12345678901", kName).error().message ==
             "Make your first name 10 characters or fewer.");
}

BOOST_AUTO_TEST_CASE(prose_keeps_its_lines_whatever_ends_them) {
  const FieldRule rule{"body", "your letter", 1, 100};
  BOOST_TEST(Prose::parse("a\r\nb\rc\nd\te\r", rule)->text() == "a\nb\nc\nd\te");
  BOOST_TEST(Prose::parse("a\x0B", rule).has_value());
  BOOST_TEST(Prose::parse("a\x08z", rule).error().code == "malformed_text");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_in_pasted_text_is_taken_out_or_made_plain) {
  // A byte order mark, a zero-width space, line and paragraph separators.
  const std::string pasted = "\xEF\xBB\xBF Jo\xE2\x80\x8B\xE2\x80\xA8x\xE2\x80\xA9y ";
  const FieldRule rule{"body", "your letter", 1, 100};
  BOOST_TEST(Line::parse(pasted, kName)->text() == "Jo x y");
  BOOST_TEST(Prose::parse(pasted, rule)->text() == "Jo\nx\ny");
  // Isolates around a name: part of how some programs copy prose.
  BOOST_TEST(Prose::parse("to \xE2\x81\xA8Jo\xE2\x81\xA9.", rule)->text() == "to Jo.");
  BOOST_TEST(!Prose::parse("a\xE2\x80\xAEz", rule).has_value());
  // What shapes letters and emoji stays.
  const std::string family = "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7";
  BOOST_TEST(Prose::parse(family, rule)->text() == family);
  BOOST_TEST(Prose::parse("cut\xE2\x80", rule).error().code == "malformed_text");
}

BOOST_AUTO_TEST_CASE(a_text_is_checked_to_its_end_however_plain_it_begins) {
  const FieldRule rule{"body", "your letter", 1, 7000};
  const std::string plain(2000, 'a');
  BOOST_TEST(Prose::parse(plain + "\xE2\x80\x99" + plain, rule)->text() ==
             plain + "\xE2\x80\x99" + plain);
  BOOST_TEST(Prose::parse(plain + "\r\n" + plain + "\r" + plain, rule)->text() ==
             plain + "\n" + plain + "\n" + plain);
  BOOST_TEST(Prose::parse(plain + "\x7F", rule).error().code == "malformed_text");
  BOOST_TEST(Prose::parse(plain + "\xC3", rule).error().code == "malformed_text");
  BOOST_TEST(Prose::parse(plain + std::string(3001, '\xC3'), rule).error().code ==
             "malformed_text");
  BOOST_TEST(Prose::parse(plain + plain + plain + std::string(1001, 'a'), rule).error().code ==
             "overlong_field");
  BOOST_TEST(Prose::parse("   \n\t  a", rule)->text() == "a");
}

BOOST_AUTO_TEST_CASE(a_text_in_which_nothing_can_be_seen_is_empty) {
  const FieldRule optional{"story", "your own words", 0, 100};
  for (const std::string blank : {"\xE2\x80\x8B", "\xEF\xBB\xBF", "\xC2\xA0", "\xE3\x80\x80",
                                  "\xE2\x80\x8D\xE2\x80\x8E", "\xC2\xAD \xE2\x81\xA0"}) {
    BOOST_TEST(Line::parse(blank, kName).error().code == "missing_field");
    BOOST_TEST(Prose::parse(blank, optional)->empty());
  }
}

BOOST_AUTO_TEST_CASE(an_address_keeps_its_local_part_and_lowers_its_domain) {
  const auto address = EmailAddress::parse(" Jo.O'Neil+mp@Example.ORG ");
  BOOST_REQUIRE(address);
  BOOST_TEST(address->text() == "Jo.O'Neil+mp@example.org");
  BOOST_TEST(EmailAddress::parse("\xE2\x80\x8Bjo@example.org")->text() == "jo@example.org");
  BOOST_TEST(address->identity() == "jo.o'neil+mp@example.org");
}

BOOST_AUTO_TEST_CASE(what_is_not_an_address_is_refused) {
  for (const char* bad :
       {"jo", "@example.org", "jo@", "jo@localhost", "jo..a@example.org", ".jo@example.org",
        "jo.@example.org", "jo a@example.org", "jo@exa mple.org", "jo@example..org",
        "jo@-example.org", "jo@example.1", "\"jo\"@example.org", "jo@[127.0.0.1]",
        "jo@example.org\r\nRCPT TO:<x@example.org>", "jo@example.org,x@example.org",
        "<jo@example.org>", "jo@example.org."}) {
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(EmailAddress::parse(bad).error().code == "malformed_email");
  }
  BOOST_TEST(EmailAddress::parse("").error().code == "missing_field");
  BOOST_TEST(EmailAddress::parse("si\xC3\xA2n@example.org").error().message.find("plain letters") !=
             std::string::npos);
  BOOST_TEST(EmailAddress::parse(std::string(65, 'a') + "@example.org").error().code ==
             "malformed_email");
  BOOST_TEST(EmailAddress::parse("a@" + std::string(260, 'a') + ".org").error().code ==
             "malformed_email");
}

BOOST_AUTO_TEST_CASE(a_slug_is_lower_case_words_joined_by_single_hyphens) {
  BOOST_TEST(Slug::parse("back-to-work")->text() == "back-to-work");
  for (const char* bad : {"", "-a", "a-", "a--b", "A", "a/b", "a b", "\xC3\xA2"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!Slug::parse(bad).has_value());
  BOOST_TEST(!Slug::parse(std::string(65, 'a')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
