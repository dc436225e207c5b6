#include "server/office/saved_group.h"

#include <boost/test/unit_test.hpp>

#include "server/office/stretches.h"
#include "tests/office/house_of_commons.h"

namespace {

using postbag::office::DayFigures;
using postbag::office::Members;
using postbag::office::parse_group;
using postbag::office::SavedGroup;
using postbag::office::Stretches;
using postbag::office::stretches_of;
using postbag::testing::house_of_commons;

BOOST_AUTO_TEST_SUITE(saved_groups)

BOOST_AUTO_TEST_CASE(a_group_is_read_from_lines_and_back) {
  const Members members{house_of_commons()};
  const auto group = parse_group(" A committee ", "Baggy Shanker MP\r\n\nAldershot\n", members);
  BOOST_REQUIRE(group.has_value());
  BOOST_TEST(group->name == "A committee");
  BOOST_TEST(group->mps().members.size() == 2U);
  BOOST_TEST(group->mps().has("W07000041", "5176"));
  const auto again = parse_group(group->name, lines_of(*group), members);
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST((again->members == group->members));
  const SavedGroup kept = postbag::office::group_of(body_of(*group));
  BOOST_TEST(kept.name == group->name);
  BOOST_TEST((kept.members == group->members));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_field) {
  const Members members{house_of_commons()};
  const auto wrong = parse_group("", "Nobody Ofthatname", members);
  BOOST_REQUIRE(!wrong.has_value());
  BOOST_REQUIRE(wrong.error().size() == 2U);
  BOOST_TEST(wrong.error()[0].field == "name");
  BOOST_TEST(wrong.error()[1].field == "lines");
  BOOST_TEST(parse_group("A", " \n", members).error().front().code == "empty_group");
  BOOST_TEST(parse_group(std::string(101, 'a'), "5176", members).error().front().code ==
             "long_name");
}

BOOST_AUTO_TEST_CASE(ids_are_plain_words) {
  using postbag::office::id_from_name;
  BOOST_TEST(id_from_name("Work and Pensions Committee!") == "work-and-pensions-committee");
  BOOST_TEST(id_from_name("  ../x?y ") == "x-y");
  BOOST_TEST(id_from_name("Ŵ") == "group");
  BOOST_TEST(id_from_name(std::string(90, 'a')).size() == 40U);
}

BOOST_AUTO_TEST_CASE(what_was_never_saved_as_a_group_is_refused) {
  BOOST_CHECK_THROW(static_cast<void>(postbag::office::group_of("{}")), std::runtime_error);
  BOOST_CHECK_THROW(static_cast<void>(postbag::office::group_of("no json")), std::runtime_error);
}

std::vector<DayFigures> days(int month_days, int months) {
  std::vector<DayFigures> all;
  for (int month = 1; month <= months; ++month)
    for (int day = 1; day <= month_days; ++day) {
      std::string date = "2026-";
      date += static_cast<char>('0' + month / 10);
      date += static_cast<char>('0' + month % 10);
      date += '-';
      date += static_cast<char>('0' + day / 10);
      date += static_cast<char>('0' + day % 10);
      all.push_back({date, 1, 2, static_cast<int>(all.size()) + 1});
    }
  return all;
}

BOOST_AUTO_TEST_CASE(few_days_stay_days_more_become_weeks_from_monday_and_many_months) {
  BOOST_TEST((stretches_of(days(28, 1)).length == Stretches::Length::day));
  const Stretches weeks = stretches_of(days(28, 2));
  BOOST_TEST((weeks.length == Stretches::Length::week));
  BOOST_TEST(weeks.all.at(0).date == "2026-01-01");
  BOOST_TEST(weeks.all.at(1).date == "2026-01-05");  // the first Monday
  BOOST_TEST(weeks.all.at(1).letters_sent == 7);
  BOOST_TEST(weeks.all.at(1).supporters == 14);
  BOOST_TEST(weeks.all.at(1).mps_reached == 11);
  std::vector<DayFigures> years = days(28, 12);
  const std::vector<DayFigures> more = years;
  years.insert(years.end(), more.begin(), more.end());
  const Stretches months = stretches_of(years);
  BOOST_TEST((months.length == Stretches::Length::month));
  BOOST_TEST(months.all.size() == 24U);
  BOOST_TEST(stretches_of({}).all.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
