#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"

namespace {

using nlohmann::json;
using postbag::Language;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::letter_json;
using postbag::testing::post_form;
using postbag::testing::Site;
using postbag::testing::Supporter;

const std::string kCampaign = "/c/back-to-work";
const std::string kApi = "/api/v1/campaigns/back-to-work";
const httplib::Headers kWelsh{{"Accept-Language", "cy"}};

/// The campaign without its Welsh consent, and with an explanation for England.
const std::vector<std::pair<std::string, std::string>> kPartly{
    {"consent = \"Ie", "# consent = \"Ie"},
    {"title = \"Cymorth", "# title = \"Cymorth"},
    {"# Everyone else.", R"([[exclusion]]
filter = { region = ["North West"] }
explanation = "Not in the North West."
explanation_welsh = "Nid yn y Gogledd-orllewin."

[[exclusion]]
filter = { region = ["London"] }
explanation = "Not in London."

# Everyone else.)"}};

struct Welsh : Site {
  [[nodiscard]] const postbag::templates::CampaignTexts& texts(Language language) const {
    return catalogue.find("back-to-work")->file.texts(language);
  }
  json campaign(const std::string& query, const httplib::Headers& headers = {}) {
    const auto result = http.Get(kApi + query, headers);
    BOOST_REQUIRE(result);
    BOOST_REQUIRE(result->status == 200);
    return json::parse(result->body);
  }
  httplib::Result press(const httplib::Result& page, const std::string& step, Form typed,
                        const std::string& query = "?lang=cy") {
    Form form = form_of(page->body);
    for (auto& [name, value] : typed)
      form[name] = value;
    form["step"] = step;
    return post_form(http, kCampaign + query, form);
  }
  httplib::Result story() {
    const auto details =
        press(http.Get(kCampaign + "?lang=cy"), "postcode", {{"postcode", "DE1 1AA"}});
    return press(details, "details", Supporter::details());
  }

  httplib::Client http = client();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(welsh_texts, Welsh)

BOOST_AUTO_TEST_CASE(the_api_gives_a_campaign_in_the_language_that_is_asked_for) {
  const json english = campaign("");
  BOOST_TEST(english.at("language") == "en");
  BOOST_TEST(english.at("title") == texts(Language::english).title.text);
  BOOST_TEST(english.at("english_texts").empty());
  for (const json& welsh : {campaign("", kWelsh), campaign("?lang=cy"),
                            campaign("?lang=cy", {{"Accept-Language", "en"}})}) {
    const auto& wanted = texts(Language::welsh);
    BOOST_TEST(welsh.at("language") == "cy");
    BOOST_TEST(welsh.at("title") == wanted.title.text);
    BOOST_TEST(welsh.at("summary") == wanted.summary.text);
    BOOST_TEST(welsh.at("ask") == wanted.ask.text);
    BOOST_TEST(welsh.at("organisation") == wanted.organisation.text);
    BOOST_TEST(welsh.at("consent") == wanted.consent.text);
    BOOST_TEST(welsh.at("privacy_notice") == wanted.privacy_notice.text);
    BOOST_TEST(welsh.at("story_prompts") == wanted.story_prompts.text);
    BOOST_TEST(welsh.at("short_questions").at(0).at("question") ==
               wanted.short_questions.text.front().question);
    BOOST_TEST(welsh.at("english_texts").empty());
  }
  BOOST_TEST(campaign("?lang=en", kWelsh).at("language") == "en");
}

BOOST_AUTO_TEST_CASE(caches_keep_the_languages_of_a_campaign_apart) {
  const auto result = http.Get(kApi, kWelsh);
  BOOST_REQUIRE(result);
  BOOST_TEST(result->get_header_value("Content-Language") == "cy");
  const auto varies = result->headers.equal_range("Vary");
  BOOST_TEST(std::any_of(varies.first, varies.second,
                         [](const auto& header) { return header.second == "Accept-Language"; }));
  BOOST_TEST(result->get_header_value("Cache-Control").starts_with("public"));
  BOOST_TEST(http.Get(kApi)->get_header_value("Content-Language") == "en");
}

BOOST_AUTO_TEST_CASE(the_api_says_which_texts_are_english_for_want_of_welsh_ones) {
  import(kPartly);
  const json welsh = campaign("", kWelsh);
  BOOST_TEST(welsh.at("english_texts") == json::array({"title", "consent"}));
  BOOST_TEST(welsh.at("title") == texts(Language::english).title.text);
  BOOST_TEST(campaign("").at("english_texts").empty());
}

BOOST_AUTO_TEST_CASE(the_api_explains_an_exclusion_in_the_language_of_the_request) {
  import(kPartly);
  const auto obstacle = [&](const std::string& postcode, const httplib::Headers& headers) {
    const auto result = http.Get(kApi + "/recipients/" + postcode, headers);
    BOOST_REQUIRE(result);
    return json::parse(result->body).at("constituencies").at(0).at("obstacle");
  };
  BOOST_TEST(
      obstacle("M13AQ", kWelsh) ==
      json({{"code", "excluded"}, {"message", "Nid yn y Gogledd-orllewin."}, {"language", "cy"}}));
  BOOST_TEST(obstacle("M13AQ", {}).at("message") == "Not in the North West.");
  BOOST_TEST(obstacle("M13AQ", {}).at("language") == "en");
  json letter = letter_json();
  letter["postcode"] = "M1 3AQ";
  letter["language"] = "cy";
  const auto preview = http.Post(kApi + "/preview", letter.dump(), "application/json");
  BOOST_REQUIRE(preview);
  const json error = json::parse(preview->body).at("errors").at(0);
  BOOST_TEST(error.at("message") == "Nid yn y Gogledd-orllewin.");
  BOOST_TEST(error.at("language") == "cy");
}

BOOST_AUTO_TEST_CASE(a_letter_says_in_which_language_the_campaign_wrote_it) {
  json letter = letter_json();
  letter["language"] = "cy";
  const auto language = [&](const std::string& postcode) {
    letter["postcode"] = postcode;
    const auto preview = http.Post(kApi + "/preview", letter.dump(), "application/json");
    BOOST_REQUIRE(preview);
    return json::parse(preview->body).at("language");
  };
  BOOST_TEST(language("CF10 1EP") == "cy");
  BOOST_TEST(language("DE1 1AA") == "en");
}

BOOST_AUTO_TEST_CASE(pages_in_welsh_have_the_campaigns_words_in_welsh) {
  const auto& english = texts(Language::english);
  const auto& welsh = texts(Language::welsh);
  for (const std::string path : {"/", "/c/back-to-work", "/c/back-to-work/reach", "/privacy"}) {
    const auto page = http.Get(path + "?lang=cy");
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(has(page, welsh.title.text));
      BOOST_TEST(has(page, welsh.organisation.text));
      BOOST_TEST(!has(page, english.title.text));
      BOOST_TEST(!has(page, english.organisation.text));
    }
  }
  BOOST_TEST(has(http.Get("/privacy?lang=cy"), "Bydd swyddfa eich AS yn darllen"));
  BOOST_TEST(has(http.Get("/c/back-to-work/reach.svg?lang=cy"), ">Cymorth dychwelyd"));
  const auto start = http.Get(kCampaign + "?lang=cy");
  BOOST_TEST(has(start, "<title>" + welsh.title.text));
  BOOST_TEST(has(start, "<meta property=\"og:title\" content=\"" + welsh.title.text));
  BOOST_TEST(has(start, welsh.ask.text));
  BOOST_TEST(has(start, "<h1>" + welsh.title.text));
  const auto about = story();
  BOOST_TEST(has(about, welsh.story_prompts.text.front()));
  BOOST_TEST(has(about, welsh.short_questions.text.front().question));
  BOOST_TEST(!has(about, "lang=\"en-GB\""));
}

BOOST_AUTO_TEST_CASE(what_a_campaign_has_in_english_only_is_marked_so) {
  import(kPartly);
  const std::string title = texts(Language::english).title.text;
  const std::string mark = " lang=\"en-GB\">";
  BOOST_TEST(
      has(http.Get("/?lang=cy"), "<h2" + mark + "<a href=\"/c/back-to-work?lang=cy\">" + title));
  const auto start = http.Get(kCampaign + "?lang=cy");
  BOOST_TEST(has(start, "<h1" + mark + title));
  BOOST_TEST(has(start, "<p class=\"lead as-written\">Dylai cymorth"));
  BOOST_TEST(has(http.Get("/privacy?lang=cy"), "“<span" + mark + title + "</span>”"));
  const auto excluded = [&](const std::string& postcode) {
    return press(start, "postcode", {{"postcode", postcode}});
  };
  BOOST_TEST(has(excluded("M1 3AQ"), "<p class=\"as-written\">Nid yn y Gogledd-orllewin."));
  BOOST_TEST(has(excluded("SW1A 2AA"), "<p class=\"as-written\"" + mark + "Not in London."));
  const auto letter = press(story(), "story", {});
  const auto preview = press(letter, "letter", {});
  BOOST_TEST(has(preview, "<label for=\"opt_in\"" + mark + "Yes, Example"));
  BOOST_TEST(has(preview, "<p class=\"as-written\">Mae Grŵp"));
  BOOST_TEST(!has(http.Get(kCampaign), "lang=\"en-GB\"" + std::string{">"} + title));
}

BOOST_AUTO_TEST_CASE(answers_make_the_sentences_of_the_language_that_asked) {
  const auto page = story();
  const auto switched = press(page, "stay:story", {{"answer_4", "amser"}}, "?lang=en");
  BOOST_TEST(has(switched, "Un peth a fyddai’n fy helpu: amser."));
  const auto in_english =
      press(switched, "answers", {{"story", ""}, {"answer_4", "time"}}, "?lang=en");
  BOOST_TEST(has(in_english, "One thing that would help me: time."));
}

BOOST_AUTO_TEST_CASE(words_agreed_to_in_welsh_are_kept_and_shown_as_welsh) {
  const auto& welsh = texts(Language::welsh).consent.text;
  auto page = press(story(), "story", {});
  page = press(page, "letter", {});
  BOOST_TEST(form_of(page->body).at("consent_wording") == welsh);
  page = press(page, "send", {{"opt_in", "yes"}});
  BOOST_REQUIRE(page->status == 200);
  const std::string mail = waiting_mails().front();
  BOOST_TEST(mail.find(texts(Language::welsh).title.text) != std::string::npos, mail);
  const std::size_t at = mail.find("/me/");
  BOOST_REQUIRE(at != std::string::npos);
  const std::string me = mail.substr(at, mail.find_first_of("? \n", at) - at);
  BOOST_TEST(has(http.Get(me + "?lang=cy"), "“<span>" + welsh + "</span>”"));
  BOOST_TEST(has(http.Get(me + "?lang=en"), "“<span lang=\"cy\">" + welsh + "</span>”"));
  BOOST_TEST(has(http.Get(me + "?lang=cy"), "<h2>" + texts(Language::welsh).title.text));
  Form form = form_of(http.Get(me)->body);
  const auto change = [&](const std::string& step, const std::string& query) {
    form["step"] = step;
    BOOST_TEST(post_form(http, me + query, form)->status == 200);
  };
  change("disagree", "?lang=cy");
  BOOST_TEST(has(http.Get(me + "?lang=cy"), "<span>" + welsh + "</span>"));
  change("agree", "?lang=en");
  const auto& english = texts(Language::english).consent.text;
  BOOST_TEST(has(http.Get(me + "?lang=cy"), "“<span lang=\"en-GB\">" + english + "</span>”"));
}

BOOST_AUTO_TEST_SUITE_END()
