#include "tests/templates/small_campaign.h"

namespace postbag::templates {

using namespace testing;

BOOST_AUTO_TEST_SUITE(templates_campaign_welsh)

BOOST_AUTO_TEST_CASE(a_reader_of_welsh_gets_the_welsh_letter_where_there_is_one) {
  const CampaignFile campaign = read(details + R"(
[[letter]]
language = "cy"
filter = { nation = ["Wales"] }
subjects = ["cymraeg"]
body = "Yn gywir, {{story}}"
[[letter]]
subjects = ["english"]
body = "Yours, {{story}}"
)");
  const Target wales{"Labour", "Wales", "Wales", {}};
  const Target england{"Labour", "England", "London", {}};
  BOOST_TEST(story_of(choose(campaign, wales, Language::welsh)) == "cymraeg");
  BOOST_TEST(story_of(choose(campaign, england, Language::welsh)) == "english");
  BOOST_TEST(story_of(choose(campaign, wales)) == "english");
}

BOOST_AUTO_TEST_CASE(each_language_may_have_a_last_letter_for_all_and_english_is_needed) {
  const std::string welsh =
      "[[letter]]\nlanguage = \"cy\"\nsubjects = [\"x\"]\nbody = \"Yn gywir, {{story}}\"\n";
  BOOST_TEST(read(details + welsh + last_letter).letters.size() == 2U);
  BOOST_TEST(!parse_campaign(details + welsh, "c.toml").has_value());
  BOOST_TEST(!parse_campaign(details + welsh + welsh + last_letter, "c.toml").has_value());
  const std::string french =
      "[[letter]]\nlanguage = \"fr\"\n" + last_letter.substr(last_letter.find('\n') + 1);
  const auto refused = parse_campaign(details + french, "c.toml");
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().front().message.find("letter.language does not know \"fr\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_text_of_a_campaign_may_be_in_welsh_too) {
  const CampaignFile campaign = read(details + R"(ask = "Write."
consent = "Yes, write to me."
story_prompts = ["One?", "Two?"]
unmatched = "Nobody to write to."

[welsh]
title = "Ymgyrch"
summary = "Am beth y mae."
ask = "Ysgrifennwch."
organisation = "Grŵp Enghreifftiol"
consent = "Ie, ysgrifennwch ataf."
privacy_notice = "Yr hyn a gadwn."
logo_alt = "Ein logo"
story_prompts = ["Un?"]
unmatched = "Neb i ysgrifennu ato."

[theme]
logo_alt = "Our logo"

[[short_question]]
question = "How long?"
sentence = "For {answer}."

[[short_question]]
language = "cy"
question = "Ers faint?"
sentence = "Ers {answer}."
choices = ["misoedd"]

[[exclusion]]
filter = { nation = ["Scotland"] }
explanation = "Not in Scotland."
explanation_welsh = "Nid yn yr Alban."

[[letter]]
filter = { nation = ["Wales"] }
subjects = ["x"]
body = "Yours, {{story}}"
)");
  const CampaignTexts& english = campaign.texts(Language::english);
  const CampaignTexts& welsh = campaign.texts(Language::welsh);
  const auto check = [](const InLanguage<std::string>& text, const std::string& wanted) {
    BOOST_TEST(text.text == wanted);
    BOOST_TEST((text.language == Language::welsh));
  };
  check(welsh.title, "Ymgyrch");
  check(welsh.summary, "Am beth y mae.");
  check(welsh.ask, "Ysgrifennwch.");
  check(welsh.organisation, "Grŵp Enghreifftiol");
  check(welsh.consent, "Ie, ysgrifennwch ataf.");
  check(welsh.privacy_notice, "Yr hyn a gadwn.");
  check(welsh.logo_alt, "Ein logo");
  check(campaign.unmatched.value().explanation(Language::welsh), "Neb i ysgrifennu ato.");
  check(campaign.exclusions.front().explanation(Language::welsh), "Nid yn yr Alban.");
  BOOST_TEST(welsh.story_prompts.text.size() == 1U);
  BOOST_REQUIRE(welsh.short_questions.text.size() == 1U);
  BOOST_TEST(welsh.short_questions.text.front().question == "Ers faint?");
  BOOST_TEST(english.short_questions.text.front().question == "How long?");
  BOOST_TEST(english.title.text == "A campaign");
  BOOST_TEST((english.title.language == Language::english));
  BOOST_TEST(english.logo_alt.text == "Our logo");
  BOOST_TEST(campaign.unmatched.value().explanation(Language::english).text ==
             "Nobody to write to.");
}

BOOST_AUTO_TEST_CASE(where_a_text_is_not_in_welsh_its_english_stands_and_says_so) {
  const CampaignFile campaign = read(details + R"(consent = "Yes, write to me."
story_prompts = ["One?"]
[welsh]
summary = "Am beth y mae."
[[short_question]]
question = "How long?"
sentence = "For {answer}."
[[exclusion]]
filter = { nation = ["Scotland"] }
explanation = "Not in Scotland."
)" + last_letter);
  const CampaignTexts& welsh = campaign.texts(Language::welsh);
  BOOST_TEST(welsh.summary.text == "Am beth y mae.");
  BOOST_TEST((welsh.summary.language == Language::welsh));
  const auto check = [](const InLanguage<std::string>& text, const std::string& wanted) {
    BOOST_TEST(text.text == wanted);
    BOOST_TEST((text.language == Language::english));
  };
  const std::vector<std::string_view> in_english = {
      "title", "organisation", "story_prompts", "short_questions", "consent", "privacy_notice"};
  BOOST_TEST(english_texts(welsh) == in_english, boost::test_tools::per_element());
  check(welsh.title, "A campaign");
  check(welsh.organisation, "Example Group");
  check(welsh.consent, "Yes, write to me.");
  check(welsh.privacy_notice, "What we keep.");
  check(welsh.ask, "");
  check(campaign.exclusions.front().explanation(Language::welsh), "Not in Scotland.");
  BOOST_TEST((welsh.story_prompts.language == Language::english));
  BOOST_TEST(welsh.story_prompts.text.front() == "One?");
  BOOST_TEST((welsh.short_questions.language == Language::english));
  BOOST_TEST(welsh.short_questions.text.front().question == "How long?");
}

BOOST_AUTO_TEST_CASE(a_welsh_text_is_checked_as_its_english_is) {
  const auto with = [](const std::string& line) { return with_line("[welsh]\n" + line); };
  expect_problem(with("titel = \"x\""),
                 "c.toml:7:1: unknown key \"titel\"; did you mean \"title\"?");
  expect_problem(with("title = 3"),
                 "c.toml:7:9: welsh.title must be a text in quotes, not a number");
  const auto field_of = [&](const std::string& line) {
    const auto refused = parse_campaign(with(line), "c.toml");
    BOOST_TEST_CONTEXT(line) BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().size() == 1U);
    BOOST_TEST(refused.error().front().message.starts_with("c.toml:7:"));
    return refused.error().front().field;
  };
  BOOST_TEST(field_of("title = \"\"") == "welsh.title");
  BOOST_TEST(field_of("title = " + quoted(std::string(121, 'x'))) == "welsh.title");
  BOOST_TEST(field_of("summary = " + quoted(std::string(601, 'x'))) == "welsh.summary");
  BOOST_TEST(field_of("organisation = " + quoted(std::string(121, 'x'))) == "welsh.organisation");
  BOOST_TEST(field_of("privacy_notice = " + quoted(std::string(5'001, 'x'))) ==
             "welsh.privacy_notice");
  expect_problem(details + "welsh = \"x\"\n" + last_letter,
                 "c.toml:6:9: welsh must be a table, as in [welsh]");
  BOOST_TEST(messages(with("")).empty());
}

BOOST_AUTO_TEST_CASE(a_welsh_text_that_translates_nothing_is_refused) {
  for (const std::string key : {"ask", "consent", "unmatched"})
    expect_problem(with_line("[welsh]\n" + key + " = \"x\""),
                   "c.toml:7:" + std::to_string(key.size() + 4) + ": welsh." + key +
                       " translates nothing: there is no " + key + " in English");
  expect_problem(with_line("[welsh]\nstory_prompts = [\"x\"]"),
                 "c.toml:7:17: welsh.story_prompts translates nothing: there is no story_prompts "
                 "in English");
  expect_problem(with_line("[welsh]\nlogo_alt = \"x\""),
                 "c.toml:7:12: welsh.logo_alt translates nothing: there is no theme.logo_alt in "
                 "English");
  const std::string question = "question = \"Ers faint?\"\nsentence = \"Ers {answer}.\"";
  expect_problem(with_line("[[short_question]]\nlanguage = \"cy\"\n" + question),
                 "c.toml:6:1: short_question is in Welsh only; write it in English, too");
  expect_problem(with_line("[[short_question]]\nlanguage = \"fr\"\n" + question),
                 "c.toml:7:12: short_question.language does not know \"fr\"; write \"en\" or "
                 "\"cy\"");
}

BOOST_AUTO_TEST_CASE(six_short_questions_in_each_language_are_enough) {
  const auto asked = [](const std::string& language, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
      all += "[[short_question]]\nlanguage = " + quoted(language) +
             "\nquestion = \"How?\"\nsentence = \"So: {answer}.\"\n";
    return all;
  };
  BOOST_TEST(messages(details + asked("en", 6) + asked("cy", 6) + last_letter).empty());
  BOOST_TEST(messages(details + asked("en", 1) + asked("cy", 7) + last_letter).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
