#include <boost/test/unit_test.hpp>

#include "base/time_text.h"
#include "server/campaign/reach.h"
#include "server/office/funder_report.h"
#include "server/office/markdown.h"
#include "server/office/report_words.h"
#include "templates/wording.h"
#include "tests/office/house_of_commons.h"

namespace {

using namespace std::chrono_literals;
using postbag::Instant;
using postbag::campaign::LetterState;
using postbag::office::Ledger;
using postbag::office::markdown_text;
using postbag::office::ReportPeriod;
using postbag::office::ReportPeriodText;

Instant at(std::string_view day, postbag::Duration after = 0h) {
  return *postbag::parse_date(day, "day") + after;
}

const postbag::templates::Strings& strings() {
  static const auto wording =
      postbag::templates::Wording::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates")
          .value();
  return wording.strings(postbag::Language::english);
}

ReportPeriod period(const std::string& from, const std::string& to,
                    const std::string& as_of = "2026-11-10") {
  return postbag::office::parse({from, to, as_of}, at("2026-11-22", 12h)).value();
}

std::vector<std::string> codes(const ReportPeriodText& text) {
  std::vector<std::string> all;
  const auto parsed = postbag::office::parse(text, at("2026-11-22", 12h));
  if (!parsed)
    for (const postbag::Error& error : parsed.error())
      all.push_back(error.code + " " + error.field);
  return all;
}

void check_codes(const ReportPeriodText& text, const std::vector<std::string>& expected) {
  const auto found = codes(text);
  BOOST_CHECK_EQUAL_COLLECTIONS(found.begin(), found.end(), expected.begin(), expected.end());
}

/// A ledger with one letter from each supporter to the first MPs, so many to each.
Ledger ledger_with(const std::vector<int>& letters, Instant sent) {
  Ledger ledger;
  ledger.as_of = at("2026-11-10");
  int supporter = 0;
  const auto seats = postbag::testing::house_of_commons().constituencies();
  for (std::size_t seat = 0; seat < letters.size(); ++seat)
    for (int i = 0; i < letters[seat]; ++i)
      ledger.letters.push_back({ledger.constituencies.number_of(seats[seat].code),
                                ledger.members.number_of(seats[seat].member->id),
                                ledger.supporters.number_of(std::to_string(supporter++)),
                                ledger.sources.number_of(""), LetterState::sent, false, sent,
                                sent - 1h});
  return ledger;
}

BOOST_AUTO_TEST_SUITE(reports)

BOOST_AUTO_TEST_CASE(without_days_the_last_month_is_told_as_of_the_last_minute_that_is_settled) {
  const auto parsed = postbag::office::parse({}, at("2026-11-22", 12h + 17s)).value();
  BOOST_TEST(parsed.from.text() == "2026-10-01");
  BOOST_TEST(parsed.to.text() == "2026-10-31");
  BOOST_TEST((parsed.as_of == at("2026-11-22", 11h + 59min)));
  BOOST_TEST(!parsed.goes_on());
}

BOOST_AUTO_TEST_CASE(months_and_quarters_are_those_before_and_cross_the_year) {
  const auto month = postbag::office::last_month(at("2027-01-01"));
  BOOST_TEST(month.from == "2026-12-01");
  BOOST_TEST(month.to == "2026-12-31");
  const auto winter = postbag::office::last_quarter(at("2027-03-31", 23h));
  BOOST_TEST(winter.from == "2026-10-01");
  BOOST_TEST(winter.to == "2026-12-31");
  const auto summer = postbag::office::last_quarter(at("2026-11-22"));
  BOOST_TEST(summer.from == "2026-07-01");
  BOOST_TEST(summer.to == "2026-09-30");
}

BOOST_AUTO_TEST_CASE(a_day_is_told_to_its_end_and_a_moment_to_the_millisecond) {
  const ReportPeriod whole = period("2026-10-01", "2026-10-31", "2026-10-31");
  BOOST_TEST(postbag::office::moment_text(whole.as_of) == "2026-10-31T23:59:59.999Z");
  BOOST_TEST((period("2026-10-01", "2026-10-31", "2026-10-31T23:59:59.999Z") == whole));
  BOOST_TEST(!whole.goes_on());
  const ReportPeriod begun = period("2026-10-01", "2026-10-31", "2026-10-25T00:30:00Z");
  BOOST_TEST(begun.goes_on());
  BOOST_TEST((begun.told_until() == begun.as_of));
  BOOST_TEST(postbag::office::moment_text(begun.as_of) == "2026-10-25T00:30:00Z");
}

BOOST_AUTO_TEST_CASE(every_mistake_of_a_period_is_told_at_its_field) {
  check_codes({"2026-10-31", "2026-10-01", ""}, {"days_in_wrong_order to"});
  check_codes({"2026-10-01", "", ""}, {"malformed_day to"});
  check_codes({"october", "2026-02-30", "never"},
              {"malformed_day from", "malformed_day to", "malformed_moment as_of"});
  check_codes({"2026-10-01", "2026-10-31", "2026-11-22"}, {"moment_ahead as_of"});
  check_codes({"2026-10-01", "2026-10-31", "2026-11-22T11:59:31Z"}, {"moment_ahead as_of"});
  check_codes({"2026-10-01", "2026-10-31", "2026-09-30"}, {"period_ahead from"});
  for (const char* moment : {"2026-13-01T00:00:00Z", "2026-10-01T24:00:00Z", "2026-10-01T00:00Z",
                             "2026-10-01T00:00:00+1", "-026-10-01T00:00:00Z"})
    check_codes({"2026-09-01", "2026-09-30", moment}, {"malformed_moment as_of"});
}

BOOST_AUTO_TEST_CASE(periods_are_called_as_people_call_them) {
  const auto name = [](const char* from, const char* to) {
    return postbag::office::period_phrase(strings(), period(from, to));
  };
  BOOST_TEST(name("2026-10-01", "2026-10-31") == "in October 2026");
  BOOST_TEST(name("2026-07-01", "2026-09-30") == "in the period July to September 2026");
  BOOST_TEST(name("2026-10-03", "2026-10-03") == "on 3 October 2026");
  BOOST_TEST(name("2025-12-01", "2026-01-31") ==
             "in the period 1 December 2025 to 31 January 2026");
}

BOOST_AUTO_TEST_CASE(somebodys_own_text_stays_text_in_markdown) {
  for (const char* text :
       {"# no heading", "* no list", "- no list", "1. no list", "1) none", "[no](javascript:x)",
        "![no](https://x.example)", "<script>alert(1)</script>", "a *b* _c_ `d` &amp; \\",
        "> no quote", "<https://x.example>", "2026 was 1. of all", "=", "+ 1"})
    BOOST_TEST_CONTEXT(text) {
      const std::string html = postbag::office::html_of(markdown_text(text) + "\n");
      BOOST_TEST(html.starts_with("<p>"));
      for (const char* tag : {"<a", "<img", "<script", "<em", "<code", "<li", "<h1", "<!--"})
        BOOST_TEST(html.find(tag) == std::string::npos);
    }
  BOOST_TEST(markdown_text(" two\n\nlines\there ") == "two lines here");
  BOOST_TEST(markdown_text("back-to-work, 3.5 of 10 (all)") == "back-to-work, 3.5 of 10 (all)");
  BOOST_TEST(postbag::office::html_of(markdown_text("a & b <c> *d*") + "\n") ==
             "<p>a &amp; b &lt;c&gt; *d*</p>\n");
}

BOOST_AUTO_TEST_CASE(no_text_ends_the_style_that_it_stands_in) {
  BOOST_TEST(postbag::office::css_text("A\"}</style>\\\n") ==
             "A\\22 \\7d \\3c \\2f style\\3e \\5c \\a ");
}

BOOST_AUTO_TEST_CASE(numbers_are_those_of_the_public_page) {
  const Instant sent = at("2026-10-10");
  BOOST_TEST(!postbag::office::public_numbers(ledger_with({9}, sent)).letters);
  const auto many = postbag::office::public_numbers(ledger_with({25, 14}, sent));
  BOOST_TEST(many.letters.value() == 30);
  BOOST_TEST(many.supporters.value() == 30);
  // Ten seats with one letter each: the sum would tell it of all.
  BOOST_TEST(!postbag::office::public_numbers(ledger_with(std::vector<int>(10, 1), sent)).letters);
}

BOOST_AUTO_TEST_CASE(a_period_ends_before_what_came_after_it) {
  Ledger ledger = ledger_with({3}, at("2026-10-31", 23h));
  ledger.letters[1].since = at("2026-11-01");
  ledger.letters[2].confirmed_at = at("2026-11-01");
  ledger.letters[2].since = at("2026-11-02");
  const Ledger then = postbag::office::before(std::move(ledger), at("2026-11-01"));
  BOOST_REQUIRE(then.letters.size() == 2U);
  BOOST_TEST((then.letters[0].state == LetterState::sent));
  BOOST_TEST((then.letters[1].state == LetterState::queued));
  BOOST_TEST((then.as_of == at("2026-11-01") - 1ms));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
