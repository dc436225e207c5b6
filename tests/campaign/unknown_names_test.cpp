#include "server/campaign/unknown_names.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::campaign::unknown_names;
using postbag::data::Constituency;
using postbag::data::Member;
using postbag::templates::CampaignFile;

std::vector<Constituency> seats() {
  Constituency held;
  Member member;
  member.party = "Labour";
  member.offices = {"Minister of State (Treasury)"};
  held.member = member;
  return {held, Constituency{}};
}

BOOST_AUTO_TEST_SUITE(unknown_names_in_filters)

BOOST_AUTO_TEST_CASE(parties_and_offices_that_nobody_has_are_named_with_what_may_be_meant) {
  CampaignFile campaign;
  campaign.letters.emplace_back().filter.party = {"Labour", "Labuor"};
  campaign.letters.emplace_back().filter.not_office = {"Minister of State (Tresury)"};
  campaign.exclusions.emplace_back().filter.office = {"Chief Whip"};
  const auto unknown = unknown_names(campaign, seats());
  BOOST_REQUIRE(unknown.parties.size() == 1U);
  BOOST_TEST(unknown.parties.at(0).name == "Labuor");
  BOOST_TEST(unknown.parties.at(0).hint == "; did you mean \"Labour\"?");
  BOOST_REQUIRE(unknown.offices.size() == 2U);
  BOOST_TEST(unknown.offices.at(0).hint == "; did you mean \"Minister of State (Treasury)\"?");
  BOOST_TEST(unknown.offices.at(1).name == "Chief Whip");
  BOOST_TEST(unknown.offices.at(1).hint.empty());
}

BOOST_AUTO_TEST_CASE(offices_that_are_known_besides_or_only_by_their_beginning_are_no_slips) {
  CampaignFile campaign;
  campaign.letters.emplace_back().filter.office = {"Chief Whip", "Minister for *"};
  BOOST_TEST(unknown_names(campaign, seats(), {"Chief Whip"}).offices.empty());
  campaign.letters.front().filter.party = {"Lab*"};
  BOOST_TEST(unknown_names(campaign, seats()).parties.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
