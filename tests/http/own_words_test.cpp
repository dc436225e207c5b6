#include <boost/test/unit_test.hpp>

#include "server/store/connection.h"
#include "tests/http/supporter.h"

namespace {

using postbag::testing::Form;
using postbag::testing::has;
using postbag::testing::letter_json;
using postbag::testing::problem_field;
using postbag::testing::Site;
using postbag::testing::Supporter;

constexpr const char* kLetters = "/api/v1/campaigns/back-to-work/letters";
constexpr const char* kPreview = "/api/v1/campaigns/back-to-work/preview";
const std::string kConsent =
    "Yes, Example Mental Health Action Group may email me about this campaign and others like it.";

std::string kept_consent(const Site& site) {
  postbag::store::Connection connection{site.folder / "postbag.db"};
  std::string wording;
  auto query = connection.query("SELECT coalesce(consent_wording, 'none') FROM letters");
  query.into(wording);
  BOOST_TEST(query.next());
  return wording;
}

httplib::Result post(Site& site, const char* path, const nlohmann::json& body) {
  return site.client().Post(path, body.dump(), "application/json");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_words, Site)

BOOST_AUTO_TEST_CASE(short_answers_become_a_paragraph_that_can_be_changed) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form details = Supporter::details();
  details.erase("story");
  jo.press("details", details);
  BOOST_TEST(has(jo.page(), "Not much energy today?"));
  jo.press("answers", {{"answer_1", "several years"}, {"answer_4", "a quiet room."}});
  BOOST_TEST(jo.page()->status == 200);
  BOOST_TEST(has(jo.page(), "We made a paragraph of your answers."));
  const std::string paragraph =
      "Work, or looking for it, has been hard for me for several years. One thing that would help "
      "me: a quiet room.";
  BOOST_TEST(jo.form().at("story") == paragraph);
  BOOST_TEST(jo.form().at("answer_4").empty());
  jo.tell(Supporter::details());
  BOOST_TEST(jo.form().at("body").find("I waited seven months.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_are_kept_whichever_button_is_pressed) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  jo.press("not-mine", {{"story", "My own words."}, {"answer_2", "noise"}});
  BOOST_TEST(jo.form().at("story") == "My own words.\n\nWhat makes it hardest: noise.");
  Supporter sam{*this};
  sam.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["story"] = "";
  typed["answer_2"] = "noise";
  sam.tell(typed);
  BOOST_TEST(sam.form().at("body").find("What makes it hardest: noise.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_are_kept_when_the_service_cannot_take_them) {
  Site site{[](postbag::http::HttpSettings& settings) {
    settings.lookups_per_second = 1;
    settings.lookups_burst = 1;
  }};
  Supporter jo{site};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  jo.press("answers", {{"answer_2", "noise"}});
  BOOST_TEST(jo.page()->status == 429);
  BOOST_TEST(jo.form().at("answer_2") == "noise");
}

BOOST_AUTO_TEST_CASE(how_much_of_a_letter_is_ones_own_is_said_gently) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["story"] = "";
  jo.tell(typed);
  BOOST_TEST(has(jo.page(), "This is our letter, word for word."));
  jo.press("letter");
  BOOST_TEST(has(jo.page(), "This is our letter, word for word."));
  jo.press("edit-details");
  jo.tell({{"story", "I waited seven months and then nobody called me back."}});
  jo.press("letter");
  BOOST_TEST(has(jo.page(), "Part of this letter is your own."));
  jo.press("edit-letter");
  jo.press("letter", {{"body", "I am a carer and I need help with my son, who is ill."}});
  BOOST_TEST(has(jo.page(), "Most of this letter is in your own words."));
}

BOOST_AUTO_TEST_CASE(a_letter_on_behalf_of_somebody_says_so_and_comes_from_its_writer) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["on_behalf_of"] = "my daughter.";
  jo.tell(typed);
  const std::string body = jo.form().at("body");
  BOOST_TEST(body.find("\n\nI am writing this on behalf of my daughter.\n\n") != std::string::npos);
  BOOST_TEST(body.find("Dr Jo O'Example") != std::string::npos);
  jo.press("letter", {{"body", body + " PS Thank you."}});
  jo.press("edit-details");
  jo.press("details");
  BOOST_TEST(has(jo.page(), "<details class=\"more\" open>"));
  jo.tell({{"on_behalf_of", "my son"}});
  BOOST_TEST(has(jo.page(), "whom you write for"));
  BOOST_TEST(has(jo.page(), "my son"));
}

BOOST_AUTO_TEST_CASE(the_api_takes_whom_a_letter_is_for) {
  auto body = letter_json();
  body["on_behalf_of"] = "someone I support";
  const auto preview = post(*this, kPreview, body);
  BOOST_REQUIRE(preview);
  BOOST_TEST(preview->status == 200);
  BOOST_TEST(has(preview, "I am writing this on behalf of someone I support."));
  body["on_behalf_of"] = std::string(81, 'x');
  BOOST_TEST(problem_field(post(*this, kPreview, body)) == "on_behalf_of");
  body["on_behalf_of"] = "two\nlines";
  BOOST_TEST(problem_field(post(*this, kPreview, body)) == "on_behalf_of");
}

BOOST_AUTO_TEST_CASE(a_template_without_a_place_for_it_gets_the_sentence_before_the_story) {
  import(
      {{ "{{#on_behalf_of}}\n\nI am writing this on behalf of {{on_behalf_of}}.\n"
         "{{/on_behalf_of}}\n",
         "" }});
  auto body = letter_json();
  body["on_behalf_of"] = "my daughter";
  BOOST_TEST(has(post(*this, kPreview, body),
                 "\\n\\nI am writing this on behalf of my daughter.\\n\\nI waited seven months."));
}

BOOST_AUTO_TEST_CASE(the_campaign_tells_its_short_questions) {
  const auto campaign = client().Get("/api/v1/campaigns/back-to-work");
  BOOST_REQUIRE(campaign);
  const auto json = nlohmann::json::parse(campaign->body);
  BOOST_TEST(json.at("short_questions").size() == 4U);
  BOOST_TEST(json.at("short_questions").at(0).at("choices").size() == 4U);
  BOOST_TEST(json.at("short_questions").at(1).at("sentence").get<std::string>() ==
             "What makes it hardest: {answer}.");
}

BOOST_AUTO_TEST_CASE(the_words_that_were_ticked_are_kept_with_the_letter) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter");
  BOOST_TEST(jo.form().at("consent_wording") == kConsent);
  BOOST_TEST(!jo.form().contains("opt_in"));
  jo.press("send", {{"opt_in", "yes"}});
  import({{ kConsent, "Yes, tell me everything." }});
  BOOST_TEST(kept_consent(*this) == kConsent);
}

BOOST_AUTO_TEST_CASE(without_a_tick_nothing_is_kept) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter");
  jo.press("send");
  BOOST_TEST(kept_consent(*this) == "none");
}

BOOST_AUTO_TEST_CASE(nobody_agrees_to_words_they_did_not_see) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter");
  import({{ kConsent, "Yes, tell me everything." }});
  jo.press("send", {{"opt_in", "yes"}});
  BOOST_TEST(jo.page()->status == 422);
  BOOST_TEST(has(jo.page(), "<a href=\"#opt_in\">"));
  BOOST_TEST(has(jo.page(), "Yes, tell me everything."));
  BOOST_TEST(!has(jo.page(), " checked"));
  BOOST_TEST(waiting_mails().empty());
  jo.press("send", {{"opt_in", "yes"}});
  BOOST_TEST(kept_consent(*this) == "Yes, tell me everything.");
}

BOOST_AUTO_TEST_CASE(the_api_refuses_consent_to_words_that_have_changed) {
  auto body = letter_json();
  body["opt_in"] = true;
  body["consent_wording"] = "Other words.";
  const auto refused = post(*this, kLetters, body);
  BOOST_TEST(refused->status == 422);
  BOOST_TEST(problem_field(refused) == "opt_in");
  body["opt_in"] = false;
  BOOST_TEST(post(*this, kLetters, body)->status == 202);
  body["opt_in"] = true;
  body["consent_wording"] = kConsent;
  body["email"] = "sam@example.org";
  BOOST_TEST(post(*this, kLetters, body)->status == 202);
}

BOOST_AUTO_TEST_SUITE_END()
