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

BOOST_FIXTURE_TEST_SUITE(form_guard, Site)

BOOST_AUTO_TEST_CASE(a_form_that_is_not_utf8_is_told_so) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  Form typed = Supporter::details();
  typed["first_name"] = "Jos\xE9";
  const auto& page = jo.press("details", typed);
  BOOST_TEST(page->status == 400);
  BOOST_TEST(has(page, "not valid UTF-8"));
  BOOST_TEST(!has(page, "Enter your first name."));
}

BOOST_AUTO_TEST_CASE(a_form_from_another_site_is_refused) {
  Supporter jo{*this};
  const Form form = jo.form();
  for (const httplib::Headers& headers :
       {httplib::Headers{{"Origin", "https://elsewhere.example.org"}},
        httplib::Headers{{"Sec-Fetch-Site", "cross-site"}},
        httplib::Headers{{"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}},
        httplib::Headers{{"Sec-Fetch-Site", "same-site"}}}) {
    const auto result = post_form(jo.client(), kPath, form, headers);
    BOOST_REQUIRE(result);
    BOOST_TEST(result->status == 403);
    BOOST_TEST(post_form(jo.client(), "/confirm", form, headers)->status == 403);
  }
  const std::string own = "http://127.0.0.1:" + std::to_string(port());
  for (const httplib::Headers& headers :
       {httplib::Headers{{"Origin", "http://post.example.org"}}, httplib::Headers{{"Origin", own}},
        httplib::Headers{{"Origin", "null"}, {"Sec-Fetch-Site", "same-origin"}}})
    BOOST_TEST(jo.press("postcode", {{"postcode", "DE1 1AA"}}, headers)->status == 200);
}

BOOST_AUTO_TEST_CASE(a_form_without_our_signature_does_nothing_and_loses_nothing) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"body", "My own words."}});
  for (const char* token : {"", "1.2.3", "1795339800000.AAAAAAAAAAAAAAAAAAAAAA.00"}) {
    const auto& stale = jo.press("send", {{"form_token", token}, {"opt_in", "yes"}});
    BOOST_TEST(stale->status == 403);
    BOOST_TEST(has(stale, "Please press the button again"));
    BOOST_TEST(has(stale, " checked"));
    BOOST_TEST(jo.form().at("body") == "My own words.");
  }
  BOOST_TEST(waiting_mails().empty());
  const std::string of_the_letter = jo.form().at("form_token");
  BOOST_TEST(has(jo.press("send"), "Check your email"));
  // A token of one form is none for another.
  const std::string path = "/confirm/" + token_in_mail();
  Form form = form_of(jo.client().Get(path)->body);
  form["form_token"] = of_the_letter;
  const auto asked = post_form(jo.client(), "/confirm", form);
  BOOST_TEST(asked->status == 403);
  BOOST_TEST(has(asked, "Please press the button again"));
  BOOST_TEST(
      has(post_form(jo.client(), "/confirm", form_of(asked->body)), "Your letter is on its way"));
}

BOOST_AUTO_TEST_CASE(an_unsigned_form_from_another_site_is_not_even_looked_at) {
  Supporter jo{*this};
  const auto& refused =
      jo.press("postcode", {{"form_token", ""}, {"postcode", "DE1 1AA"}, {"story", "Sly words"}},
               {{"Sec-Fetch-Site", "cross-site"}});
  BOOST_TEST(refused->status == 403);
  BOOST_TEST(!has(refused, "Sly words"));
}

BOOST_AUTO_TEST_CASE(a_page_left_open_for_a_day_loses_nothing) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"body", "My own words."}});
  clock.advance(std::chrono::hours{25});
  const auto& stale = jo.press("send", {{"opt_in", "yes"}});
  BOOST_TEST(stale->status == 422);
  BOOST_TEST(has(stale, "Please press the button again"));
  BOOST_TEST(has(stale, "My own words."));
  BOOST_TEST(has(stale, " checked"));
  BOOST_TEST(has(jo.press("send"), "Check your email"));
}

BOOST_AUTO_TEST_CASE(a_form_that_is_too_large_says_how_nothing_is_lost) {
  Supporter jo{*this};
  jo.give_details();
  const auto& page = jo.press("letter", {{"body", std::string(200'000, 'x')}});
  BOOST_TEST(page->status == 413);
  BOOST_TEST(has(page, "Go back in your browser"));
}

BOOST_AUTO_TEST_CASE(a_broken_form_is_a_kind_400) {
  auto client = this->client();
  const auto result = client.Post(kPath, "--x\r\nnonsense", "multipart/form-data; boundary=x");
  BOOST_REQUIRE(result);
  BOOST_TEST((result->status == 400 || result->status == 403));
  BOOST_TEST(has(result, "<h1>"));
}

BOOST_AUTO_TEST_CASE(markup_in_any_field_comes_out_as_text_on_every_page) {
  const std::string markup = "<script>alert(1)</script>\"'&";
  Supporter jo{*this};
  const auto check = [&](const char* where) {
    BOOST_TEST_CONTEXT(where << jo.page()->body) {
      BOOST_TEST(!has(jo.page(), "<script>"));
      BOOST_TEST(has(jo.page(), "&lt;script&gt;"));
    }
  };
  jo.press("postcode", {{"postcode", markup}});
  check("postcode");
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  jo.tell({{"title", "x<script>"},
           {"first_name", markup},
           {"last_name", markup},
           {"email", markup},
           {"address", markup},
           {"story", markup}});
  check("details with errors");
  jo.tell({{"title", "Dr"}, {"email", "jo@example.org"}});
  check("letter");
  jo.press("letter", {{"subject", markup}, {"body", markup}});
  check("preview");
  break_store();
  jo.press("send");
  check("try again");
  mend_store();
  jo.press("edit-details", {{"step", markup}});
  check("details");
  jo.press(markup);
  BOOST_TEST(!has(jo.page(), "<script>"));
}

BOOST_AUTO_TEST_SUITE_END()
