#include "base/time_text.h"

#include <boost/test/unit_test.hpp>

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::from_milliseconds;

BOOST_AUTO_TEST_SUITE(time_text)

BOOST_AUTO_TEST_CASE(an_instant_is_written_in_the_forms_of_the_two_standards) {
  const auto instant = from_milliseconds(1'795'339'800'123);
  BOOST_TEST(postbag::rfc3339(instant) == "2026-11-22T09:30:00Z");
  BOOST_TEST(postbag::rfc5322(instant) == "Sun, 22 Nov 2026 09:30:00 +0000");
  const auto leap_day = from_milliseconds(1'709'164'801'999);
  BOOST_TEST(postbag::rfc3339(leap_day) == "2024-02-29T00:00:01Z");
  BOOST_TEST(postbag::rfc5322(leap_day) == "Thu, 29 Feb 2024 00:00:01 +0000");
  BOOST_TEST(postbag::rfc5322(from_milliseconds(-1)) == "Wed, 31 Dec 1969 23:59:59 +0000");
}

BOOST_AUTO_TEST_CASE(a_day_is_that_of_london_also_in_summer) {
  const auto winter = postbag::london_day(from_milliseconds(1'795'339'800'000));
  BOOST_TEST(winter.year == 2026);
  BOOST_TEST(winter.month == 11);
  BOOST_TEST(winter.day == 22);
  // 2026-07-01T23:30:00Z is half past midnight of the 2nd in London.
  const auto summer = postbag::london_day(from_milliseconds(1'782'948'600'000));
  BOOST_TEST(summer.month == 7);
  BOOST_TEST(summer.day == 2);
}

BOOST_AUTO_TEST_CASE(a_time_is_that_of_londons_clocks) {
  BOOST_TEST(postbag::london_time(from_milliseconds(1'795'339'859'999)) == "09:30");
  BOOST_TEST(postbag::london_time(from_milliseconds(1'782'948'600'000)) == "00:30");
}

BOOST_AUTO_TEST_CASE(a_date_is_the_start_of_its_day_in_london) {
  BOOST_TEST(postbag::rfc3339(*postbag::parse_date("2026-11-22", "opens")) ==
             "2026-11-22T00:00:00Z");
  BOOST_TEST(postbag::rfc3339(*postbag::parse_date("2026-07-02", "opens")) ==
             "2026-07-01T23:00:00Z");
  for (const char* bad : {"", "2026-13-01", "2026-02-30", "22/11/2026", "2026-11-22x", "2026-1-2",
                          "0500-01-01", "9999-12-31"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(postbag::parse_date(bad, "opens").error().field == "opens");
}

BOOST_AUTO_TEST_CASE(a_day_in_london_is_written_as_a_date_is_read) {
  for (const char* day : {"2026-11-22", "2026-07-02"})
    BOOST_TEST(postbag::london_date(*postbag::parse_date(day, "opens")) == day);
}

BOOST_AUTO_TEST_CASE(a_duration_is_a_number_and_a_unit_and_reads_back) {
  BOOST_TEST((*postbag::parse_duration("10m", "f") == Duration{10min}));
  BOOST_TEST((*postbag::parse_duration("0s", "f") == Duration{0}));
  for (const char* text : {"250ms", "10s", "10m", "2h", "5d", "0s"})
    BOOST_TEST(postbag::duration_text(*postbag::parse_duration(text, "f")) == text);
  for (const char* bad : {"", "10", "m", "-1s", "1.5h", "1 h", "10M", "99999999999999999999s",
                          "9223372036854775807d"})
    BOOST_TEST_CONTEXT(bad)
  BOOST_TEST(postbag::parse_duration(bad, "f").error().code == "malformed_duration");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
