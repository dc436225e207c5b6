#include "data/build.h"

#include <archive.h>
#include <archive_entry.h>
#include <boost/test/unit_test.hpp>

#include "data/data_set.h"
#include "tests/data/bundled.h"

using namespace postbag::data;
using postbag::testing::CopiedSet;
using postbag::testing::postcode;
using postbag::testing::read_file;
using postbag::testing::TemporaryFolder;

namespace {

const std::filesystem::path samples =
    std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "tests" / "data" / "samples";

/// Files by name, as a zip or, for one, gzipped.
std::filesystem::path packed(const TemporaryFolder& folder, const std::string& name,
                             const std::vector<std::pair<std::string, std::string>>& members) {
  std::filesystem::path file = folder / name;
  archive* const out = archive_write_new();
  if (name.ends_with(".gz")) {
    archive_write_add_filter_gzip(out);
    archive_write_set_format_raw(out);
  } else {
    archive_write_set_format_zip(out);
  }
  archive_write_open_filename(out, file.c_str());
  for (const auto& [path, content] : members) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<std::int64_t>(content.size()));
    archive_write_header(out, entry);
    archive_write_data(out, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(out);
  archive_write_free(out);
  return file;
}

/// A build into a copy of the bundled set.
class Build {
 public:
  postbag::Result<BuildReport> from(
      const std::filesystem::path& source,
      const std::optional<std::filesystem::path>& column = std::nullopt) const {
    return build({source, column, set_.path(), set_.path() / "postcodes.bin", "2024-08", "a source",
                  "a licence"},
                 [](std::uint64_t) {});
  }

  postbag::Result<BuildReport> of(const std::string& text) const {
    return from(folder_.write("source.csv", text));
  }

  [[nodiscard]] std::string bytes() const { return set_.read("postcodes.bin"); }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

  /// `exact E14001063`, or a code of an error.
  [[nodiscard]] std::string lookup(std::string_view text) const {
    const auto loaded = set_.load();
    BOOST_REQUIRE(loaded);
    const auto found = (*loaded)->lookup(postcode(text));
    if (!found) return found.error().code;
    std::string line{name_of(found->match)};
    for (const Constituency* constituency : found->constituencies)
      line += " " + constituency->code;
    return line;
  }

 private:
  CopiedSet set_;
  TemporaryFolder folder_;
};

std::string sample() {
  return read_file(samples / "onspd-sample.csv");
}

/// The lines of `text` after the first, in reverse order.
std::string reversed(const std::string& text) {
  const std::size_t header = text.find('\n') + 1;
  std::string result = text.substr(0, header);
  std::size_t end = text.size();
  while (end > header) {
    std::size_t start = text.rfind('\n', end - 2) + 1;
    result += text.substr(start, end - start);
    end = start;
  }
  return result;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text)
    result += c == ',' ? "\",\"" : c == '\n' ? "\"\r\n\"" : std::string(1, c);
  result.pop_back();
  return result;
}

constexpr std::string_view two_columns = "postcode,constituency\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(building)

BOOST_AUTO_TEST_CASE(the_postcode_directory_of_2024_is_read) {
  const Build build;
  const auto report = build.from(samples / "onspd-sample.csv");
  BOOST_REQUIRE(report);
  BOOST_TEST(report->rows == 206U);
  BOOST_TEST(report->live + report->terminated + report->unplaced == 206U);
  BOOST_TEST(report->malformed == 0U);
  BOOST_TEST(report->repeated == 0U);
  BOOST_TEST(report->unplaced == 2U);  // one in Jersey, one without a constituency
  BOOST_TEST(build.lookup("AB1 0BQ") == "exact S14000111");
  BOOST_TEST(build.lookup("M1 1AD") == "exact E14001352");
  BOOST_TEST(build.lookup("JE2 4WD") == "crown_dependency");
}

BOOST_AUTO_TEST_CASE(the_header_of_2026_gives_the_same_file) {
  const Build older;
  const Build newer;
  BOOST_REQUIRE(older.from(samples / "onspd-sample.csv"));
  BOOST_REQUIRE(newer.from(samples / "onspd-sample-2026-header.csv"));
  BOOST_TEST((older.bytes() == newer.bytes()));
}

BOOST_AUTO_TEST_CASE(order_quotes_case_and_packing_do_not_change_a_byte) {
  const Build plain;
  BOOST_REQUIRE(plain.of(sample()));
  const std::string expected = plain.bytes();
  std::string capitals = sample();
  for (std::size_t i = 0; capitals[i] != '\n'; ++i)
    capitals[i] = static_cast<char>(std::toupper(capitals[i]));
  for (const std::string& text :
       {reversed(sample()), quoted(sample()), capitals, "\xEF\xBB\xBF" + sample()}) {
    const Build other;
    const auto report = other.of(text);
    BOOST_REQUIRE(report);
    BOOST_TEST(report->rows == 206U);
    BOOST_TEST((other.bytes() == expected));
  }
  const Build gzipped;
  BOOST_REQUIRE(gzipped.from(packed(gzipped.folder(), "onspd.csv.gz", {{"", sample()}})));
  BOOST_TEST((gzipped.bytes() == expected));
}

BOOST_AUTO_TEST_CASE(the_whole_file_of_an_official_zip_is_chosen) {
  const Build build;
  const std::string area = sample().substr(0, sample().size() / 2);
  const auto zip = packed(build.folder(), "ONSPD_AUG_2024.zip",
                          {{"Documents/names of constituencies.csv", std::string(200'000, 'x')},
                           {"Data/multi_csv/ONSPD_AUG_2024_UK_AB.csv", area},
                           {"Data/ONSPD_AUG_2024_UK.csv", sample()},
                           {"Data/ONSPD_AUG_2024_UK.txt", "not this one"}});
  const auto report = build.from(zip);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->rows == 206U);
}

BOOST_AUTO_TEST_CASE(code_point_open_is_joined_with_a_constituency_column) {
  const Build build;
  const auto zip = packed(
      build.folder(), "codepo_gb.zip",
      {{"Doc/licence.txt", "words"},
       {"Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\n"},
       {"Data/CSV/ab.csv",
        "\"AB101AB\",10,394235,806529,\"S92000003\",\"\",\"S08000020\",\"\",\"S12000033\","
        "\"S13002842\"\n\"AB101AF\",10,394235,806529,\"S92000003\",\"\",\"\",\"\",\"\",\"\"\n"},
       {"Data/CSV/de.csv", "\"DE1 1AA\",10,1,1,\"E92000001\",\"\",\"\",\"\",\"\",\"\"\n"}});
  const auto column = build.folder().write(
      "column.csv", "postcode,constituency\nAB10 1AB,S14000061\nDE11AA,E14001199\n");
  const auto report = build.from(zip, column);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->live == 2U);
  BOOST_TEST(report->unplaced == 1U);
  BOOST_TEST(build.lookup("AB10 1AB") == "exact S14000061");
  const auto alone = build.from(zip);
  BOOST_REQUIRE(!alone);
  BOOST_TEST(alone.error().code == "unusable_source");
}

BOOST_AUTO_TEST_CASE(malformed_rows_are_counted_and_named_and_the_rest_is_used) {
  const Build build;
  const auto report = build.of(
      "postcode,gss,status\n"
      "DE11AA,E14001063,live\n"
      "DE1 IAA,E14001063,live\n"
      "nonsense,E14001063,live\n"
      "DE11AB,E14001063\n"
      "DE11AD,E14009999,live\n"
      "DE11AE,E14001063,perhaps\n"
      "\"DE11AF,E14001063,live\n"
      "DE11AG,,live\n"
      "DE11AH,L99999999,live\n"
      "DE11AJ,E14001064,terminated\n");
  BOOST_REQUIRE(report);
  BOOST_TEST(report->rows == 10U);
  BOOST_TEST(report->live == 1U);
  BOOST_TEST(report->terminated == 1U);
  BOOST_TEST(report->unplaced == 2U);
  BOOST_TEST(report->malformed == 6U);
  BOOST_REQUIRE(report->malformed_rows.size() == 6U);
  const std::string file = (build.folder() / "source.csv").string();
  BOOST_TEST(report->malformed_rows[0] == file + ", line 3: the postcode is not of the UK's form");
  BOOST_TEST(report->malformed_rows[2] == file + ", line 5: the row is too short");
  BOOST_TEST(report->malformed_rows[5] == file + ", line 8: the quotation marks do not pair up");
  BOOST_TEST(text_of(*report).find("malformed rows: 6\n") != std::string::npos);
  BOOST_TEST(build.lookup("DE1 1AJ") == "exact E14001064");
}

BOOST_AUTO_TEST_CASE(a_row_with_a_month_that_is_none_or_with_fields_too_many_is_malformed) {
  const Build build;
  const auto report = build.of(
      "pcds,doterm,pcon\n"
      "DE1 1AA,,E14001063\n"
      "DE1 1AB,garbage,E14001063\n"
      "DE1 1AD,199613,E14001063\n"
      "DE1 1AE,199612,E14001063\n"
      "DE1 1AF,,E14001063,more\n");
  BOOST_REQUIRE(report);
  BOOST_TEST(report->live == 1U);
  BOOST_TEST(report->terminated == 1U);
  BOOST_REQUIRE(report->malformed_rows.size() == 3U);
  const std::string file = (build.folder() / "source.csv").string();
  BOOST_TEST(report->malformed_rows[0] == file + ", line 3: doterm is neither a month nor empty");
  BOOST_TEST(report->malformed_rows[1] == file + ", line 4: doterm is neither a month nor empty");
  BOOST_TEST(report->malformed_rows[2] ==
             file + ", line 6: the row has more fields than the header");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_not_replaced_by_one) {
  const CopiedSet set;
  const TemporaryFolder folder;
  std::filesystem::create_symlink("/dev/null", folder / "link");
  std::filesystem::create_directory(folder / "folder");
  for (const std::filesystem::path& output :
       {std::filesystem::path{"/dev/null"}, folder / "link", folder / "folder"}) {
    const auto report = postbag::data::build(
        {samples / "onspd-sample.csv", std::nullopt, set.path(), output, "2024-08", "", ""},
        [](std::uint64_t) {});
    BOOST_REQUIRE(!report);
    BOOST_TEST(report.error().code == "write_failed");
    BOOST_TEST(report.error().message.find("no regular file") != std::string::npos);
  }
  BOOST_TEST(std::filesystem::is_symlink(folder / "link"));
}

BOOST_AUTO_TEST_CASE(only_the_first_twenty_malformed_rows_are_shown) {
  const Build build;
  std::string text{two_columns};
  text += "DE1 1AA,E14001063\n";
  for (int i = 0; i < 50; ++i)
    text += "nonsense,E14001063\n";
  const auto report = build.of(text);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->malformed == 50U);
  BOOST_TEST(report->malformed_rows.size() == 20U);
  BOOST_TEST(text_of(*report).find("and 30 more") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_postcode_in_several_constituencies_is_ambiguous) {
  const Build build;
  const auto report = build.of(std::string{two_columns} +
                               "DE1 1AA,E14001064;E14001063\n"
                               "DE1 1AB,E14001063\n"
                               "DE1 1AD,E14001065\nDE1 1AD,E14001063\n"
                               "DE1 1AE,E14001063\nDE1 1AE,E14001063\n");
  BOOST_REQUIRE(report);
  BOOST_TEST(report->straddling == 2U);
  BOOST_TEST(report->repeated == 2U);
  BOOST_TEST(report->live == 4U);
  BOOST_TEST(build.lookup("DE1 1AA") == "ambiguous E14001064 E14001063");
  BOOST_TEST(build.lookup("DE1 1AB") == "exact E14001063");
  BOOST_TEST(build.lookup("DE1 1AD") == "ambiguous E14001063 E14001065");
  BOOST_TEST(build.lookup("DE1 1AE") == "exact E14001063");
  BOOST_TEST(build.lookup("DE1 1ZZ") == "area E14001063 E14001064 E14001065");
}

BOOST_AUTO_TEST_CASE(rows_that_disagree_give_the_same_file_in_any_order) {
  const std::string text = std::string{two_columns} +
                           "DE1 1AA,E14001064;E14001063\nDE1 1AA,E14001065\n"
                           "DE1 1AA,E14001063;E14001064\nDE1 1AB,E14001063\n";
  const Build forward;
  const Build backward;
  BOOST_REQUIRE(forward.of(text));
  BOOST_REQUIRE(backward.of(reversed(text)));
  BOOST_TEST((forward.bytes() == backward.bytes()));
}

BOOST_AUTO_TEST_CASE(a_live_row_supersedes_an_ended_one_of_the_same_postcode) {
  const Build build;
  const auto report = build.of("pcds,doterm,pcon\nDE1 1AA,199606,E14001063\nDE1 1AA,,E14001064\n");
  BOOST_REQUIRE(report);
  BOOST_TEST(report->straddling == 0U);
  BOOST_TEST(report->live == 1U);
  BOOST_TEST(build.lookup("DE1 1AA") == "exact E14001064");
}

BOOST_AUTO_TEST_CASE(unit_postcodes_of_northern_ireland_answer_exactly_once_they_are_known) {
  const Build build;
  BOOST_REQUIRE(build.of("pcds,doterm,pcon24cd\nBT7 1NN,,N05000003\n"));
  BOOST_TEST(build.lookup("BT7 1NN") == "exact N05000003");
  BOOST_TEST(build.lookup("BT7 1NP") == "area N05000003");
  BOOST_TEST(build.lookup("BT1 1AA").starts_with("ambiguous N05000003"));
}

BOOST_AUTO_TEST_CASE(the_newest_of_several_constituency_columns_is_used) {
  const Build build;
  BOOST_REQUIRE(build.of("PCDS,DOTERM,pcon10cd,pcon24cd\nDE1 1AA,,E14000663,E14001063\n"));
  BOOST_TEST(build.lookup("DE1 1AA") == "exact E14001063");
}

BOOST_AUTO_TEST_CASE(progress_is_told_as_rows_are_read) {
  const CopiedSet set;
  const TemporaryFolder folder;
  std::string text{two_columns};
  for (int i = 0; i < 250'000; ++i)
    text += "DE1 1AA,E14001063\n";
  std::vector<std::uint64_t> told;
  BOOST_REQUIRE(postbag::data::build({folder.write("s.csv", text), std::nullopt, set.path(),
                                      folder / "out.bin", "2026-08", "", ""},
                                     [&](std::uint64_t rows) { told.push_back(rows); }));
  const std::vector<std::uint64_t> expected = {100'000, 200'000};
  BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(unusable_sources)

namespace {

/// The error of a build, which must leave the data set as it was.
postbag::Error refused(const Build& build, const std::filesystem::path& source) {
  const std::string before = build.bytes();
  const auto report = build.from(source);
  BOOST_REQUIRE(!report);
  BOOST_TEST((build.bytes() == before));
  return report.error();
}

postbag::Error refused(const std::string& text) {
  const Build build;
  return refused(build, build.folder().write("source.csv", text));
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_edition_with_the_constituencies_of_2010_is_refused) {
  for (const std::string code : {"E14000663", "N06000001", "S14000001", "W07000041"}) {
    const auto error = refused("pcds,doterm,pcon\nDE1 1AA,," + code + "\n");
    BOOST_TEST(error.code == "old_edition");
    BOOST_TEST(error.message.find("line 2: " + code + " is a constituency of 2010") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_file_without_a_needed_column_is_refused_by_name) {
  BOOST_TEST(refused("pcds,pcon\nDE1 1AA,E14001063\n").message.find("doterm") != std::string::npos);
  BOOST_TEST(refused("pcds,doterm,pcontext\nDE1 1AA,,E14001063\n").message.find("pcon24cd") !=
             std::string::npos);
  BOOST_TEST(refused("a,b,c,d\n1,2,3,4\n").message.find("pcds or postcode") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_source_that_gives_nothing_is_refused) {
  BOOST_TEST(refused("").code == "unusable_source");
  BOOST_TEST(refused("pcds,doterm,pcon\n").code == "unusable_source");
  const auto error = refused("pcds,doterm,pcon\nnonsense,,E14001063\n");
  BOOST_TEST(error.code == "unusable_source");
  BOOST_TEST(error.message.find("line 2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(damaged_missing_and_empty_archives_are_refused) {
  const Build build;
  const auto zip = packed(build.folder(), "s.zip", {{"a.csv", sample()}, {"b.csv", sample()}});
  const std::string whole = read_file(zip);
  BOOST_TEST(
      refused(build, build.folder().write("cut.zip", whole.substr(0, whole.size() / 4))).code ==
      "unusable_source");
  const std::string gzip = read_file(packed(build.folder(), "s.csv.gz", {{"", sample()}}));
  BOOST_TEST(refused(build, build.folder().write("cut.gz", gzip.substr(0, gzip.size() / 2))).code ==
             "unusable_source");
  BOOST_TEST(
      refused(build, packed(build.folder(), "n.zip", {{"a.txt", "x"}, {"b.txt", "y"}})).code ==
      "unusable_source");
  BOOST_TEST(refused(build, build.folder() / "none.csv").code == "missing_file");
}

BOOST_AUTO_TEST_CASE(a_month_that_is_none_is_refused) {
  const CopiedSet set;
  for (const std::string date : {"", "2026", "2026-13", "2026-1", "May 2026"}) {
    const auto report = postbag::data::build({samples / "onspd-sample.csv", std::nullopt,
                                              set.path(), set.path() / "out.bin", date, "", ""},
                                             [](std::uint64_t) {});
    BOOST_REQUIRE(!report);
    BOOST_TEST(report.error().code == "malformed_date");
  }
}

BOOST_AUTO_TEST_SUITE_END()
