#include <boost/test/unit_test.hpp>

#include "mailer/compose.h"
#include "tests/http/site.h"

namespace {

using postbag::testing::form_of;
using postbag::testing::post_form;
using postbag::testing::Site;
using postbag::testing::unless_changed;

std::string body_of(Site& site, const std::string& path, int status = 200) {
  auto client = site.client();
  const auto result = client.Get(path);
  BOOST_REQUIRE(result);
  BOOST_TEST_CONTEXT(path) BOOST_TEST(result->status == status);
  return result->body;
}

bool has(const std::string& body, std::string_view text) {
  return body.find(text) != std::string::npos;
}

postbag::mailer::Message mail(const std::string& subject, const std::string& body) {
  using postbag::EmailAddress;
  postbag::mailer::Message message;
  message.message_id = "abc@postbag.example.org";
  message.date = postbag::from_milliseconds(1'795'339'800'000);
  message.from_name = postbag::Line::parse("Postbag", {"name", "a name"}).value();
  message.from = EmailAddress::parse("post@postbag.example.org").value();
  message.envelope_sender = EmailAddress::parse("bounce@postbag.example.org").value();
  message.to_name = postbag::Line::parse("Jo Ünïcode", {"name", "a name"}).value();
  message.to = EmailAddress::parse("jo@example.org").value();
  message.subject = postbag::Line::parse(subject, {"subject", "a subject"}).value();
  message.body = postbag::Prose::parse(body, {"body", "a body", 0, 10'000}).value();
  return message;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pages, Site)

BOOST_AUTO_TEST_CASE(the_first_page_lists_open_campaigns_and_is_small) {
  const std::string home = body_of(*this, "/");
  BOOST_TEST(has(home, "href=\"/c/back-to-work\""));
  BOOST_TEST(has(home, "116&nbsp;123"));
  BOOST_TEST(has(home, "<html lang=\"en-GB\">"));
  BOOST_TEST(has(home, "href=\"#main\""));
  const std::string style = body_of(*this, "/assets/postbag.css");
  const std::string page = body_of(*this, "/c/back-to-work");
  BOOST_TEST(style.size() + page.size() < 30'000U);
  import({{ "target = \"constituency\"", "target = \"constituency\"\ncloses = \"2026-11-01\"" }});
  BOOST_TEST(!has(body_of(*this, "/"), "href=\"/c/back-to-work\""));
  BOOST_TEST(has(body_of(*this, "/c/back-to-work", 410), "has closed"));
}

BOOST_AUTO_TEST_CASE(fields_help_browsers_to_fill_them_in) {
  auto client = this->client();
  auto form = form_of(body_of(*this, "/c/back-to-work"));
  form["postcode"] = "DE1 1AA";
  form["step"] = "postcode";
  const auto details = post_form(client, "/c/back-to-work", form);
  BOOST_REQUIRE(details);
  for (const char* kind :
       {"honorific-prefix", "given-name", "family-name", "email", "street-address"})
    BOOST_TEST(has(details->body, "autocomplete=\"" + std::string{kind} + "\""));
  BOOST_TEST(has(body_of(*this, "/c/back-to-work"), "autocomplete=\"postal-code\""));
}

BOOST_AUTO_TEST_CASE(a_campaign_has_its_own_colour_that_can_be_read) {
  const std::string page = body_of(*this, "/c/back-to-work");
  const std::size_t at = page.find("/c/back-to-work/theme.css?v=");
  BOOST_REQUIRE(at != std::string::npos);
  const std::string address = page.substr(at, page.find('"', at) - at);
  auto client = this->client();
  const auto theme = client.Get(address);
  BOOST_REQUIRE(theme);
  BOOST_TEST(has(theme->body, "--accent:#"));
  BOOST_TEST(has(theme->get_header_value("Cache-Control"), "immutable"));
  const auto known = client.Get(address, unless_changed(*theme));
  BOOST_REQUIRE(known);
  BOOST_TEST(known->status == 304);
  BOOST_TEST(known->body.empty());
}

BOOST_AUTO_TEST_CASE(the_privacy_page_says_how_long_things_are_kept) {
  const std::string page = body_of(*this, "/privacy");
  BOOST_TEST(has(page, "7 days"));
  BOOST_TEST(has(page, "30 days"));
  BOOST_TEST(has(page, "separate controller"));
  BOOST_TEST(has(page, "If your words speak of suicide"));
  BOOST_TEST(has(page, "for its Back button"));
  BOOST_TEST(has(page, "until you change your mind"));
  BOOST_TEST(has(page, "could not be delivered"));
  BOOST_TEST(has(page, "A letter that is held back"));
  BOOST_TEST(has(
      page,
      catalogue.find("back-to-work")->file.texts(postbag::Language::english).organisation.text));
}

BOOST_AUTO_TEST_CASE(the_data_page_gives_the_words_that_the_licences_ask_for) {
  const std::string page = body_of(*this, "/about-the-data");
  for (const char* words :
       {"Contains OS data © Crown copyright and database right 2023",
        "Contains Royal Mail data © Royal Mail copyright and database right 2025",
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0",
        "Constituency lookup by mySociety (CC BY 4.0)",
        "Contains Parliamentary information licensed under the Open Parliament Licence v3.0"})
    BOOST_TEST(has(page, words));
}

BOOST_AUTO_TEST_CASE(the_reach_page_has_a_table_for_every_number) {
  const std::string page = body_of(*this, "/c/back-to-work/reach");
  BOOST_TEST(has(page, "<strong>0</strong> of 650"));
  BOOST_TEST(has(page, "rounded down to tens"));
  for (const char* text :
       {"By party", "By nation", "Every constituency", "Baggy Shanker", "Not yet"})
    BOOST_TEST(has(page, text));
}

BOOST_AUTO_TEST_CASE(links_that_lead_nowhere_get_a_kind_page) {
  for (const char* path :
       {"/nothing", "/c/none", "/c/none/reach", "/confirm/nonsense",
        "/confirm/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/c/none/theme.css", "/c/"})
    BOOST_TEST(has(body_of(*this, path, 404), "<h1>"));
}

BOOST_AUTO_TEST_CASE(a_confirmation_link_works_again_and_says_when_it_no_longer_can) {
  auto client = this->client();
  BOOST_REQUIRE(client.Post("/api/v1/campaigns/back-to-work/letters",
                            postbag::testing::letter_json().dump(), "application/json"));
  const std::string token = token_in_mail();
  const auto form = form_of(body_of(*this, "/confirm/" + token));
  BOOST_TEST(form.at("token") == token);
  clock.advance(std::chrono::hours{25});
  const auto stale = post_form(client, "/confirm", form);
  BOOST_TEST(stale->status == 422);
  BOOST_TEST(form_of(stale->body).at("token") == token);
  for (int i = 0; i < 2; ++i)
    BOOST_TEST(post_form(client, "/confirm", form_of(stale->body))->status == 200);
}

BOOST_AUTO_TEST_CASE(when_the_store_fails_a_page_says_so_kindly) {
  auto client = this->client();
  break_store();
  BOOST_TEST(has(body_of(*this, "/confirm/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 503),
                 "we cannot tell whether it was stored"));
}

BOOST_AUTO_TEST_CASE(captured_mail_is_listed_and_its_link_can_be_followed) {
  const std::string text =
      "Hello "
      "<b>Jo</b>,\n\nhttp://post.example.org/confirm/"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n"
      "http://elsewhere.example.org/confirm/x and a paragraph that is long enough to be wrapped "
      "over more than one line of the message.";
  folder.write("outbox/one.eml", postbag::mailer::compose(mail("Sürprise <i>", text)));
  folder.write("outbox/broken.eml", "not a mail");
  folder.write("outbox/note.txt", "not for reading");
  const std::string list = body_of(*this, "/sandbox/outbox");
  BOOST_TEST(has(list, "Sürprise &lt;i&gt;"));
  BOOST_TEST(has(list, "href=\"/sandbox/outbox/one.eml\""));
  BOOST_TEST(!has(list, "note.txt"));
  const std::string page = body_of(*this, "/sandbox/outbox/one.eml");
  BOOST_TEST(has(
      page,
      "<a href=\"http://post.example.org/confirm/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\">"));
  BOOST_TEST(!has(page, "href=\"http://elsewhere"));
  BOOST_TEST(has(page, "Hello &lt;b&gt;Jo&lt;/b&gt;"));
  BOOST_TEST(has(page, "long enough to be wrapped over more than one line of the message."));
  BOOST_TEST(has(page, "Jo Ünïcode"));
}

BOOST_AUTO_TEST_CASE(captured_mail_is_not_shown_under_a_name_that_is_not_our_own) {
  auto client = this->client();
  const auto under = [&](const std::string& host) {
    return client.Get("/sandbox/outbox", {{"Host", host}})->status;
  };
  BOOST_TEST(under("localhost:8080") == 200);
  BOOST_TEST(under("[::1]:8080") == 200);
  for (const char* other :
       {"rebind.evil.example", "127.0.0.1.evil.example:8080", "localhost.evil.example"})
    BOOST_TEST(under(other) == 404);
}

BOOST_AUTO_TEST_CASE(captured_mail_is_not_shown_to_anybody_elsewhere) {
  folder.write("outbox/one.eml", postbag::mailer::compose(mail("Hello", "Hello")));
  const auto status = [](Site& site, const char* path) {
    const httplib::Headers behind_a_proxy{{"Host", "localhost"}, {"X-Forwarded-For", "192.0.2.7"}};
    return site.client().Get(path, behind_a_proxy)->status;
  };
  Site trusting{[this](postbag::http::HttpSettings& settings) {
    settings.trusted_proxies = {*postbag::Network::parse("127.0.0.1")};
    settings.sandbox_outbox = folder / "outbox";
  }};
  for (const char* path : {"/sandbox/outbox", "/sandbox/outbox/one.eml"}) {
    body_of(*this, path);
    BOOST_TEST(status(*this, path) == 404);
    BOOST_TEST(status(trusting, path) == 404);
  }
}

BOOST_AUTO_TEST_CASE(nothing_outside_the_outbox_can_be_read) {
  folder.write("secret.eml", postbag::mailer::compose(mail("Secret", "Secret")));
  std::filesystem::create_symlink(folder / "secret.eml", folder / "outbox/link.eml");
  std::filesystem::create_directory(folder / "outbox/folder.eml");
  for (const char* path :
       {"/sandbox/outbox/..%2Fsecret.eml", "/sandbox/outbox/../secret.eml",
        "/sandbox/outbox/%2e%2e%2fsecret.eml", "/sandbox/outbox/.eml", "/sandbox/outbox/link.eml",
        "/sandbox/outbox/folder.eml", "/sandbox/outbox/none.eml", "/sandbox/outbox/%00.eml"})
    BOOST_TEST(!has(body_of(*this, path, 404), "Secret"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_live_service_has_no_outbox) {
  Site site{[](postbag::http::HttpSettings& settings) { settings.sandbox_outbox.reset(); }};
  body_of(site, "/sandbox/outbox", 404);
  body_of(site, "/sandbox/outbox/one.eml", 404);
  BOOST_TEST(!has(body_of(site, "/"), "/sandbox"));
}
