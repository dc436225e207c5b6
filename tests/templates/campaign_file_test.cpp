#include "base/time_text.h"
#include "tests/templates/small_campaign.h"

namespace postbag::templates {

using namespace testing;

BOOST_AUTO_TEST_SUITE(templates_campaign_file)

BOOST_AUTO_TEST_CASE(a_short_campaign_gets_sensible_defaults) {
  const CampaignFile campaign = read(details + last_letter);
  const CampaignTexts& texts = campaign.texts(Language::english);
  BOOST_TEST(campaign.slug.text() == "a-campaign");
  BOOST_TEST(texts.title.text == "A campaign");
  BOOST_TEST(texts.summary.text == "What it is about.");
  BOOST_TEST(texts.organisation.text == "Example Group");
  BOOST_TEST(texts.privacy_notice.text == "What we keep.");
  BOOST_TEST(campaign.address_required);
  BOOST_TEST(campaign.theme.accent == "#1f5c7a");
  BOOST_TEST(texts.consent.text.empty());
  BOOST_TEST(campaign.letters.size() == 1U);
  BOOST_TEST(!campaign.opens.has_value());
  BOOST_TEST(!campaign.unmatched.has_value());
}

BOOST_AUTO_TEST_CASE(every_detail_of_a_campaign_is_read) {
  const CampaignFile campaign = read(details + R"(ask = "Write."
target = "constituency"
accent_colour = "#A0B1C2"
consent = "Yes, write to me."
allowed_origins = ["https://Example.org", "https://www.example.org:8443"]
address_required = false
story_prompts = ["One?", "Two?"]
)" + last_letter);
  const CampaignTexts& texts = campaign.texts(Language::english);
  BOOST_TEST(texts.ask.text == "Write.");
  BOOST_TEST(campaign.theme.accent == "#a0b1c2");
  BOOST_TEST(texts.consent.text == "Yes, write to me.");
  const std::vector<std::string> origins = {"https://example.org", "https://www.example.org:8443"};
  BOOST_TEST(campaign.allowed_origins == origins, boost::test_tools::per_element());
  BOOST_TEST(!campaign.address_required);
  BOOST_TEST(texts.story_prompts.text.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_campaign_is_open_from_its_first_to_its_last_day_in_london) {
  // 2026-03-29 is the day on which London's clocks go forward.
  const CampaignFile campaign =
      read(details + "opens = 2026-03-28\ncloses = \"2026-03-29\"\n" + last_letter);
  BOOST_REQUIRE(campaign.opens.has_value());
  BOOST_REQUIRE(campaign.closes.has_value());
  BOOST_TEST(rfc3339(*campaign.opens) == "2026-03-28T00:00:00Z");
  BOOST_TEST(rfc3339(*campaign.closes) == "2026-03-29T23:00:00Z");
  BOOST_TEST(!campaign.is_open(*campaign.opens - Duration{1}));
  BOOST_TEST(campaign.is_open(*campaign.opens));
  BOOST_TEST(campaign.is_open(*campaign.closes - Duration{1}));
  BOOST_TEST(!campaign.is_open(*campaign.closes));
}

BOOST_AUTO_TEST_CASE(the_first_letter_that_fits_is_chosen_and_exclusions_come_before) {
  const CampaignFile campaign = read(details + R"(unmatched = "Nothing for you."
[[exclusion]]
filter = { party = ["Speaker"] }
explanation = "Not the Speaker."
[[letter]]
filter = { office = ["Minister *"], not_nation = ["Wales"] }
subjects = ["minister"]
body = "Yours, {{story}}"
[[letter]]
filter = { party = ["Labour", "Green Party"], region = ["London"] }
subjects = ["london"]
body = "Yours, {{story}}"
[[letter]]
filter = { nation = ["Wales"], not_office = ["*"] }
subjects = ["wales"]
body = "Yours, {{story}}"
)");
  BOOST_TEST(story_of(choose(campaign, {"Speaker", "England", "London", {"Minister of X"}})) ==
             "told: Not the Speaker.");
  BOOST_TEST(story_of(choose(campaign, {"Labour", "England", "London", {"Minister of X"}})) ==
             "minister");
  BOOST_TEST(story_of(choose(campaign, {"Labour", "England", "London", {"Whip"}})) == "london");
  BOOST_TEST(story_of(choose(campaign, {"Labour", "Wales", "Wales", {}})) == "wales");
  BOOST_TEST(story_of(choose(campaign, {"Labour", "Wales", "Wales", {"Minister of X"}})) ==
             "told: Nothing for you.");
  BOOST_TEST(story_of(choose(campaign, {"Conservative", "England", "London", {}})) ==
             "told: Nothing for you.");
}

BOOST_AUTO_TEST_CASE(the_same_number_chooses_the_same_subject) {
  const CampaignFile campaign =
      read(details + "[[letter]]\nsubjects = [\"a\", \"b\", \"c\"]\nbody = \"Yours, {{story}}\"\n");
  const Variant& variant = campaign.letters.front();
  BOOST_TEST(render_letter(variant, sample_fields(), 1).subject == "b");
  BOOST_TEST(render_letter(variant, sample_fields(), 4).subject == "b");
  BOOST_TEST(render_letter(variant, sample_fields(), static_cast<std::size_t>(-1)).subject == "a");
}

BOOST_AUTO_TEST_CASE(what_is_not_toml_is_refused_where_it_goes_wrong) {
  const auto found = messages("slug = \"a\"\ntitle = = 1\n");
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  BOOST_TEST(found.front().starts_with("c.toml:2:9: this is not TOML: "));
  BOOST_TEST(messages("slug = \"\xff\"").size() == 1U);
  BOOST_TEST(messages(std::string(2'000'000, ' ')).size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_refused_with_the_nearest_known_one) {
  expect_problem_of_line("accent_color = \"#ffffff\"",
                         "c.toml:6:1: unknown key \"accent_color\"; did you mean "
                         "\"accent_colour\"?");
  expect_problem(
      details + "[[letter]]\nsubject = [\"x\"]\nsubjects = [\"x\"]\nbody = \"Yours, {{story}}\"",
      "c.toml:7:1: unknown key \"subject\"; did you mean \"subjects\"?");
  expect_problem(
      details + last_letter + "[[exclusion]]\nfilter = { partys = [\"X\"] }\nexplanation = \"e\"\n",
      "c.toml:10:12: unknown key \"partys\"; did you mean \"party\"?");
}

BOOST_AUTO_TEST_CASE(values_of_the_wrong_type_are_refused) {
  expect_problem_of_line("ask = 3", "c.toml:6:7: ask must be a text in quotes, not a number");
  expect_problem_of_line("address_required = \"yes\"",
                         "c.toml:6:20: address_required must be true or false, not a text");
  expect_problem_of_line("story_prompts = \"One?\"",
                         "c.toml:6:17: story_prompts must be a list of texts, as in "
                         "[\"one\", \"two\"], not a text");
  expect_problem_of_line("story_prompts = [\"One?\", 2]",
                         "c.toml:6:26: story_prompts is wrong: It must be a text, not a number.");
  expect_problem_of_line("opens = 20261122", "c.toml:6:9: opens must be a date such as 2026-11-22");
  expect_problem(details + "letter = \"x\"\n",
                 "c.toml:6:10: letter must be written [[letter]], not a text");
}

BOOST_AUTO_TEST_CASE(values_out_of_bounds_are_refused) {
  expect_problem_of_line("accent_colour = \"red\"",
                         "c.toml:6:17: accent_colour must be # and six hexadecimal digits, like "
                         "\"#1f5c7a\"");
  expect_problem_of_line("target = \"everyone\"",
                         "c.toml:6:10: target does not know \"everyone\"; write \"constituency\": "
                         "letters go to the writer's own MP");
  expect_problem_of_line("opens = 2026-11-22\ncloses = 2026-11-21",
                         "c.toml:7:10: closes must not be before opens");
  expect_problem_of_line("story_prompts = []",
                         "c.toml:6:17: story_prompts is an empty list; fill it or leave it out");
  for (const std::string day : {"2026-02-30", "soon", "2026-11-22T10:00"})
    BOOST_TEST(messages(with_line("opens = " + quoted(day))).size() == 1U);
}

BOOST_AUTO_TEST_CASE(only_https_origins_and_those_of_this_machine_are_allowed) {
  for (const std::string origin :
       {"http://example.org", "http://localhost.example.org",
        "http://localhost:", "https://example.org/", "https://", "https://exa mple.org",
        "https://*.example.org", "https://example.org:0", "https://example.org:99999",
        "https://user@example.org", "https://-a.org", "null", "https://a..b"})
    BOOST_TEST_CONTEXT(origin)
  BOOST_TEST(messages(with_line("allowed_origins = [" + quoted(origin) + "]")).size() == 1U);
  for (const std::string origin : {"http://localhost:3000", "http://127.0.0.1:8081"})
    BOOST_TEST_CONTEXT(origin)
  BOOST_TEST(messages(with_line("allowed_origins = [" + quoted(origin) + "]")).empty());
}

BOOST_AUTO_TEST_CASE(all_that_is_missing_is_told_at_once) {
  const auto found = messages("consent = \"Yes\"\n");
  const std::vector<std::string> expected = {
      "c.toml:1:1: slug is missing",
      "c.toml:1:1: title is missing",
      "c.toml:1:1: summary is missing",
      "c.toml:1:1: organisation is missing",
      "c.toml:1:1: privacy_notice is missing",
      "c.toml:1:1: letter is missing; a campaign needs at least one [[letter]] in English"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_filter_that_could_never_match_is_refused) {
  const std::string rest = "\nsubjects = [\"x\"]\nbody = \"Yours, {{story}}\"\n" + last_letter;
  expect_problem(details + "[[letter]]\nfilter = { nation = [\"Wale\"] }" + rest,
                 "c.toml:7:21: letter.filter.nation does not know \"Wale\"; did you mean "
                 "\"Wales\"?");
  expect_problem(details + "[[letter]]\nfilter = { region = [\"Yorkshire\"] }" + rest,
                 "c.toml:7:21: letter.filter.region does not know \"Yorkshire\"");
  expect_problem(details + "[[letter]]\nfilter = {}" + rest,
                 "c.toml:7:10: letter.filter is empty; say whom it lets through, or leave it out");
}

BOOST_AUTO_TEST_CASE(every_target_gets_a_letter_or_an_explanation) {
  const std::string filtered =
      "[[letter]]\nfilter = { party = [\"Labour\"] }\nsubjects = [\"x\"]\nbody = \"Yours, "
      "{{story}}\"\n";
  BOOST_TEST(messages(details + filtered).front().starts_with("c.toml:1:1: unmatched is missing"));
  BOOST_TEST(messages(details + "unmatched = \"None.\"\n" + filtered).empty());
  BOOST_TEST(messages(details + "unmatched = \"None.\"\n" + last_letter)
                 .front()
                 .starts_with("c.toml:6:13: unmatched is never used"));
  BOOST_TEST(messages(details + last_letter + filtered)
                 .front()
                 .starts_with("c.toml:1:1: unmatched is missing"));
}

BOOST_AUTO_TEST_CASE(an_exclusion_needs_a_filter_and_an_explanation) {
  const auto found = messages(details + last_letter + "[[exclusion]]\n");
  const std::vector<std::string> expected = {
      "c.toml:9:1: exclusion.explanation is missing",
      "c.toml:9:1: exclusion.filter is missing; without one nobody could write"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_fault_in_a_letter_is_placed_on_its_line_of_the_file) {
  const std::string subjects = "[[letter]]\nsubjects = [\"Hello\", \"Hi {{mp}}\"]\n";
  expect_problem(details + subjects + "body = \"Yours, {{story}}\"\n",
                 "c.toml:7:26: unknown name \"mp\"");
  const std::string sound = "[[letter]]\nsubjects = [\"Hello\"]\n";
  expect_problem(details + sound + "body = \"\"\"\n{{story}}\n– {{nme}}\n\"\"\"\n",
                 "c.toml:10:3: unknown name \"nme\"; did you mean \"name\"?");
  expect_problem(details + sound + "body = '''\n{{story}}\n  {{#title}}\n'''\n",
                 "c.toml:10:3: the section title is not closed; add {{/title}}");
  expect_problem(details + sound + "body = \"\"\"{{story}} \\\n   \\u2013 {{nme}}\"\"\"\n",
                 "c.toml:9:11: unknown name \"nme\"; did you mean \"name\"?");
  expect_problem(details + sound + "body = \"{{story}}\\n\\\"{{nme}}\"\n",
                 "c.toml:8:22: unknown name \"nme\"; did you mean \"name\"?");
}

BOOST_AUTO_TEST_CASE(a_file_with_windows_line_ends_is_read_and_its_faults_are_placed) {
  const auto with_windows_ends = [](const std::string& text) {
    std::string changed;
    for (const char c : text)
      changed += c == '\n' ? "\r\n" : std::string(1, c);
    return changed;
  };
  const std::string sound =
      details + "[[letter]]\nsubjects = [\"Hello\"]\nbody = \"\"\"\nOne \\\n  line.\n{{story}}\n";
  const CampaignFile campaign = read(with_windows_ends(sound + "\"\"\"\n"));
  LetterFields fields = sample_fields();
  fields.story = "Mine.";
  BOOST_TEST(render_letter(campaign.letters.front(), fields, 0).body == "One line.\nMine.");
  expect_problem(with_windows_ends(sound + " {{nme}}\n\"\"\"\n"),
                 "c.toml:12:2: unknown name \"nme\"; did you mean \"name\"?");
}

BOOST_AUTO_TEST_CASE(a_letter_that_says_nothing_is_refused) {
  const auto with_body = [](const std::string& body) {
    return details + "[[letter]]\nsubjects = [\"x\"]\nbody = \"" + body + "\"\n";
  };
  expect_problem(with_body("Dear MP, do it."),
                 "c.toml:8:8: letter.body has no place for the supporter's own words; write "
                 "{{story}} in it");
  expect_problem(with_body("{{story}}"),
                 "c.toml:8:8: letter.body comes out empty without own words");
  BOOST_TEST(messages(with_body("")).size() == 1U);
  BOOST_TEST(messages(with_body(std::string(10'001, 'x') + "{{story}}")).size() == 1U);
  expect_problem(
      details + "[[letter]]\nsubjects = [\"{{^name}}x{{/name}}\"]\nbody = \"a {{story}}\"\n",
      "c.toml:7:14: \"name\" cannot be used as a section");
  expect_problem(
      details + "[[letter]]\nsubjects = [\"{{^title}}x{{/title}}\"]\nbody = \"a {{story}}\"\n",
      "c.toml:7:13: letter.subjects has a subject that comes out empty");
  BOOST_TEST(messages(details + "[[letter]]\nsubjects = []\nbody = \"a {{story}}\"\n").size() ==
             1U);
}

BOOST_AUTO_TEST_CASE(a_letter_that_is_empty_without_what_may_be_left_out_is_refused) {
  const auto with = [](const std::string& subject, const std::string& body) {
    return details + "[[letter]]\nsubjects = [\"Hello\", \"" + subject + "\"]\nbody = \"" + body +
           "\"\n";
  };
  expect_problem(with("{{#title}}{{title}}{{/title}}", "x {{story}}"),
                 "c.toml:7:22: letter.subjects has a subject that comes out empty without a title");
  expect_problem(with("{{#party}}For {{party}}{{/party}}", "x {{story}}"),
                 "c.toml:7:22: letter.subjects has a subject that comes out empty without a party");
  expect_problem(with("x", "{{#title}}x{{/title}}{{#story}}{{story}}{{/story}}"),
                 "c.toml:8:8: letter.body comes out empty without a title or own words");
  expect_problem(
      with("x",
           "{{#title}}{{#story}}x {{story}}{{/story}}{{/title}}{{^title}}{{^story}}x{{/story}}"
           "{{/title}}"),
      "c.toml:8:8: letter.body comes out empty without a title");
  BOOST_TEST(messages(with("{{#title}}a{{/title}}{{^title}}b{{/title}}",
                           "{{#story}}{{story}}{{/story}}{{^story}}x{{/story}}"))
                 .empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
