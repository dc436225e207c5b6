#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"

namespace {

using postbag::mailer::Decision;
using postbag::mailer::Outcome;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::post_form;
using postbag::testing::Site;
using std::chrono::minutes;

/// A site with one letter that waits for its confirmation.
struct Waiting : Site {
  Waiting() {
    auto letter = postbag::testing::letter_json();
    letter["subject"] = "My <own> subject";
    letter["body"] = "Dear Baggy Shanker,\n\nI waited seven months & more.\n\nJo, DE1 1AA";
    const auto sent =
        http.Post("/api/v1/campaigns/back-to-work/letters", letter.dump(), "application/json");
    BOOST_REQUIRE(sent);
    BOOST_REQUIRE(sent->status == 202);
    path = "/confirm/" + token_in_mail();
    deliver();
  }

  httplib::Result confirm() {
    const auto page = http.Get(path);
    return post_form(http, "/confirm", form_of(page->body));
  }

  std::vector<postbag::mailer::Job> claim() {
    return store.claim("test", 10, clock.now() + minutes{6});
  }

  /// Lets the one attempt at the letter end.
  void end(Outcome outcome, Decision::Next next) {
    for (const auto& job : claim()) {
      BOOST_REQUIRE(store.expect_final_dot(job, "test").get());
      BOOST_REQUIRE(
          store.finish(job, "test", {outcome, clock.now(), clock.now(), 0, "", ""}, {next, {}})
              .get());
    }
  }

  /// What the link shows once the letter was confirmed: no button, nothing to decide.
  httplib::Result settled(std::string_view heading) {
    auto page = http.Get(path);
    BOOST_TEST_CONTEXT(heading) {
      BOOST_TEST(has(page, "<h1>" + std::string{heading} + "</h1>"));
      BOOST_TEST(!has(page, "<button"));
      BOOST_TEST(!has(page, "nothing is sent"));
      BOOST_TEST(!has(page, "seven months"));
    }
    return page;
  }

  httplib::Client http = client();
  std::string path;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(confirmations, Waiting)

BOOST_AUTO_TEST_CASE(the_owner_of_the_address_reads_what_they_release_before_they_do) {
  const auto page = http.Get(path);
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "Jo Example &lt;letters@postbag.example.org&gt;"));
  BOOST_TEST(has(page, "Baggy Shanker MP</dd>"));
  BOOST_TEST(has(page, "My &lt;own&gt; subject"));
  BOOST_TEST(has(page, "I waited seven months &amp; more."));
  BOOST_TEST(has(page, "Yes, send my letter"));
  BOOST_TEST(waiting_mails().empty());
}

BOOST_AUTO_TEST_CASE(after_the_yes_the_link_says_where_the_letter_stands) {
  BOOST_TEST(has(confirm(), "Your letter is on its way"));
  BOOST_TEST(has(settled("Your letter is on its way"), "id=\"share-copy\""));
  const auto jobs = claim();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(has(settled("Your letter is on its way"), "just now"));
  BOOST_REQUIRE(store.give_back({jobs.data(), 1}, "test") == 1U);
  end(Outcome::accepted, Decision::Next::sent);
  BOOST_TEST(has(settled("Your letter has been sent"), "Baggy Shanker"));
}

BOOST_AUTO_TEST_CASE(the_thank_you_is_there_in_the_other_language_and_to_come_back_to) {
  const auto thanked = confirm();
  const std::string welsh = path + "?lang=cy";
  BOOST_TEST(has(thanked, "href=\"" + welsh + "\""));
  BOOST_TEST(has(thanked, "None of the 650 MPs has had a letter from this campaign yet."));
  BOOST_TEST(!has(thanked, "See which MPs"));
  const auto again = http.Get(welsh);
  BOOST_TEST(has(again, "<h1>Mae eich llythyr ar ei ffordd</h1>"));
  BOOST_TEST(has(again, "id=\"share-copy\""));
  BOOST_TEST(has(again, "href=\"" + path + "?lang=en\""));
  deliver();
  const auto sent = http.Get(path);
  BOOST_TEST(has(sent, "<h1>Your letter has been sent</h1>"));
  BOOST_TEST(has(sent, "This campaign has reached 1 of 650 MPs."));
  BOOST_TEST(has(sent, "See which MPs"));
  BOOST_TEST(has(http.Get("/c/back-to-work"), ">See which MPs</a>"));
}

BOOST_AUTO_TEST_CASE(the_button_of_an_old_page_says_where_the_letter_stands) {
  const auto form = form_of(http.Get(path)->body);
  BOOST_TEST(has(confirm(), "Your letter is on its way"));
  deliver();
  const auto page = post_form(http, "/confirm", form);
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "<h1>Your letter has been sent</h1>"));
}

BOOST_AUTO_TEST_CASE(a_letter_that_met_trouble_says_so_plainly) {
  BOOST_TEST(has(confirm(), "Your letter is on its way"));
  end(Outcome::lost_after_data, Decision::Next::uncertain);
  settled("We are not sure that your letter arrived");
}

BOOST_AUTO_TEST_CASE(a_letter_that_could_not_be_delivered_says_so_plainly) {
  BOOST_TEST(has(confirm(), "Your letter is on its way"));
  end(Outcome::permanent, Decision::Next::failed);
  settled("Your letter could not be delivered");
}

BOOST_AUTO_TEST_CASE(a_held_letter_says_that_it_waits) {
  BOOST_TEST(has(confirm(), "Your letter is on its way"));
  const auto jobs = claim();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_REQUIRE(store.hold(jobs[0], "test", "member_changed"));
  settled("Your letter is waiting");
}

BOOST_AUTO_TEST_CASE(a_letter_that_ran_out_says_that_it_was_not_sent) {
  clock.advance(std::chrono::hours{8 * 24});
  store.tidy(
      {std::chrono::hours{7 * 24}, std::chrono::hours{30 * 24}, std::chrono::hours{35 * 24}});
  const auto page = http.Get(path);
  BOOST_TEST(page->status == 410);
  BOOST_TEST(has(page, "This link has run out"));
  BOOST_TEST(!has(page, "<button"));
}

BOOST_AUTO_TEST_SUITE_END()
