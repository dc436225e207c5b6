// The example campaigns that Postbag comes with.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "templates/campaign_file.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

CampaignFile shipped(const std::string& name) {
  const auto path =
      std::filesystem::path(POSTBAG_SOURCE_FOLDER) / "templates/campaigns" / (name + ".toml");
  auto campaign = parse_campaign(testing::read_file(path), path.filename().string());
  if (!campaign) BOOST_FAIL(campaign.error().front().message);
  return std::move(*campaign);
}

std::string letter_to(const CampaignFile& campaign, const Target& target) {
  const auto choice = choose(campaign, target);
  BOOST_REQUIRE(std::holds_alternative<const Variant*>(choice));
  return render_letter(*std::get<const Variant*>(choice), sample_fields(), 0).body;
}

bool says(const std::string& letter, std::string_view words) {
  return letter.find(words) != std::string::npos;
}

std::size_t words_in(const std::string& text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

const std::vector<std::string> names = {"back-to-work", "sanctions"};

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_campaigns)

BOOST_AUTO_TEST_CASE(each_shipped_campaign_is_sound_and_named_after_its_file) {
  for (const std::string& name : names)
    BOOST_TEST(shipped(name).slug.text() == name);
}

BOOST_AUTO_TEST_CASE(each_shipped_letter_is_under_a_page_and_asks_for_a_reply) {
  for (const std::string& name : names)
    for (const Variant& variant : shipped(name).letters) {
      LetterFields fields = sample_fields();
      fields.story = "";
      const std::string body = render_letter(variant, fields, 0).body;
      BOOST_TEST_CONTEXT(body) {
        BOOST_TEST(words_in(body) <= 300U);
        BOOST_TEST(says(body, "I live in " + fields.constituency));
        BOOST_TEST(says(body, "I would be grateful for a reply"));
        BOOST_TEST(body.ends_with("Yours sincerely,\n\nDr Sam Sample\n" + fields.address));
        BOOST_TEST(std::count(body.begin(), body.end(), '?') == 1);
      }
      BOOST_TEST(variant.subjects.size() >= 3U);
    }
}

BOOST_AUTO_TEST_CASE(office_holders_and_those_who_do_not_sit_get_a_letter_they_can_act_on) {
  for (const std::string& name : names) {
    const CampaignFile campaign = shipped(name);
    BOOST_TEST(says(letter_to(campaign, {"Sinn Féin", "Northern Ireland", "Northern Ireland", {}}),
                    "do not take your seat"));
    const std::string northern_irish = letter_to(
        campaign, {"Democratic Unionist Party", "Northern Ireland", "Northern Ireland", {}});
    BOOST_TEST(says(northern_irish, "Minister for Communities"));
    BOOST_TEST(!says(northern_irish, "do not take your seat"));
    BOOST_TEST(says(letter_to(campaign, {"Speaker", "England", "North West", {}}),
                    "the Speaker does not take sides"));
    BOOST_TEST(says(letter_to(campaign, {"Labour", "England", "North West", {"Prime Minister"}}),
                    "within government"));
    BOOST_TEST(says(
        letter_to(
            campaign,
            {"Labour", "England", "West Midlands", {"Secretary of State for Work and Pensions"}}),
        "minister responsible for"));
    const std::string general = letter_to(campaign, {"Labour", "England", "East Midlands", {}});
    BOOST_TEST(says(general, "to the Secretary of State for Work and Pensions"));
    BOOST_TEST(!says(general, "within government"));
  }
}

BOOST_AUTO_TEST_CASE(parties_named_by_the_shipped_campaigns_are_those_of_the_data_set) {
  for (const std::string& name : names)
    for (const Variant& variant : shipped(name).letters)
      for (const std::string& party : variant.filter.party)
        BOOST_TEST((party == "Speaker" || party == "Sinn Féin"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
