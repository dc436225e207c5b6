// Campaigns as forms edit them.
#include "templates/campaign_document.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

std::string shipped(const std::string& name) {
  return testing::read_file(std::filesystem::path(POSTBAG_SOURCE_FOLDER) / "templates/campaigns" /
                            (name + ".toml"));
}

CampaignDocument document(std::string_view toml) {
  auto read = read_document(toml, "test.toml");
  if (!read) BOOST_FAIL(read.error().front().message);
  return std::move(*read);
}

CampaignFile campaign(const std::string& toml) {
  auto parsed = parse_campaign(toml, "test.toml");
  if (!parsed) BOOST_FAIL(parsed.error().front().message);
  return std::move(*parsed);
}

/// Everything that a campaign says and does, in one text.
std::string all_of(const CampaignFile& file) {
  std::string all = file.slug.text();
  const auto add = [&](std::string_view text) { all.append("|").append(text); };
  const auto add_filter = [&](const Filter& filter) {
    for (const auto* list :
         {&filter.party, &filter.nation, &filter.region, &filter.office, &filter.not_party,
          &filter.not_nation, &filter.not_region, &filter.not_office}) {
      add("filter");
      for (const std::string& value : *list)
        add(value);
    }
  };
  for (const CampaignTexts& texts : file.all_texts) {
    for (const auto* text : {&texts.title, &texts.summary, &texts.ask, &texts.organisation,
                             &texts.consent, &texts.privacy_notice, &texts.logo_alt}) {
      add(text->text);
      add(code_of(text->language));
    }
    for (const std::string& prompt : texts.story_prompts.text)
      add(prompt);
    for (const ShortQuestion& question : texts.short_questions.text) {
      add(question.question);
      add(question.sentence);
      for (const std::string& choice : question.choices)
        add(choice);
    }
  }
  for (const auto& moment : {file.opens, file.closes})
    add(moment ? std::to_string(moment->time_since_epoch().count()) : "none");
  for (const auto* part :
       {&file.theme.accent, &file.theme.accent_dark, &file.theme.background,
        &file.theme.background_dark, &file.theme.font, &file.theme.link, &file.theme.logo_file})
    add(*part);
  if (file.theme.logo) add(file.theme.logo->bytes);
  for (const std::string& origin : file.allowed_origins)
    add(origin);
  add(file.address_required ? "address" : "no address");
  for (const Variant& letter : file.letters) {
    add_filter(letter.filter);
    add(code_of(letter.language));
    for (const Template& subject : letter.subjects)
      add(subject.source());
    add(letter.body.source());
  }
  for (const Exclusion& exclusion : file.exclusions) {
    add_filter(exclusion.filter);
    for (const auto& explanation : exclusion.explanations)
      add(explanation.text);
  }
  if (file.unmatched)
    for (const auto& explanation : file.unmatched->explanations)
      add(explanation.text);
  return all;
}

constexpr std::string_view kWhole = R"(
slug = "whole"
title = "A \"whole\" campaign"
summary = "First.\nSecond with \"\"\"quotes\"\"\" and a \\ stroke\t."
organisation = 'An "organisation"'
privacy_notice = """We keep little."""
opens = 2026-01-02
closes = "2026-12-31"
allowed_origins = ["https://example.org"]
address_required = false
unmatched = "Nothing fits."
[theme]
accent = "#1f5c7a"
background = "#fffdf5"
font = "serif"
logo = "logo.svg"
logo_alt = "A duck"
[welsh]
title = "Ymgyrch"
logo_alt = "Hwyaden"
unmatched = "Nid oes dim yn addas."
[[exclusion]]
filter = { office = ["Prime Minister", "Secretary of State *"] }
explanation = "Not to them."
explanation_welsh = "Nid atyn nhw."
[[letter]]
filter = { party = ["Labour"], not_region = ["London"] }
subjects = ["About {{constituency}}"]
body = "{{greeting}},\r\n\n{{story}}\n\n{{address}}\""
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_campaign_document)

BOOST_AUTO_TEST_CASE(the_shipped_campaigns_are_the_same_when_a_form_has_written_them) {
  for (const char* name : {"back-to-work", "sanctions"})
    BOOST_TEST_CONTEXT(name) {
      const std::string source = shipped(name);
      const CampaignDocument read = document(source);
      const std::string written = write_document(read);
      BOOST_TEST(all_of(campaign(written)) == all_of(campaign(source)));
      BOOST_TEST((document(written) == read));
      BOOST_TEST(write_document(document(written)) == written);
      BOOST_TEST(written.find("# An example") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(nothing_that_a_campaign_can_say_is_lost) {
  const std::string source{kWhole};
  const CampaignDocument read = document(source);
  BOOST_TEST(read.closes == "2026-12-31");
  BOOST_TEST(read.theme.logo == "logo.svg");
  BOOST_TEST(read.welsh.unmatched == "Nid oes dim yn addas.");
  const std::string written = write_document(read);
  BOOST_TEST(all_of(campaign(written)) == all_of(campaign(source)));
  BOOST_TEST((document(written) == read));
}

BOOST_AUTO_TEST_CASE(a_draft_may_be_empty_and_its_dates_wrong) {
  BOOST_TEST((document("") == CampaignDocument{}));
  CampaignDocument draft;
  draft.opens = "2026-02-30";
  draft.closes = "soon";
  draft.letters.emplace_back();
  BOOST_TEST((document(write_document(draft)) == draft));
  BOOST_TEST(mistakes_in(write_document(draft)).size() > 5U);
}

BOOST_AUTO_TEST_CASE(what_a_form_cannot_hold_is_refused_with_its_place) {
  const auto problem = [](std::string_view toml) {
    const auto read = read_document(toml, "test.toml");
    BOOST_REQUIRE(!read);
    return read.error().front().message;
  };
  BOOST_TEST(problem("slug = ").starts_with("test.toml:1:"));
  BOOST_TEST(problem("\nsulg = \"x\"") ==
             "test.toml:2:1: unknown key \"sulg\"; did you mean \"slug\"?");
  BOOST_TEST(problem("title = 3").starts_with("test.toml:1:9: title must be a text in quotes"));
  BOOST_TEST(problem("story_prompts = [\"a\", 3]").find("must be a list of texts only") !=
             std::string::npos);
  BOOST_TEST(problem("opens = 12:00:00").find("must be a date") != std::string::npos);
  BOOST_TEST(problem("[letter]").find("must be written [[letter]]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(any_text_comes_back_as_it_was) {
  for (const std::string text :
       {"", "a", "\"", "\"\"\"", "a\n\"", "\n\n", "\"\"\"\n\"\"\"\"", "\\", "\\\n", " \n ",
        "ŵ’\r\n", "a\tb\x01\x7F", "{{story}}", "# no comment"}) {
    CampaignDocument draft;
    draft.english.summary = text;
    draft.letters.push_back({{}, "cy", {text}, text});
    BOOST_TEST_CONTEXT(text)
    BOOST_TEST((document(write_document(draft)) == draft));
  }
}

BOOST_AUTO_TEST_CASE(the_blank_says_what_is_to_be_written_and_cannot_be_sent_before_it_is) {
  CampaignDocument blank = blank_document();
  blank.slug = "new";
  blank.english.title = "New";
  blank.english.organisation = "Example";
  const std::string source = write_document(blank);
  BOOST_TEST(mistakes_in(source).empty());
  const auto unwritten = unwritten_in(source);
  BOOST_TEST(unwritten.size() == 6U);
  BOOST_TEST(unwritten.back().field == "letter.body");
  BOOST_TEST(unwritten.back().number == 1U);
  BOOST_TEST(unwritten_in(shipped("sanctions")).empty());
}

BOOST_AUTO_TEST_CASE(a_mistake_says_in_which_letter_it_is) {
  CampaignDocument draft = document(shipped("sanctions"));
  draft.letters.at(2).body = "Hello";
  draft.letters.back().subjects.clear();
  draft.closes = "tomorrow";
  const auto mistakes = mistakes_in(write_document(draft));
  BOOST_REQUIRE(mistakes.size() == 3U);
  BOOST_TEST(mistakes[0].field == "closes");
  BOOST_TEST(mistakes[0].number == 0U);
  BOOST_TEST(mistakes[1].field == "letter.body");
  BOOST_TEST(mistakes[1].number == 3U);
  BOOST_TEST(mistakes[1].message.starts_with("letter.body has no place"));
  BOOST_TEST(mistakes[2].field == "letter.subjects");
  BOOST_TEST(mistakes[2].number == draft.letters.size());
  BOOST_TEST(mistakes_in("x = ").front().line == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
