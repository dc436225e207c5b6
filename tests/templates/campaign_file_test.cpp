#include "templates/campaign_file.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time_text.h"

namespace postbag::templates {
namespace {

const std::string details = R"(slug = "a-campaign"
title = "A campaign"
summary = "What it is about."
organisation = "Example Group"
privacy_notice = "What we keep."
)";
const std::string last_letter = R"([[letter]]
subjects = ["Hello {{mp_name}}"]
body = "{{greeting}}, {{story}} {{name}}"
)";

CampaignFile read(const std::string& toml) {
  auto campaign = parse_campaign(toml, "c.toml");
  if (!campaign) BOOST_FAIL(campaign.error().front().message);
  return std::move(*campaign);
}

std::vector<std::string> messages(const std::string& toml) {
  const auto campaign = parse_campaign(toml, "c.toml");
  std::vector<std::string> all;
  if (!campaign)
    for (const Error& error : campaign.error())
      all.push_back(error.message);
  return all;
}

void expect_problem(const std::string& toml, const std::string& message) {
  const auto found = messages(toml);
  BOOST_TEST_CONTEXT(toml) {
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    BOOST_TEST(found.front() == message);
  }
}

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string with_line(const std::string& line) {
  return details + line + "\n" + last_letter;
}

// The only problem of a sound campaign to which `line` is added as its sixth line.
void expect_problem_of_line(const std::string& line, const std::string& message) {
  expect_problem(with_line(line), message);
}

std::string story_of(const std::variant<const Variant*, const Exclusion*>& choice) {
  if (const auto* variant = std::get_if<const Variant*>(&choice))
    return render_letter(**variant, sample_fields(), 0).subject;
  return "told: " + std::get<const Exclusion*>(choice)->explanation(Language::english).text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_campaign_file)

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
