#include "base/csv_text.h"

#include <array>

#include <boost/test/unit_test.hpp>

namespace {

using postbag::CsvText;

/// One row of one cell, without the mark before and the line's end.
std::string cell(std::string_view value) {
  const std::string text = CsvText{}.row({value}).text();
  return text.substr(3, text.size() - 5);
}

BOOST_AUTO_TEST_SUITE(csv_text)

BOOST_AUTO_TEST_CASE(a_table_begins_with_the_mark_of_utf_8_and_its_lines_end_with_crlf) {
  CsvText csv;
  csv.row({"Seat", "Letters"}).row({"Ynys Môn", "12"});
  const std::array<std::string, 2> cells{"Derby South", ""};
  csv.row(cells);
  BOOST_TEST(csv.text() == "\xEF\xBB\xBFSeat,Letters\r\nYnys Môn,12\r\nDerby South,\r\n");
}

BOOST_AUTO_TEST_CASE(commas_quotes_and_line_ends_stay_inside_their_cell) {
  BOOST_TEST(cell("Birmingham, Edgbaston") == "\"Birmingham, Edgbaston\"");
  BOOST_TEST(cell("the \"big\" one") == "\"the \"\"big\"\" one\"");
  BOOST_TEST(cell("one\r\ntwo") == "\"one\r\ntwo\"");
  BOOST_TEST(cell("one;two") == "\"one;two\"");
}

BOOST_AUTO_TEST_CASE(what_a_spreadsheet_would_run_is_made_a_text) {
  for (const char* const formula : {"=1+1", "+1+1",   "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0",
                                    "\t=1", "\r=1",   "\n=1", " =1",      "-",
                                    "+",    "=",      "@",    "+44 20",   "--1",
                                    "-1-1", "-1.2.3", "-.",   "＝1+1",    "＋1",
                                    "－1",  "＠1"})
    BOOST_TEST_CONTEXT(formula) BOOST_TEST(cell(formula).starts_with("\"'"));
  BOOST_TEST(cell("=HYPERLINK(\"x\")") == "\"'=HYPERLINK(\"\"x\"\")\"");
}

BOOST_AUTO_TEST_CASE(numbers_and_plain_words_stay_as_they_are) {
  for (const char* const plain :
       {"-1", "-12.5", "0", "12", "2026-11-22", "a=b", "a+b", "", " ", "O'Hara"})
    BOOST_TEST_CONTEXT(plain) BOOST_TEST(cell(plain) == plain);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
