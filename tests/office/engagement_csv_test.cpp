#include "server/office/engagement_csv.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::Error;
using postbag::office::EngagementWorld;
using postbag::office::Members;

EngagementWorld world() {
  static const auto loaded =
      postbag::data::DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set")
          .value();
  static const Members members{*loaded};
  static const std::vector<std::string> campaigns{"back-to-work"};
  return {members, campaigns};
}

std::vector<std::string> faults(std::string_view csv) {
  std::vector<std::string> messages;
  const auto read = read_engagements(csv, world());
  if (!read)
    for (const Error& error : read.error()) {
      BOOST_TEST(error.field == "csv");
      messages.push_back(error.message);
    }
  return messages;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engagement_csv)

BOOST_AUTO_TEST_CASE(rows_are_read_whatever_the_order_of_the_columns) {
  const auto read = read_engagements(
      "\xEF\xBB\xBFkind,day,members,others,asked\r\n"
      "meeting,2026-10-01,Derby South; Derby North,,\"To write, soon.\nAnd often.\"\r\n"
      "briefing,2026-10-02,,staff of the Department: 70,\r\n",
      world());
  BOOST_REQUIRE(read.has_value());
  BOOST_REQUIRE(read->size() == 2U);
  BOOST_TEST(read->at(0).members.size() == 2U);
  BOOST_TEST(read->at(0).asked == "To write, soon.\nAnd often.");
  BOOST_TEST(read->at(1).others[0].people == 70);
}

BOOST_AUTO_TEST_CASE(a_row_comes_back_as_it_was_written) {
  const auto read = read_engagements(
      "day,kind,members,others\n2026-10-01,meeting,Derby South; Derby North,x: 2; y: 3\n", world());
  const auto row = postbag::office::engagement_row(read->at(0));
  BOOST_TEST(row.size() == postbag::office::engagement_columns().size());
  BOOST_TEST(row[4] == "x: 2; y: 3");
  BOOST_TEST(row[3].starts_with("Baggy Shanker (Derby South); "));
}

BOOST_AUTO_TEST_CASE(all_bad_rows_are_told_with_line_and_column_and_nothing_is_taken) {
  const auto messages = faults(
      "day,kind,members\n"
      "2026-10-01,meeting,Derby South\n"
      "yesterday,chat,Derby South\n"
      "\n"
      "2026-10-01,meeting\n"
      "2026-10-02,meeting,\"Derby\" South\n"
      "2026-10-01,meeting,Derby South\n"
      "2026-10-01,meeting,Nobody Atall\n");
  BOOST_REQUIRE(messages.size() == 6U);
  BOOST_TEST(messages[0].starts_with("Line 3, column 2 (kind): "));
  BOOST_TEST(messages[1].starts_with("Line 3, column 1 (day): "));
  BOOST_TEST(messages[2].starts_with("Line 5: the header has 3 columns and this row 2."));
  BOOST_TEST(messages[3].starts_with("Line 6: the quotation marks"));
  BOOST_TEST(messages[4].starts_with("Line 7: this is the same as line 2."));
  BOOST_TEST(messages[5].starts_with("Line 8, column 3 (members): "));
}

BOOST_AUTO_TEST_CASE(a_bad_header_is_told_before_its_rows_are_looked_at) {
  const auto messages = faults("date,kind,kind\n1,2,3\n");
  BOOST_REQUIRE(messages.size() == 3U);
  BOOST_TEST(messages[0].starts_with("Line 1, column 1: there is no column “date”"));
  BOOST_TEST(messages[1].starts_with("Line 1, column 3: the column “kind” stands there twice"));
  BOOST_TEST(messages[2].starts_with("Line 1: the column “day” is missing"));
}

BOOST_AUTO_TEST_CASE(nothing_to_read_is_told) {
  BOOST_TEST(faults("").size() == 1U);
  BOOST_TEST(faults("day,kind\n").size() == 1U);
  BOOST_TEST(faults("day,kind\n\xFF,meeting\n")[0].starts_with("The file is not in UTF-8"));
}

BOOST_AUTO_TEST_SUITE_END()
