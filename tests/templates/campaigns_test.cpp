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

std::string letter_to(const CampaignFile& campaign, const Target& target,
                      Language reader = Language::english) {
  const auto choice = choose(campaign, target, reader);
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
      const bool welsh = variant.language == Language::welsh;
      LetterFields fields = sample_fields();
      fields.story = "";
      const std::string body = render_letter(variant, fields, 0).body;
      BOOST_TEST_CONTEXT(body) {
        BOOST_TEST(words_in(body) <= 300U);
        BOOST_TEST(
            says(body, (welsh ? "Rwy’n byw yn etholaeth " : "I live in ") + fields.constituency));
        BOOST_TEST(
            says(body, welsh ? "Byddwn yn ddiolchgar am ateb" : "I would be grateful for a reply"));
        BOOST_TEST(body.ends_with((welsh ? "Yn gywir" : "Yours sincerely") +
                                  std::string(",\n\nDr Sam Sample\n") + fields.address));
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

BOOST_AUTO_TEST_CASE(each_shipped_campaign_has_all_its_texts_in_welsh_too) {
  for (const std::string& name : names) {
    const CampaignFile campaign = shipped(name);
    const CampaignTexts& english = campaign.texts(Language::english);
    const CampaignTexts& welsh = campaign.texts(Language::welsh);
    const auto check = [&](const auto& ours, const auto& translated) {
      BOOST_TEST((translated.language == Language::welsh));
      BOOST_TEST((translated.text != ours.text));
    };
    check(english.title, welsh.title);
    check(english.summary, welsh.summary);
    check(english.ask, welsh.ask);
    check(english.organisation, welsh.organisation);
    check(english.consent, welsh.consent);
    check(english.privacy_notice, welsh.privacy_notice);
    BOOST_TEST((welsh.story_prompts.language == Language::welsh));
    BOOST_TEST(welsh.story_prompts.text.size() == english.story_prompts.text.size());
    const auto& asked = english.short_questions.text;
    const auto& asked_in_welsh = welsh.short_questions.text;
    BOOST_TEST((welsh.short_questions.language == Language::welsh));
    BOOST_REQUIRE(asked_in_welsh.size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i)
      BOOST_TEST(asked_in_welsh[i].choices.size() == asked[i].choices.size());
    for (const Exclusion& exclusion : campaign.exclusions)
      BOOST_TEST((exclusion.explanation(Language::welsh).language == Language::welsh));
  }
}

BOOST_AUTO_TEST_CASE(readers_of_welsh_write_to_mps_in_wales_in_welsh_and_ask_what_these_can_do) {
  for (const std::string& name : names) {
    const CampaignFile campaign = shipped(name);
    const auto letter = [&](const std::string& nation, const std::vector<std::string>& offices) {
      return letter_to(campaign, {"Labour", nation, nation, offices}, Language::welsh);
    };
    BOOST_TEST(says(letter("Wales", {}), "Ysgrifennydd Gwladol dros Waith a Phensiynau"));
    BOOST_TEST(!says(letter("Wales", {}), "o fewn y llywodraeth"));
    BOOST_TEST(says(letter("Wales", {"Secretary of State for Wales"}), "o fewn y llywodraeth"));
    BOOST_TEST(says(letter("Wales", {"Secretary of State for Work and Pensions"}), "I live in"));
    BOOST_TEST(says(letter("Scotland", {}), "I live in"));
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
