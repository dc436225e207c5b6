#include "data/check.h"

#include <boost/test/unit_test.hpp>

#include "tests/data/bundled.h"

using postbag::testing::bundled_folder;
using postbag::testing::CopiedSet;
using postbag::testing::TemporaryFolder;

namespace {

bool says(const postbag::data::CheckReport& report, std::string_view words) {
  return report.text.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checking)

BOOST_AUTO_TEST_CASE(the_bundled_set_is_reported_with_what_needs_attention) {
  const auto report = postbag::data::check(bundled_folder());
  BOOST_REQUIRE(report);
  for (const std::string_view words :
       {"of 2025-05", "live: 1758848", "terminated: 869877", "England: 2260493", "Scotland: 229625",
        "Wales: 138607", "fewest: 1600 (Orkney and Shetland)",
        "median: ", "most: 35183 (Cities of London and Westminster)", "Contains OS data ©",
        "mySociety", "England: 543", "Northern Ireland: 18", "with an address: 645",
        "all as of 2026-06-27 or later"})
    BOOST_TEST(says(*report, words), "says " << words);
  BOOST_REQUIRE(report->attention.size() == 3U);
  BOOST_TEST(report->attention[0] ==
             "seats whose Member the data set does not name (1): Holborn and St Pancras");
  BOOST_TEST(report->attention[1].starts_with("Members without an address (4): "));
  BOOST_TEST(report->attention[2].starts_with("posts that await a check by a person"));
}

BOOST_AUTO_TEST_CASE(a_vacant_seat_is_reported) {
  const CopiedSet set;
  set.replace("mps.csv", ",changed,", ",vacant,");
  const auto report = postbag::data::check(set.path());
  BOOST_REQUIRE(report);
  BOOST_TEST(report->attention.front() == "vacant seats (1): Holborn and St Pancras");
}

BOOST_AUTO_TEST_CASE(a_lone_postcode_file_is_reported_by_codes) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(bundled_folder() / "postcodes.bin", folder / "postcodes.bin");
  const auto report = postbag::data::check(folder / "postcodes.bin");
  BOOST_REQUIRE(report);
  BOOST_TEST(says(*report, "fewest: 1600 (S14000051)"));
  BOOST_TEST(!says(*report, "Members"));
  BOOST_TEST(report->attention.front().starts_with("constituencies without postcodes (18): N05"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_an_error_that_names_the_file) {
  const TemporaryFolder folder;
  const auto file = folder.write("postcodes.bin", "nothing of ours");
  const auto report = postbag::data::check(file);
  BOOST_REQUIRE(!report);
  BOOST_TEST(report.error().code == "foreign_file");
  BOOST_TEST(report.error().message.starts_with(file.string()));
  BOOST_TEST(postbag::data::check(folder / "none").error().code == "missing_file");
}

BOOST_AUTO_TEST_SUITE_END()
