#include <boost/test/unit_test.hpp>

#include "server/http/widget_script.h"
#include "tests/http/site.h"
#include "tests/support/temporary_folder.h"

namespace {

using nlohmann::json;
using postbag::testing::Site;
using postbag::testing::unless_changed;

const std::string kRecipients = "/api/v1/campaigns/back-to-work/recipients/";

json recipients(Site& site, const std::string& postcode, int status = 200) {
  const auto result = site.client().Get(kRecipients + postcode);
  BOOST_REQUIRE(result);
  BOOST_TEST_CONTEXT(postcode) BOOST_TEST(result->status == status);
  return json::parse(result->body);
}

bool has(const std::string& body, std::string_view text) {
  return body.find(text) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(widget, Site)

BOOST_AUTO_TEST_CASE(
    its_script_may_be_loaded_by_any_website_and_is_asked_for_again_within_minutes) {
  auto client = this->client();
  const auto script = client.Get("/widget.js");
  BOOST_REQUIRE(script);
  BOOST_TEST(script->status == 200);
  BOOST_TEST(script->get_header_value("Content-Type") == "text/javascript; charset=utf-8");
  BOOST_TEST(script->get_header_value("Cross-Origin-Resource-Policy") == "cross-origin");
  BOOST_TEST(script->get_header_value("Access-Control-Allow-Origin") == "*");
  BOOST_TEST(script->get_header_value("Cache-Control") == "public, max-age=300");
  BOOST_TEST(script->get_header_value("X-Content-Type-Options") == "nosniff");
  const auto known = client.Get("/widget.js", unless_changed(*script));
  BOOST_REQUIRE(known);
  BOOST_TEST(known->status == 304);
  BOOST_TEST(known->body.empty());
}

BOOST_AUTO_TEST_CASE(other_files_stay_with_this_origin) {
  const auto style = client().Get("/assets/postbag.css");
  BOOST_REQUIRE(style);
  BOOST_TEST(style->get_header_value("Cross-Origin-Resource-Policy") == "same-origin");
  BOOST_TEST(!style->has_header("Access-Control-Allow-Origin"));
}

BOOST_AUTO_TEST_CASE(what_it_offers_help_by_is_a_module_that_any_website_may_load) {
  const auto script = client().Get("/assets/help-words.js");
  BOOST_REQUIRE(script);
  BOOST_TEST(script->status == 200);
  BOOST_TEST(script->get_header_value("Content-Type") == "text/javascript; charset=utf-8");
  BOOST_TEST(script->get_header_value("Cross-Origin-Resource-Policy") == "cross-origin");
  BOOST_TEST(script->get_header_value("Access-Control-Allow-Origin") == "*");
  BOOST_TEST(script->body.starts_with("const helpWords = {\"same\":[["));
  BOOST_TEST(script->body.ends_with("export { speaks };\n"));
  BOOST_TEST(!has(script->body, "document"));
  BOOST_TEST(!has(script->body, "globalThis"));
}

BOOST_AUTO_TEST_CASE(its_script_is_one_function_of_all_its_parts_without_their_comments) {
  const std::string script = client().Get("/widget.js")->body;
  BOOST_TEST(script.starts_with("(() => {\n'use strict';\n"));
  BOOST_TEST(script.ends_with("})();\n"));
  for (const char* left : {"POSTBAG_STYLE", "\n ", "/**", "Its layers stay", "\n//"})
    BOOST_TEST_CONTEXT(left) BOOST_TEST(!has(script, left));
  BOOST_TEST(has(script, "sheet = new CSSStyleSheet()).replaceSync(\":host { all: initial"));
}

BOOST_AUTO_TEST_CASE(a_part_that_is_missing_is_named) {
  const postbag::testing::TemporaryFolder copied;
  std::filesystem::copy(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "templates/assets/widget",
                        copied.path() / "widget");
  BOOST_TEST(postbag::http::widget_source(copied.path() / "widget").has_value());
  for (const char* part : {"widget.css", "journey.js"}) {
    std::filesystem::remove(copied.path() / "widget" / part);
    const auto source = postbag::http::widget_source(copied.path() / "widget");
    BOOST_REQUIRE(!source);
    BOOST_TEST(source.error().code == "missing_file");
    BOOST_TEST(has(source.error().message, part));
  }
}

BOOST_AUTO_TEST_CASE(its_script_is_under_20_kilobytes_on_its_way) {
  auto client = this->client();
  client.set_decompress(false);
  const auto script = client.Get("/widget.js", {{"Accept-Encoding", "gzip"}});
  BOOST_REQUIRE(script);
  BOOST_TEST(script->get_header_value("Content-Encoding") == "gzip");
  BOOST_TEST(script->body.size() < 20'000U);
  BOOST_TEST(script->body.size() > 5'000U);
}

BOOST_AUTO_TEST_CASE(its_script_says_everything_in_both_languages_and_where_help_is) {
  const auto script = client().Get("/widget.js");
  BOOST_REQUIRE(script);
  BOOST_TEST(!has(script->body, "POSTBAG_TEXTS"));
  for (const char* text : {"Show my MP", "Dangos fy AS", "tel:116123", "\"help.now\":"})
    BOOST_TEST(has(script->body, text));
  // Whatever the script asks the catalogue for by name is there.
  const std::string& body = script->body;
  for (const std::string start : {"words.text('", "words.nodes('", "words.count('"})
    for (std::size_t at = body.find(start); at != std::string::npos;
         at = body.find(start, at + 1)) {
      const std::size_t from = at + start.size();
      const std::string key = body.substr(from, body.find('\'', from) - from);
      BOOST_TEST_CONTEXT(key)
      BOOST_TEST((has(body, "\"" + key + "\":") || has(body, "\"" + key + ".other\":")));
    }
}

BOOST_AUTO_TEST_CASE(a_preview_says_how_much_is_ones_own_and_whether_to_offer_help) {
  const auto preview = [&](const std::string& story) {
    json letter = postbag::testing::letter_json();
    letter["story"] = story;
    const auto result =
        client().Post("/api/v1/campaigns/back-to-work/preview", letter.dump(), "application/json");
    BOOST_REQUIRE(result);
    return json::parse(result->body);
  };
  const json plain = preview("");
  BOOST_TEST(plain.at("own_words") == "none");
  BOOST_TEST(plain.at("offer_help") == false);
  const json own =
      preview("I was ill for a year, and the scheme rang me every day. I want to die.");
  BOOST_TEST(own.at("own_words") == "part");
  BOOST_TEST(own.at("offer_help") == true);
}

BOOST_AUTO_TEST_CASE(its_preview_shows_what_to_paste_and_lets_only_our_own_script_run) {
  const auto page = client().Get("/c/back-to-work/widget");
  BOOST_REQUIRE(page);
  BOOST_TEST(page->status == 200);
  const std::string policy = page->get_header_value("Content-Security-Policy");
  BOOST_TEST(has(policy, "script-src 'self'; connect-src 'self';"));
  BOOST_TEST(!has(policy, "unsafe"));
  BOOST_TEST(has(page->body, "<postbag-campaign slug=\"back-to-work\">"));
  BOOST_TEST(has(page->body, "&lt;script async src=&quot;"));
  BOOST_TEST(has(page->body, "&lt;postbag-campaign slug=&quot;back-to-work&quot;&gt;"));
  BOOST_TEST(has(page->body, "connect-src "));
  const auto none = client().Get("/c/none/widget");
  BOOST_REQUIRE(none);
  BOOST_TEST(none->status == 404);
}

BOOST_AUTO_TEST_CASE(its_preview_lists_the_websites_that_may_show_it) {
  BOOST_TEST(has(client().Get("/c/back-to-work/widget")->body, "None yet but this one."));
  import(
      {{ "target = \"constituency\"",
         "target = \"constituency\"\nallowed_origins = [\"https://charity.example.org\"]" }});
  BOOST_TEST(has(client().Get("/c/back-to-work/widget")->body, "https://charity.example.org"));
}

BOOST_AUTO_TEST_CASE(recipients_are_whole_seats_with_the_neighbours_to_choose_from) {
  const json found = recipients(*this, "de11aa");
  BOOST_TEST(found.at("postcode") == "DE1 1AA");
  BOOST_TEST(found.at("match") == "exact");
  const json& seat = found.at("constituencies").at(0);
  BOOST_TEST(seat.at("mp").at("name") == "Baggy Shanker");
  BOOST_TEST(seat.at("obstacle").is_null());
  std::set<std::string> codes{seat.at("code").get<std::string>()};
  for (const json& other : found.at("nearby"))
    BOOST_TEST(codes.insert(other.at("code").get<std::string>()).second);
  const auto* const derby = correspondence->data_set().find(seat.at("code").get<std::string>());
  for (const std::string& neighbour : derby->neighbours)
    BOOST_TEST(codes.contains(neighbour));
}

BOOST_AUTO_TEST_CASE(a_seat_to_which_the_campaign_does_not_write_says_why) {
  import(
      {{ "[[letter]]",
         "[[exclusion]]\nfilter = { nation = [\"England\"] }\nexplanation = \"Your MP leads this "
         "campaign.\"\n\n[[letter]]" }});
  const json found = recipients(*this, "DE1%201AA");
  const json& obstacle = found.at("constituencies").at(0).at("obstacle");
  BOOST_TEST(obstacle.at("code") == "excluded");
  BOOST_TEST(obstacle.at("message") == "Your MP leads this campaign.");
}

BOOST_AUTO_TEST_CASE(a_postcode_without_an_mp_is_refused_with_a_word_that_programs_know) {
  for (const auto& [postcode, status, code] : {std::tuple{"JE2%204WD", 404, "crown_dependency"},
                                               {"BFPO%2057", 404, "forces_address"},
                                               {"nonsense", 400, "malformed_postcode"},
                                               {"QX1%201AA", 404, "no_such_area"}}) {
    const json problem = recipients(*this, postcode, status);
    BOOST_TEST(problem.at("errors").at(0).at("field") == "postcode");
    BOOST_TEST(problem.at("errors").at(0).at("code") == code);
  }
  const auto none = client().Get("/api/v1/campaigns/none/recipients/DE11AA");
  BOOST_REQUIRE(none);
  BOOST_TEST(none->status == 404);
}

BOOST_AUTO_TEST_CASE(a_campaign_gives_the_colours_and_lengths_that_a_form_needs) {
  const json campaign = json::parse(client().Get("/api/v1/campaigns/back-to-work")->body);
  BOOST_TEST(campaign.at("theme").at("accent_ink") == "#ffffff");
  BOOST_TEST(campaign.at("theme").contains("link_dark"));
  for (const json& field : campaign.at("fields"))
    BOOST_TEST(field.at("longest").get<int>() > 0);
}

BOOST_AUTO_TEST_CASE(a_closed_campaign_opens_the_look_ups_to_no_website) {
  import(
      {{ "target = \"constituency\"",
         "target = \"constituency\"\ncloses = \"2026-11-01\"\nallowed_origins = "
         "[\"https://charity.example.org\"]" }});
  const httplib::Headers ours{{"Origin", "https://charity.example.org"}};
  const std::string allow = "Access-Control-Allow-Origin";
  auto client = this->client();
  BOOST_TEST(!client.Get("/api/v1/postcodes/DE11AA", ours)->has_header(allow));
  // So that its widget can say that it has closed.
  BOOST_TEST(client.Get("/api/v1/campaigns/back-to-work", ours)->has_header(allow));
}

BOOST_AUTO_TEST_SUITE_END()
