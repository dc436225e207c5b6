#include "data/csv.h"

#include <cstring>

#include <boost/test/unit_test.hpp>

#include "tests/support/temporary_folder.h"

using postbag::ByteSource;
using namespace postbag::data;

namespace {

/// Gives out a text in pieces of `piece` bytes.
ByteSource source_of(std::string text, std::size_t piece = 1'000'000) {
  return [text = std::move(text), piece,
          at = std::size_t{0}](std::span<char> buffer) mutable -> postbag::Result<std::size_t> {
    const std::size_t size = std::min({piece, buffer.size(), text.size() - at});
    std::memcpy(buffer.data(), text.data() + at, size);
    at += size;
    return size;
  };
}

/// Every record as `line|field|field`, or `line!` for a malformed one.
std::vector<std::string> records(ByteSource source) {
  CsvReader reader{std::move(source)};
  std::vector<std::string> all;
  while (true) {
    const auto next = reader.next();
    if (!next) return {next.error().code};
    if (*next == CsvReader::Next::end) return all;
    std::string record = std::to_string(reader.line());
    if (*next == CsvReader::Next::malformed) {
      record += "!";
    } else {
      for (const std::string_view field : reader.fields())
        record += "|" + std::string{field};
    }
    all.push_back(record);
  }
}

using Records = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(fields_are_split_and_lines_are_counted) {
  const Records expected = {"1|a|b", "2|c|", "4||d"};
  BOOST_TEST(records(source_of("a,b\r\nc,\n\n,d")) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(quoted_fields_hold_commas_quotes_and_lines) {
  const Records expected = {"1|a,b|say \"hi\"|", "2|two\nlines|x", "4|plain"};
  BOOST_TEST(
      records(source_of("\"a,b\",\"say \"\"hi\"\"\",\n\"two\nlines\",x\r\nplain\n")) == expected,
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_pieces_a_file_arrives_in_do_not_matter) {
  const std::string text = "a,b\r\n\"c\nd\",\"e\"\"f\"\n\ng,h";
  const Records whole = records(source_of(text));
  for (std::size_t piece = 1; piece < 8; ++piece)
    BOOST_TEST(records(source_of(text, piece)) == whole, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_not_part_of_the_header) {
  const Records expected = {"1|pcds|x"};
  BOOST_TEST(records(source_of("\xEF\xBB\xBFpcds,x\n")) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_badly_quoted_record_costs_its_first_line_only) {
  const Records stray = {"1!", "2|c|d"};
  BOOST_TEST(records(source_of("a\"b,x\nc,d\n")) == stray, boost::test_tools::per_element());
  const Records unclosed = {"1|a", "2!", "3|c|d"};
  BOOST_TEST(records(source_of("a\n\"b,x\nc,d\n")) == unclosed, boost::test_tools::per_element());
  const Records after = {"1!", "2|c"};
  BOOST_TEST(records(source_of("\"a\"b\nc\n")) == after, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_endless_record_is_malformed_and_reading_goes_on) {
  const Records expected = {"1!", "2|after"};
  const std::string long_field(300'000, 'x');
  BOOST_TEST(records(source_of(long_field + "\nafter\n")) == expected,
             boost::test_tools::per_element());
  BOOST_TEST(records(source_of('"' + long_field + "\nafter\n")) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_error_of_the_source_is_passed_on) {
  const Records expected = {"broken"};
  BOOST_TEST(records([](std::span<char>) -> postbag::Result<std::size_t> {
               return postbag::fail("broken", "Broken.");
             }) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_table_is_read_by_its_header_and_errors_name_the_line) {
  const postbag::testing::TemporaryFolder folder;
  const auto file = folder.write("t.csv", "b,extra,a\n1,x,2\n3,y,4\n");
  constexpr std::array<std::string_view, 2> columns = {"a", "b"};
  std::string seen;
  const auto read = read_csv(file, columns, [&](const CsvRow& row) -> postbag::Result<void> {
    seen += std::to_string(row.line) + std::string{row[0]} + std::string{row[1]} + ";";
    return {};
  });
  BOOST_TEST(read.has_value());
  BOOST_TEST(seen == "221;343;");

  const auto nothing = [](const CsvRow&) -> postbag::Result<void> { return {}; };
  folder.write("t.csv", "b,a\n1\n");
  BOOST_TEST(read_csv(file, columns, nothing).error().message ==
             file.string() + ", line 2: the row has only 1 fields.");
  folder.write("t.csv", "b\n1\n");
  BOOST_TEST(read_csv(file, columns, nothing).error().message ==
             file.string() + ", line 1: the header lacks the column a.");
  folder.write("t.csv", "");
  BOOST_TEST(read_csv(file, columns, nothing).error().code == "malformed_row");
  BOOST_TEST(read_csv(folder / "none.csv", columns, nothing).error().code == "missing_file");
}

BOOST_AUTO_TEST_SUITE_END()
