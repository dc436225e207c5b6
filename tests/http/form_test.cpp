#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"

namespace {

using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::post_form;
using postbag::testing::Site;
using postbag::testing::Supporter;

const std::string& kPath = Supporter::kPath;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(forms, Site)

BOOST_AUTO_TEST_CASE(a_postcode_becomes_a_letter_that_is_confirmed_and_sent) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", " de1 1aa "}});
  BOOST_TEST(has(jo.page(), "Baggy Shanker"));
  BOOST_TEST(has(jo.page(), "Derby South"));
  jo.tell(Supporter::details());
  BOOST_TEST(jo.form().at("body").find("I waited seven months.") != std::string::npos);
  Form letter = jo.form();
  jo.press("letter", {{"body", letter.at("body") + "\r\n\r\nPS Thank you."}});
  BOOST_TEST(has(jo.page(), "Dr Jo O&#39;Example"));
  BOOST_TEST(has(jo.page(), "PS Thank you."));
  BOOST_TEST(!has(jo.page(), " checked"));
  const auto& sent = jo.press("send");
  BOOST_TEST(sent->status == 200);
  BOOST_TEST(has(sent, "Check your email"));
  BOOST_TEST(!has(sent, "jo@example.org"));

  const std::string token = token_in_mail();
  jo.show(jo.client().Get("/confirm/" + token));
  BOOST_TEST(jo.page()->status == 200);
  BOOST_TEST(jo.page()->get_header_value("Cache-Control") == "no-store");
  BOOST_TEST(has(jo.page(), "Baggy Shanker"));
  BOOST_TEST(waiting_mails().size() == 1U);  // looking at the link confirms nothing
  const auto thanked = post_form(jo.client(), "/confirm", jo.form());
  BOOST_TEST(has(thanked, "Your letter is on its way"));
  deliver();
  BOOST_TEST(has(jo.client().Get(kPath + "/reach"), "<strong>1</strong> of 650"));
}

BOOST_AUTO_TEST_CASE(a_box_that_was_ticked_beside_no_words_is_asked_again) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter");
  BOOST_TEST(
      has(jo.press("send", {{"opt_in", "yes"}, {"consent_wording", ""}}), "There is a problem"));
  BOOST_TEST(waiting_mails().empty());
  BOOST_TEST(!has(jo.page(), " checked"));
  BOOST_TEST(has(jo.press("send", {{"opt_in", "yes"}}), "Check your email"));
}

BOOST_AUTO_TEST_CASE(a_name_that_looks_like_an_address_is_refused) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["first_name"] = "Jo <other@example.org>";
  BOOST_TEST(has(jo.press("details", typed), "Write the name without @"));
}

BOOST_AUTO_TEST_CASE(pressing_send_twice_is_one_letter) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter");
  Form form = jo.form();
  form["step"] = "send";
  BOOST_TEST(has(post_form(jo.client(), kPath, form), "Check your email"));
  BOOST_TEST(has(post_form(jo.client(), kPath, form), "Check your email"));
  BOOST_TEST(waiting_mails().size() == 1U);
}

BOOST_AUTO_TEST_CASE(bad_details_are_named_and_everything_typed_stays) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["email"] = "jo at example";
  typed["last_name"] = "";
  const auto& page = jo.tell(typed);
  BOOST_TEST(page->status == 422);
  BOOST_TEST(has(page, "<title>Error: "));
  BOOST_TEST(has(page, "role=\"alert\""));
  BOOST_TEST(has(page, "<a href=\"#email\">"));
  BOOST_TEST(has(page, "id=\"last_name-error\""));
  BOOST_TEST(has(page, "aria-describedby=\"email-hint email-error\""));
  const Form kept = jo.form();
  for (const char* field : {"title", "first_name", "email", "story"})
    BOOST_TEST(kept.at(field) == typed.at(field));
  BOOST_TEST(kept.at("address") == "1 Example Street\r\nDerby");
  jo.tell({{"email", "jo@example.org"}, {"last_name", "Example"}});
  BOOST_TEST(has(jo.page(), "Your letter to Baggy Shanker"));
}

BOOST_AUTO_TEST_CASE(
    details_and_story_are_asked_one_after_the_other_and_each_shows_its_own_errors) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  BOOST_TEST(!has(jo.page(), "id=\"story\""));
  jo.press("details", Supporter::details());
  BOOST_TEST(has(jo.page(), "<h1>Why does this matter to you?</h1>"));
  BOOST_TEST(!has(jo.page(), "id=\"email\""));
  const auto& page = jo.press("story", {{"story", std::string(4'001, 's')}});
  BOOST_TEST(page->status == 422);
  BOOST_TEST(has(page, "id=\"story-error\""));
  jo.press("story", {{"story", "Short."}, {"email", "jo at example"}});
  BOOST_TEST(has(jo.page(), "<a href=\"#email\">"));
  BOOST_TEST(jo.form().at("story") == "Short.");
  jo.press("details", {{"email", "jo@example.org"}});
  jo.press("stay:story", {{"story", "Half a sen"}});
  BOOST_TEST(has(jo.page(), "<h1>Why does this matter to you?</h1>"));
  BOOST_TEST(jo.form().at("story") == "Half a sen");
  BOOST_TEST(has(jo.press("edit-details"), "<h1>About you</h1>"));
  BOOST_TEST(jo.form().at("story") == "Half a sen");
}

BOOST_AUTO_TEST_CASE(every_answer_has_an_address_of_its_own) {
  Supporter jo{*this};
  BOOST_TEST(jo.action() == kPath + "/step/1");
  jo.press("postcode", {{"postcode", "nonsense"}});
  BOOST_TEST(jo.action() == kPath + "/step/2");
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  BOOST_TEST(jo.action() == kPath + "/step/3");
  for (const char* turn : {"0", "-1", "10000", "99999999999999999999", "3x", "%00x", "%2E%2E"}) {
    Form form = jo.form();
    form["step"] = "postcode";
    const auto page = post_form(jo.client(), kPath + "/step/" + turn + "?lang=cy", form);
    BOOST_TEST_CONTEXT(turn) {
      BOOST_REQUIRE(page);
      if (std::string_view{turn} == "%00x")
        BOOST_TEST(page->status == 404);
      else
        BOOST_TEST(has(page, "action=\"/c/back-to-work/step/1?lang=cy\""));
    }
  }
  const auto last = post_form(jo.client(), kPath + "/step/9999", jo.form());
  BOOST_TEST(has(last, "action=\"/c/back-to-work/step/10000\""));
}

BOOST_AUTO_TEST_CASE(who_comes_back_to_the_address_of_an_answer_begins_anew) {
  auto client = this->client();
  for (const auto& [asked, begun] : {std::pair{"/step/3", ""},
                                     {"/step/3?lang=cy", "?lang=cy"},
                                     {"/step/x?lang=xx&source=y", ""}}) {
    const auto page = client.Get(kPath + asked);
    BOOST_REQUIRE(page);
    BOOST_TEST(page->status == 303);
    BOOST_TEST(page->get_header_value("Location") == kPath + begun);
  }
  BOOST_TEST(client.Get("/c/none%0D%0AX:y/step/3")->status == 404);
}

BOOST_AUTO_TEST_CASE(a_subject_over_two_lines_is_one_line_of_the_mail) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"subject", "Help\r\nin  time\r\n\r\nat last"}});
  BOOST_TEST(has(jo.page(), "Help in  time at last</dd>"));
}

BOOST_AUTO_TEST_CASE(once_a_letter_is_sent_the_browser_is_asked_to_forget_its_pages) {
  Supporter jo{*this};
  jo.give_details();
  BOOST_TEST(jo.page()->get_header_value("Cache-Control") == "private, no-cache");
  BOOST_TEST(!jo.page()->has_header("Clear-Site-Data"));
  jo.press("letter");
  Form form = jo.form();
  form["step"] = "send";
  const httplib::Headers by_script{{"Sec-Fetch-Mode", "cors"}};
  BOOST_TEST(!post_form(jo.client(), kPath, form, by_script)->has_header("Clear-Site-Data"));
  BOOST_TEST(jo.press("send")->get_header_value("Clear-Site-Data") == "\"cache\"");
  BOOST_TEST(has(jo.page(), "href=\"/c/back-to-work/check-email?lang=cy\""));
  const auto welsh = jo.client().Get(kPath + "/check-email?lang=cy");
  BOOST_TEST(has(welsh, "Edrychwch ar eich e-bost"));
  BOOST_TEST(has(welsh, "href=\"/c/back-to-work/check-email?lang=en\""));
  BOOST_TEST(!has(welsh, "data-sent"));
  BOOST_TEST(jo.client().Get("/c/none/check-email")->status == 404);
}

BOOST_AUTO_TEST_CASE(an_unchanged_letter_follows_a_change_of_name_and_a_changed_one_stays) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter");
  jo.press("edit-details");
  jo.tell({{"last_name", "Newname"}});
  BOOST_TEST(jo.form().at("body").find("Jo Newname") != std::string::npos);
  jo.press("letter", {{"body", "My own letter, wholly."}});
  BOOST_TEST(has(jo.page(), "My own letter, wholly."));
  jo.press("edit-details");
  jo.tell({{"last_name", "Third"}});
  BOOST_TEST(jo.form().at("body") == "My own letter, wholly.");
  BOOST_TEST(has(jo.page(), "You changed this letter yourself"));
  jo.press("letter", {{"body", "  "}});
  BOOST_TEST(jo.page()->status == 422);
  BOOST_TEST(jo.form().at("body").find("Jo Third") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_overlong_letter_is_shown_as_typed) {
  Supporter jo{*this};
  jo.give_details();
  const std::string overlong(10'050, 'w');
  const auto& page = jo.press("letter", {{"body", overlong}});
  BOOST_TEST(page->status == 422);
  BOOST_TEST(jo.form().at("body") == overlong);
}

BOOST_AUTO_TEST_CASE(when_the_store_fails_the_page_keeps_everything_for_another_try) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"body", "My own <words>."}});
  break_store();
  const auto& failed = jo.press("send");
  BOOST_TEST(failed->status == 503);
  BOOST_TEST(failed->has_header("Retry-After"));
  BOOST_TEST(has(failed, "we cannot tell whether your letter was stored"));
  BOOST_TEST(jo.form().at("body") == "My own <words>.");
  mend_store();
  BOOST_TEST(has(jo.press("send"), "Check your email"));
  BOOST_TEST(waiting_mails().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_large_letter_fits_a_form_and_a_small_form_may_be_urlencoded) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["story"] = std::string(3'900, 's');
  jo.tell(typed);
  BOOST_TEST(jo.press("letter", {{"body", std::string(9'900, 'b')}})->status == 200);

  const Form form = form_of(jo.client().Get(kPath)->body);
  httplib::Params params{form.begin(), form.end()};
  params.erase("postcode");
  params.emplace("postcode", "DE1 1AA");
  params.emplace("step", "postcode");
  BOOST_TEST(has(jo.client().Post(kPath, params), "Baggy Shanker"));
}

BOOST_AUTO_TEST_CASE(browsers_are_told_the_longest_text_of_each_field) {
  using postbag::campaign::SubmissionFields;
  Supporter jo{*this};
  std::string pages = jo.press("postcode", {{"postcode", "DE1 1AA"}})->body;
  pages += jo.press("details", Supporter::details())->body;
  pages += jo.press("story")->body;
  SubmissionFields good;
  good.postcode = "DE1 1AA";
  good.first_name = "Jo";
  good.last_name = "Example";
  good.email = "jo@example.org";
  good.address = "1 Example Street";
  for (const auto& [name, member] : {std::pair{"title", &SubmissionFields::title},
                                     {"first_name", &SubmissionFields::first_name},
                                     {"last_name", &SubmissionFields::last_name},
                                     {"address", &SubmissionFields::address},
                                     {"story", &SubmissionFields::story},
                                     {"subject", &SubmissionFields::subject},
                                     {"body", &SubmissionFields::body}}) {
    const std::size_t field = pages.find(" id=\"" + std::string{name} + "\"");
    BOOST_REQUIRE(field != std::string::npos);
    const std::size_t most = std::stoul(pages.substr(pages.find("maxlength=\"", field) + 11));
    SubmissionFields fields = good;
    fields.*member = std::string(most, 'x');
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(postbag::campaign::parse_submission(fields, true).has_value());
      fields.*member += 'x';
      BOOST_TEST(!postbag::campaign::parse_submission(fields, true).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_longest_letter_of_the_longest_characters_fits) {
  std::string mailboxes;
  while (mailboxes.size() < 40'000)
    mailboxes += "\xF0\x9F\x93\xAE";
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["story"] = mailboxes.substr(0, 16'000);
  BOOST_TEST(jo.tell(typed)->status == 200);
  BOOST_TEST(jo.press("letter", {{"body", mailboxes}})->status == 200);
  jo.press("edit-postcode");
  jo.press("postcode", {{"postcode", "M1 1AE"}});
  jo.tell();
  BOOST_TEST(has(jo.page(), "Your earlier version"));
  BOOST_TEST(jo.press("letter", {{"body", mailboxes}})->status == 200);
  BOOST_TEST(has(jo.press("send"), "Check your email"));
}

BOOST_AUTO_TEST_CASE(where_a_supporter_came_from_travels_with_the_form) {
  auto client = this->client();
  const auto tagged = client.Get(kPath + "?source=newsletter-3");
  BOOST_TEST(form_of(tagged->body).at("source") == "newsletter-3");
  const auto bad = client.Get(kPath + "?source=%3Cscript%3E");
  BOOST_TEST(!form_of(bad->body).contains("source"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_supporter_who_comes_too_often_keeps_what_they_typed) {
  Site site{[](postbag::http::HttpSettings& settings) {
    settings.letters_per_minute = 1;
    settings.letters_burst = 1;
  }};
  Supporter jo{site};
  jo.give_details();
  jo.press("letter", {{"body", "Mine."}});
  const Form form = jo.form();
  BOOST_TEST(has(jo.press("send"), "Check your email"));
  Form again = form;
  again["step"] = "send";
  again["unasked"] = "What no form of ours has";
  jo.show(post_form(jo.client(), kPath, again));
  BOOST_TEST(jo.page()->status == 429);
  BOOST_TEST(!has(jo.page(), "unasked"));
  BOOST_TEST(!has(jo.page(), "What no form of ours has"));
  again.erase("unasked");
  for (const auto& [name, value] : again)
    BOOST_TEST_CONTEXT(name) BOOST_TEST((value.empty() || jo.form()[name] == value));
  BOOST_TEST(jo.page()->get_header_value("Retry-After") == "60");
  BOOST_TEST(jo.form().at("body") == "Mine.");
}
