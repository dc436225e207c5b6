#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"
#include "tests/support/captured_stderr.h"

namespace {

using namespace std::chrono_literals;
using postbag::campaign::LetterState;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::post_form;
using postbag::testing::Site;

/// A site where letters wait for ten minutes, with one that was just confirmed.
struct Own : Site {
  Own() : Site({}, {}, 10min) {
    id = write();
    const std::string body = waiting_mails().front();
    me = path_in(body, "/me/");
    confirmation = path_in(body, "/confirm/");
    deliver();
    confirm();
  }

  std::string write(bool opts_in = true) {
    auto letter = postbag::testing::letter_json();
    letter["subject"] = "My <own> subject";
    letter["body"] = "Dear Baggy Shanker,\n\nI waited seven months & more.\n\nJo, DE1 1AA";
    letter["opt_in"] = opts_in;
    const auto sent =
        http.Post("/api/v1/campaigns/back-to-work/letters", letter.dump(), "application/json");
    BOOST_REQUIRE(sent);
    BOOST_REQUIRE(sent->status == 202);
    return nlohmann::json::parse(sent->body).at("letter");
  }

  httplib::Result confirm() {
    return post_form(http, "/confirm", form_of(http.Get(confirmation)->body));
  }

  static std::string path_in(const std::string& mail, const std::string& start) {
    const std::size_t at = mail.find(start);
    BOOST_REQUIRE(at != std::string::npos);
    return mail.substr(at, mail.find_first_of(" \n", at) - at);
  }

  /// Presses a button of the page with the letters.
  httplib::Result press(const std::string& step) { return press_on(http.Get(me)->body, me, step); }
  httplib::Result press_on(const std::string& page, const std::string& path,
                           const std::string& step) {
    Form form = form_of(page);
    form["step"] = step;
    if (path == me) form["letter"] = id;
    return post_form(http, path, form);
  }

  LetterState state() { return store.letter(id)->state; }

  httplib::Client http = client();
  std::string id;
  std::string me;
  std::string confirmation;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_letters, Own)

BOOST_AUTO_TEST_CASE(the_link_in_the_mail_leads_to_the_letter_its_state_and_its_words) {
  const auto page = http.Get(me);
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "<h1>Your letters</h1>"));
  BOOST_TEST(has(page, "To Baggy Shanker (Derby South). Written on 22 November 2026."));
  BOOST_TEST(has(page, "<strong>Your letter is on its way.</strong>"));
  BOOST_TEST(has(page, "Your letter leaves at 09:40. Until then you can take it back."));
  BOOST_TEST(has(page, "My &lt;own&gt; subject"));
  BOOST_TEST(has(page, "I waited seven months &amp; more."));
  BOOST_TEST(has(page, "You agreed to this: “"));
}

BOOST_AUTO_TEST_CASE(the_page_is_nobody_elses_to_keep_to_find_or_to_learn_of) {
  for (const std::string& path : {me, me + "/letters.json", me + "/erase", me + "x"}) {
    const auto page = http.Get(path);
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(page->get_header_value("Cache-Control") == "no-store");
      BOOST_TEST(page->get_header_value("Referrer-Policy") == "no-referrer");
      BOOST_TEST(page->get_header_value("X-Robots-Tag") == "noindex, nofollow, noarchive");
    }
  }
}

BOOST_AUTO_TEST_CASE(looking_changes_nothing_whatever_the_address_says) {
  for (const std::string& path :
       {me, me + "/letters.json", me + "/erase", me + "?step=withdraw&letter=" + id})
    BOOST_TEST(http.Get(path)->status == 200);
  BOOST_TEST((state() == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(a_link_that_was_made_up_shows_nothing) {
  std::string other = me;
  other.back() = other.back() == '0' ? '1' : '0';
  for (const std::string& path :
       {other, std::string{"/me/x"}, "/me/" + id, "/me/" + confirmation.substr(9)}) {
    const auto page = http.Get(path);
    BOOST_TEST(page->status == 404);
    BOOST_TEST(has(page, "This link does not work"));
    BOOST_TEST(!has(page, "seven months"));
    BOOST_TEST(http.Get(path + "/letters.json")->status == 404);
  }
}

BOOST_AUTO_TEST_CASE(the_link_confirms_nothing) {
  BOOST_TEST(http.Get("/confirm/" + me.substr(4))->status == 404);
  const std::string json = R"({"token": ")" + me.substr(4) + "\"}";
  BOOST_TEST(http.Post("/api/v1/confirmations", json, "application/json")->status == 404);
}

BOOST_AUTO_TEST_CASE(a_letter_is_taken_back_and_its_words_are_shown_a_last_time) {
  const std::string open_page = http.Get(me)->body;
  const auto page = press_on(open_page, me, "withdraw");
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "<h1>Your letter is taken back</h1>"));
  BOOST_TEST(has(page, "It will not be sent to Baggy Shanker."));
  BOOST_TEST(has(page, "I waited seven months &amp; more."));
  BOOST_TEST((state() == LetterState::withdrawn));
  const auto after = http.Get(me);
  BOOST_TEST(has(after, "<strong>You took this letter back.</strong>"));
  BOOST_TEST(!has(after, "seven months"));
  BOOST_TEST(!has(after, "value=\"withdraw\""));
  BOOST_TEST(has(http.Get(confirmation), "This letter was taken back"));
  BOOST_TEST(has(press_on(open_page, me, "withdraw"), "You took this letter back before."));
}

BOOST_AUTO_TEST_CASE(a_letter_that_a_mailer_has_in_hand_is_said_to_be_too_late_to_take_back) {
  const std::string open_page = http.Get(me)->body;
  clock.advance(10min);
  BOOST_TEST(has(http.Get(me), "Your letter can leave at any moment."));
  const auto jobs = store.claim("test", 10, clock.now() + 6min);
  BOOST_REQUIRE(jobs.size() == 1U);
  const auto page = press_on(open_page, me, "withdraw");
  BOOST_TEST(page->status == 409);
  BOOST_TEST(has(page, "It is too late to take this letter back"));
  BOOST_TEST(has(page, "It is being sent to Baggy Shanker just now."));
  BOOST_TEST((state() == LetterState::sending));
}

BOOST_AUTO_TEST_CASE(an_opt_in_is_taken_back_and_given_with_one_button) {
  BOOST_TEST(has(press("disagree"), "Noted: you no longer agree."));
  BOOST_TEST(has(http.Get(me), "You did not agree to this"));
  BOOST_TEST(has(press("agree"), "Noted: you agree."));
  BOOST_TEST(has(http.Get(me), "You agreed to this"));
}

BOOST_AUTO_TEST_CASE(answers_lead_to_the_other_language_where_nothing_is_lost_by_it) {
  const std::string link = "href=\"" + me + "?lang=cy\"";
  BOOST_TEST(has(http.Get(me), link));
  BOOST_TEST(has(press("disagree"), link));
  const auto erase = press_on(http.Get(me)->body, me + "/erase", "erase");
  BOOST_TEST(!has(erase, "hreflang"));
}

BOOST_AUTO_TEST_CASE(the_words_shown_a_last_time_are_not_left_by_a_switch) {
  const auto page = press("withdraw");
  BOOST_TEST(has(page, "Your letter, one last time"));
  BOOST_TEST(!has(page, "hreflang"));
}

BOOST_AUTO_TEST_CASE(a_form_from_elsewhere_or_of_another_page_does_nothing) {
  const std::string page = http.Get(me)->body;
  Form form = form_of(page);
  form["step"] = "withdraw";
  form["letter"] = id;
  BOOST_TEST(post_form(http, me, form, {{"Origin", "https://evil.example.org"}})->status == 403);
  form["form_token"] = form_of(http.Get("/c/back-to-work")->body)["form_token"];
  const auto refused = post_form(http, me, form);
  BOOST_TEST(refused->status == 403);
  BOOST_TEST(has(refused, "Please press the button again."));
  clock.advance(25h);
  const auto old = press_on(page, me, "withdraw");
  BOOST_TEST(old->status == 422);
  BOOST_TEST((state() == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(everything_is_deleted_only_after_a_second_question) {
  BOOST_TEST(has(http.Get(me), "href=\"" + me + "/erase\""));
  const auto question = http.Get(me + "/erase");
  BOOST_TEST(has(question, "<h1>Delete everything about you?</h1>"));
  BOOST_TEST((state() == LetterState::queued));
  const auto done = press_on(question->body, me + "/erase", "erase");
  BOOST_TEST(done->status == 200);
  BOOST_TEST(has(done, "<h1>Everything is deleted</h1>"));
  BOOST_TEST(has(done, "1 letter had not left. It will not be sent."));
  BOOST_TEST((state() == LetterState::withdrawn));
  for (const std::string& path : {me, me + "/letters.json", me + "/erase"}) {
    const auto page = http.Get(path);
    BOOST_TEST(page->status == 410);
    BOOST_TEST(has(page, "There is nothing here any more"));
  }
  BOOST_TEST(http.Get(confirmation)->status == 404);
}

BOOST_AUTO_TEST_CASE(the_copy_is_one_file_with_everything_and_without_what_confirms) {
  const std::string second = write();
  const auto file = http.Get(me + "/letters.json");
  BOOST_TEST(file->status == 200);
  BOOST_TEST(file->get_header_value("Content-Disposition") ==
             "attachment; filename=\"my-letters.json\"");
  const auto record = nlohmann::json::parse(file->body);
  BOOST_TEST(record.at("complete").get<bool>());
  BOOST_REQUIRE(record.at("letters").size() == 2U);
  const auto& letter = record.at("letters").at(0);
  BOOST_TEST(letter.at("letter") == id);
  BOOST_TEST(letter.at("mp").at("name") == "Baggy Shanker");
  BOOST_TEST(letter.at("email") == "jo@example.org");
  BOOST_TEST(letter.at("body").get<std::string>().find("seven months") != std::string::npos);
  BOOST_TEST(!letter.at("consent").at("agreed_to").get<std::string>().empty());
  BOOST_TEST(letter.at("history").at(0).at("to") == "queued");
  BOOST_TEST(record.at("letters").at(1).at("repeated").get<bool>());
  BOOST_TEST(record.at("emails_to_you").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_mail_in_the_copy_does_not_hold_its_confirmation_link) {
  auto letter = postbag::testing::letter_json();
  letter["email"] = "al@example.org";
  BOOST_REQUIRE(
      http.Post("/api/v1/campaigns/back-to-work/letters", letter.dump(), "application/json"));
  const std::string mail = waiting_mails().front();
  const std::string token = path_in(mail, "/confirm/").substr(9);
  const auto file = http.Get(path_in(mail, "/me/") + "/letters.json");
  BOOST_TEST(has(file, "Please confirm your letter"));
  BOOST_TEST(has(file, "/confirm/…"));
  BOOST_TEST(!has(file, token));
}

BOOST_AUTO_TEST_CASE(the_thank_you_says_until_when_a_letter_can_be_taken_back_and_where) {
  const auto again = http.Get(confirmation);
  BOOST_TEST(has(again, "Your letter leaves at 09:40. Until then you can take it back."));
  BOOST_TEST(has(again, "href=\"" + me + "\""));
}

BOOST_AUTO_TEST_CASE(someone_who_already_wrote_is_led_to_what_they_wrote) {
  write();
  const std::string mail = waiting_mails().front();
  BOOST_TEST(mail.find("/confirm/") == std::string::npos);
  const auto page = http.Get(path_in(mail, "/me/"));
  BOOST_TEST(has(page, "My &lt;own&gt; subject"));
  const std::string all = page->body;
  BOOST_TEST(all.find("<section class=\"card\">\n<h2>", all.find("seven months")) !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_letter_whose_text_was_purged_is_still_there_with_what_became_of_it) {
  clock.advance(10min);
  deliver();
  clock.advance(31 * 24h);
  store.tidy({7 * 24h, 30 * 24h, 35 * 24h});
  const auto page = http.Get(me);
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "<strong>Your letter has been sent.</strong>"));
  BOOST_TEST(has(page, "We no longer keep its text."));
  BOOST_TEST(!has(page, "seven months"));
}

BOOST_AUTO_TEST_CASE(the_link_is_in_no_log) {
  const postbag::testing::TemporaryFolder captured_in;
  {
    const postbag::testing::CapturedStderr captured{captured_in / "log"};
    press("withdraw");
    http.Get(me + "/letters.json");
    press_on(http.Get(me + "/erase")->body, me + "/erase", "erase");
    http.Get(me + "x");
  }
  const std::string log = postbag::testing::read_file(captured_in / "log");
  for (const char* route : {"page.me", "page.me_changed", "page.me_copy", "page.me_erased"})
    BOOST_TEST_CONTEXT(route)
  BOOST_TEST(log.find("\"route\":\"" + std::string{route} + "\"") != std::string::npos);
  for (const std::string& secret : {me.substr(4), me.substr(4 + 22), id, std::string{"/me/"}})
    BOOST_TEST_CONTEXT(secret) BOOST_TEST(log.find(secret) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
