#include <boost/test/unit_test.hpp>

#include "tests/http/site.h"

namespace {

using nlohmann::json;
using postbag::testing::Site;

constexpr const char* kCampaign = "/api/v1/campaigns/back-to-work";

struct Dissolved : Site {
  Dissolved() {
    const auto now = clock.now();
    dissolve({now - std::chrono::hours{1}, now + std::chrono::hours{30 * 24}});
  }
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dissolution, Dissolved)

BOOST_AUTO_TEST_CASE(the_page_says_why_nobody_can_be_written_to_and_from_when_again) {
  auto browser = client();
  const auto page = browser.Get("/c/back-to-work");
  BOOST_REQUIRE(page);
  BOOST_TEST(page->status == 410);
  BOOST_TEST(has(page->body, "<h1>There are no MPs just now</h1>"));
  BOOST_TEST(has(page->body, "from 22 December 2026"), page->body);
  BOOST_TEST(!has(page->body, "name=\"postcode\""));
  const auto welsh = browser.Get("/c/back-to-work?lang=cy");
  BOOST_TEST(has(welsh->body, "o 22 Rhagfyr 2026 ymlaen"), welsh->body);
  dissolve({clock.now(), std::nullopt});
  BOOST_TEST(has(browser.Get("/c/back-to-work")->body, "once your new MP is known"));
}

BOOST_AUTO_TEST_CASE(a_letter_begun_before_is_refused_with_the_same_words) {
  auto browser = client();
  dissolve({});
  auto form = postbag::testing::form_of(browser.Get("/c/back-to-work")->body);
  form["postcode"] = "DE1 1AA";
  dissolve({clock.now(), std::nullopt});
  const auto answer = postbag::testing::post_form(browser, "/c/back-to-work", form);
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->status == 410);
  BOOST_TEST(has(answer->body, "There are no MPs just now"));
}

BOOST_AUTO_TEST_CASE(a_letter_that_is_confirmed_meanwhile_is_said_to_wait_for_the_election) {
  auto browser = client();
  dissolve({});
  BOOST_REQUIRE(browser.Post(std::string{kCampaign} + "/letters",
                             postbag::testing::letter_json().dump(), "application/json"));
  const std::string mail = waiting_mails().front();
  const std::string token = token_in_mail();
  const std::size_t at = mail.find("/me/");
  BOOST_REQUIRE(at != std::string::npos);
  const std::string me = mail.substr(at, mail.find_first_of("? \n", at) - at);
  dissolve({clock.now(), std::nullopt});
  const auto asked = browser.Get("/confirm/" + token);
  BOOST_TEST(has(asked->body, "If you say yes, your letter waits"));
  auto form = postbag::testing::form_of(asked->body);
  const auto thanked = postbag::testing::post_form(browser, "/confirm", form);
  BOOST_REQUIRE(thanked);
  for (const std::string& page :
       {thanked->body, browser.Get("/confirm/" + token)->body, browser.Get(me)->body}) {
    BOOST_TEST(has(page, "Your letter waits for the election"), page);
    BOOST_TEST(!has(page, "Your letter leaves"));
    BOOST_TEST(!has(page, "on its way"));
  }
  dissolve({});
  BOOST_TEST(has(browser.Get("/confirm/" + token)->body, "Your letter is on its way"));
}

BOOST_AUTO_TEST_CASE(what_was_written_before_it_closed_can_be_copied) {
  auto browser = client();
  const auto posted = [&](const postbag::testing::Form& form) {
    return postbag::testing::post_form(browser, "/c/back-to-work", form)->body;
  };
  const std::string letter =
      posted({{"story", "I waited."}, {"body", "Dear <b>you</b>, I waited."}, {"step", "letter"}});
  BOOST_TEST(has(letter, "What you wrote"));
  BOOST_TEST(has(letter, "Dear &lt;b&gt;you&lt;/b&gt;, I waited."));
  BOOST_TEST(has(posted({{"story", "I waited."}, {"step", "story"}}), "I waited."));
  BOOST_TEST(!has(posted({{"step", "postcode"}}), "What you wrote"));
}

BOOST_AUTO_TEST_CASE(the_api_takes_no_letter_and_tells_a_widget_why) {
  auto program = client();
  for (const char* action : {"/letters", "/preview"}) {
    const auto refused = program.Post(std::string{kCampaign} + action,
                                      postbag::testing::letter_json().dump(), "application/json");
    BOOST_REQUIRE(refused);
    BOOST_TEST(refused->status == 410);
    BOOST_TEST(has(json::parse(refused->body).at("detail"), "from 22 December 2026."));
  }
  BOOST_TEST(waiting_mails().empty());
  const json campaign = json::parse(program.Get(kCampaign)->body);
  BOOST_TEST(campaign.at("open") == false);
  BOOST_TEST(campaign.at("closed_because") == "parliament_dissolved");
  BOOST_TEST(campaign.at("letters_from") == "2026-12-22T09:30:00Z");
}

BOOST_AUTO_TEST_CASE(a_campaign_that_has_ended_says_so_and_not_that_it_will_go_on) {
  import({{ "target = \"constituency\"", "target = \"constituency\"\ncloses = \"2026-11-01\"" }});
  BOOST_TEST(json::parse(client().Get(kCampaign)->body).at("closed_because") == "closed_campaign");
}

BOOST_AUTO_TEST_CASE(letters_are_taken_again_when_it_is_over) {
  clock.advance(std::chrono::hours{30 * 24});
  auto program = client();
  BOOST_TEST(program.Get("/c/back-to-work")->status == 200);
  const auto taken = program.Post(std::string{kCampaign} + "/letters",
                                  postbag::testing::letter_json().dump(), "application/json");
  BOOST_REQUIRE(taken);
  BOOST_TEST(taken->status == 202);
  const json campaign = json::parse(program.Get(kCampaign)->body);
  BOOST_TEST(campaign.at("open") == true);
  BOOST_TEST(campaign.at("closed_because").is_null());
}

BOOST_AUTO_TEST_SUITE_END()
