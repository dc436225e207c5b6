#include <boost/test/unit_test.hpp>

#include "server/http/routes.h"
#include "tests/http/site.h"

namespace {

using nlohmann::json;
using postbag::testing::letter_json;
using postbag::testing::problem_field;
using postbag::testing::Site;

const std::string kLetters = "/api/v1/campaigns/back-to-work/letters";
const std::string kJson = "application/json";

json get(Site& site, const std::string& path, int status = 200) {
  auto client = site.client();
  const auto result = client.Get(path);
  BOOST_REQUIRE(result);
  BOOST_TEST_CONTEXT(path << ": " << result->body) BOOST_TEST(result->status == status);
  return json::parse(result->body);
}

httplib::Result post(Site& site, const std::string& path, const std::string& body,
                     const httplib::Headers& headers = {}, const std::string& type = kJson) {
  return site.client().Post(path, headers, body, type);
}

std::string with(const std::string& field, const json& value) {
  json body = letter_json();
  body[field] = value;
  return body.dump();
}

/// The API's `confirm` for a letter that was just handed in.
json confirmed(Site& site) {
  const auto result =
      post(site, "/api/v1/confirmations", json{{"token", site.token_in_mail()}}.dump());
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 200);
  return json::parse(result->body);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(api, Site)

BOOST_AUTO_TEST_CASE(a_postcode_is_answered_with_its_constituency_and_mp) {
  const json answer = get(*this, "/api/v1/postcodes/de11aa");
  BOOST_TEST(answer.at("postcode") == "DE1 1AA");
  BOOST_TEST(answer.at("match") == "exact");
  BOOST_TEST(answer.at("nearby").is_array());
  const json& seat = answer.at("constituencies").at(0);
  BOOST_TEST(seat.at("name") == "Derby South");
  BOOST_TEST(seat.at("nation") == "England");
  BOOST_TEST(seat.at("region") == "East Midlands");
  BOOST_TEST(seat.at("mp").at("name") == "Baggy Shanker");
  BOOST_TEST(seat.at("mp").at("reachable") == true);
  BOOST_TEST(answer.dump().find('@') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_northern_irish_postcode_is_ambiguous) {
  const json answer = get(*this, "/api/v1/postcodes/BT7%201NN");
  BOOST_TEST(answer.at("match") == "ambiguous");
  BOOST_TEST(answer.at("constituencies").size() > 1U);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_postcode_is_a_400_and_an_unknown_area_a_404) {
  auto client = this->client();
  for (const auto& [path, status] : {std::pair{"/api/v1/postcodes/nonsense", 400},
                                     {"/api/v1/postcodes/%ff%fe", 400},
                                     {"/api/v1/postcodes/QX1%201AA", 404},
                                     {"/api/v1/postcodes/JE2%204WD", 404},
                                     {"/api/v1/postcodes/BFPO%2057", 404},
                                     {"/api/v1/constituencies/E14999999", 404},
                                     {"/api/v1/campaigns/none", 404},
                                     {"/api/v1/campaigns/none/reach", 404},
                                     {"/api/v1/letters/nothing", 404},
                                     {"/api/v1/nothing", 404},
                                     {"/api/v1/postcodes/", 404},
                                     {"/api/v1/postcodes/%zz", 404}}) {
    const auto result = client.Get(path);
    BOOST_TEST_CONTEXT(path) {
      BOOST_REQUIRE(result);
      BOOST_TEST(result->status == status);
      BOOST_TEST(problem_field(result).empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(all_650_constituencies_can_be_listed_and_each_read) {
  const json all = get(*this, "/api/v1/constituencies").at("constituencies");
  BOOST_TEST(all.size() == 650U);
  BOOST_TEST(get(*this, "/api/v1/constituencies/E14001194") ==
             *std::find_if(all.begin(), all.end(),
                           [](const json& seat) { return seat.at("code") == "E14001194"; }));
}

BOOST_AUTO_TEST_CASE(a_campaign_says_what_a_form_for_it_needs) {
  const json campaign = get(*this, "/api/v1/campaigns/back-to-work");
  BOOST_TEST(campaign.at("slug") == "back-to-work");
  BOOST_TEST(campaign.at("open") == true);
  BOOST_TEST(!campaign.at("title").get<std::string>().empty());
  BOOST_TEST(!campaign.at("privacy_notice").get<std::string>().empty());
  BOOST_TEST(!campaign.at("consent").get<std::string>().empty());
  BOOST_TEST(campaign.at("fields").at(0).at("name") == "postcode");
  BOOST_TEST(campaign.at("reach").at("mps_reached") == 0);
}

BOOST_AUTO_TEST_CASE(a_preview_is_the_letter_and_stores_nothing) {
  const auto result = post(*this, "/api/v1/campaigns/back-to-work/preview", letter_json().dump());
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 200);
  const json draft = json::parse(result->body);
  BOOST_TEST(draft.at("from") == "Jo Example <letters@postbag.example.org>");
  BOOST_TEST(draft.at("to") == "Baggy Shanker MP");
  BOOST_TEST(draft.at("body").get<std::string>().find("I waited seven months.") !=
             std::string::npos);
  BOOST_TEST(waiting_mails().empty());
}

BOOST_AUTO_TEST_CASE(a_letter_is_accepted_confirmed_sent_and_counted) {
  const auto result = post(*this, kLetters, letter_json().dump());
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 202);
  BOOST_TEST(result->get_header_value("Cache-Control") == "no-store");
  const json letter = json::parse(result->body);
  BOOST_TEST(letter.at("state") == "awaiting_confirmation");
  const std::string path = "/api/v1/letters/" + letter.at("letter").get<std::string>();
  BOOST_TEST(get(*this, path) == letter);

  const json confirmation = confirmed(*this);
  BOOST_TEST(confirmation.at("letter") == letter.at("letter"));
  BOOST_TEST(confirmation.at("state") == "queued");
  BOOST_TEST(confirmation.at("reach").at("mps_reached") == 0);

  deliver();
  BOOST_TEST(get(*this, path).at("state") == "sent");
  const json reach = get(*this, "/api/v1/campaigns/back-to-work/reach");
  BOOST_TEST(reach.at("mps_reached") == 1);
  BOOST_TEST(reach.at("letters_sent").is_null());
  BOOST_TEST(reach.at("constituencies").size() == 650U);
  BOOST_TEST(!reach.at("as_of").get<std::string>().empty());
  BOOST_TEST(!reach.at("dataset").get<std::string>().empty());
  for (const char* groups : {"by_party", "by_nation", "by_region"})
    BOOST_TEST(!reach.at(groups).empty());
}

BOOST_AUTO_TEST_CASE(someone_who_already_wrote_gets_the_same_answer) {
  const auto first = post(*this, kLetters, letter_json().dump());
  BOOST_REQUIRE(first);
  confirmed(*this);
  const auto second = post(*this, kLetters, with("story", "Again."));
  BOOST_REQUIRE(second);
  BOOST_TEST(second->status == 202);
  BOOST_TEST(json::parse(second->body).at("state") == json::parse(first->body).at("state"));
}

BOOST_AUTO_TEST_CASE(an_idempotency_key_makes_a_retry_safe) {
  const httplib::Headers key{{"Idempotency-Key", "one-try"}};
  const auto first = post(*this, kLetters, letter_json().dump(), key);
  const auto again = post(*this, kLetters, letter_json().dump(), key);
  BOOST_REQUIRE((first && again));
  BOOST_TEST(first->body == again->body);
  const auto other = post(*this, kLetters, with("story", "Something else."), key);
  BOOST_REQUIRE(other);
  BOOST_TEST(other->status == 422);
  const auto overlong =
      post(*this, kLetters, letter_json().dump(), {{"Idempotency-Key", std::string(201, 'k')}});
  BOOST_REQUIRE(overlong);
  BOOST_TEST(overlong->status == 400);
}

BOOST_AUTO_TEST_CASE(each_bad_field_is_named) {
  for (const auto& [field, value] :
       std::vector<std::pair<std::string, json>>{{"postcode", "nonsense"},
                                                 {"postcode", "JE2 4WD"},
                                                 {"first_name", ""},
                                                 {"last_name", std::string(81, 'x')},
                                                 {"email", "not-an-address"},
                                                 {"email", "a@example.org\r\nBcc: all@example.org"},
                                                 {"first_name", "Jo\r\nBcc: all@example.org"},
                                                 {"address", ""},
                                                 {"subject", std::string(201, 'x')},
                                                 {"body", std::string(10'001, 'x')},
                                                 {"constituency", "E14999999"},
                                                 {"source", "a b"},
                                                 {"language", "fr"},
                                                 {"opt_in", "yes"},
                                                 {"story", 7},
                                                 {"title", json::array()},
                                                 {"frist_name", "Jo"}}) {
    const auto result = post(*this, kLetters, with(field, value));
    BOOST_TEST_CONTEXT(field << ": " << result->body) {
      BOOST_TEST(result->status == 422);
      BOOST_TEST(problem_field(result) == field);
    }
  }
  BOOST_TEST(waiting_mails().empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_field_is_told_the_nearest_known_one) {
  const auto result = post(*this, kLetters, with("frist_name", "Jo"));
  BOOST_REQUIRE(result);
  BOOST_TEST(result->body.find("first_name") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_json_object_is_refused) {
  for (const auto& [body, status] : std::vector<std::pair<std::string, int>>{
           {"", 400},
           {"{", 400},
           {"[]", 400},
           {"\"text\"", 400},
           {"{\"postcode\": \"\xff\xfe\"}", 400},
           {std::string(2000, '[') + std::string(2000, ']'), 400},
           {R"({"story": [[[[[[1]]]]]]})", 400}}) {
    const auto result = post(*this, kLetters, body);
    BOOST_TEST_CONTEXT(body) {
      BOOST_REQUIRE(result);
      BOOST_TEST(result->status == status);
      BOOST_TEST(problem_field(result).empty());
    }
  }
  const auto typed = post(*this, kLetters, letter_json().dump(), {}, "text/plain");
  BOOST_REQUIRE(typed);
  BOOST_TEST(typed->status == 415);
}

BOOST_AUTO_TEST_CASE(a_closed_campaign_takes_no_letters) {
  import({{ "target = \"constituency\"", "target = \"constituency\"\ncloses = \"2026-11-01\"" }});
  for (const char* action : {"letters", "preview"}) {
    const auto result =
        post(*this, std::string{"/api/v1/campaigns/back-to-work/"} + action, letter_json().dump());
    BOOST_REQUIRE(result);
    BOOST_TEST(result->status == 410);
  }
  BOOST_TEST(get(*this, "/api/v1/campaigns/back-to-work").at("open") == false);
}

BOOST_AUTO_TEST_CASE(an_unknown_token_is_a_404_and_a_missing_one_a_422) {
  const std::string path = "/api/v1/confirmations";
  const auto unknown = post(*this, path, R"({"token": "AAAAAAAAAAAAAAAAAAAAAA"})");
  BOOST_REQUIRE(unknown);
  BOOST_TEST(unknown->status == 404);
  const auto missing = post(*this, path, "{}");
  BOOST_REQUIRE(missing);
  BOOST_TEST(missing->status == 422);
  BOOST_TEST(problem_field(missing) == "token");
}

BOOST_AUTO_TEST_CASE(a_letter_that_expired_is_gone) {
  BOOST_REQUIRE(post(*this, kLetters, letter_json().dump()));
  const std::string token = token_in_mail();
  clock.advance(std::chrono::hours{8 * 24});
  store.tidy(
      {std::chrono::hours{7 * 24}, std::chrono::hours{30 * 24}, std::chrono::hours{35 * 24}});
  const auto result = post(*this, "/api/v1/confirmations", json{{"token", token}}.dump());
  BOOST_REQUIRE(result);
  BOOST_TEST((result->status == 410 || result->status == 404));
}

BOOST_AUTO_TEST_CASE(a_store_that_fails_is_a_503_and_nothing_is_half_done) {
  break_store();
  const auto result = post(*this, kLetters, letter_json().dump());
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 503);
  BOOST_TEST(result->has_header("Retry-After"));
  BOOST_TEST(problem_field(result).empty());
  BOOST_TEST(result->body.find("SQL") == std::string::npos);
  BOOST_TEST(result->body.find("letters_elsewhere") == std::string::npos);
  BOOST_TEST(get(*this, "/readyz", 503).at("status") == "unavailable");
  BOOST_TEST(get(*this, "/healthz").at("status") == "ok");
  mend_store();
  BOOST_TEST(get(*this, "/readyz").at("status") == "ok");
  BOOST_TEST(waiting_mails().empty());
}

BOOST_AUTO_TEST_CASE(a_method_that_an_address_does_not_answer_is_a_405_that_says_which_do) {
  auto client = this->client();
  const auto result = client.Delete("/api/v1/constituencies");
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 405);
  BOOST_TEST(result->get_header_value("Allow") == "GET, HEAD, OPTIONS");
  const auto head = client.Head("/api/v1/constituencies");
  BOOST_REQUIRE(head);
  BOOST_TEST(head->status == 200);
}

BOOST_AUTO_TEST_CASE(the_description_has_every_route_of_the_api_and_no_other) {
  const json paths = get(*this, "/api/v1/openapi.json").at("paths");
  std::set<std::string> described;
  for (const auto& [path, methods] : paths.items())
    for (const auto& [method, operation] : methods.items())
      described.insert(std::string{method}.append(" ").append(path));
  std::set<std::string> routed;
  for (const auto& route : postbag::http::routes())
    if (route.pattern.starts_with("/api/") || route.pattern.ends_with("z") ||
        route.pattern == "/metrics")
      routed.insert((route.method == "GET" ? "get " : "post ") + std::string{route.pattern});
  BOOST_TEST(described == routed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_an_origin_that_a_campaign_lists_may_read_answers) {
  import(
      {{ "target = \"constituency\"",
         "target = \"constituency\"\nallowed_origins = [\"https://charity.example.org\"]" }});
  const httplib::Headers ours{{"Origin", "https://charity.example.org"}};
  const httplib::Headers theirs{{"Origin", "https://elsewhere.example.org"}};
  const std::string allow = "Access-Control-Allow-Origin";
  auto client = this->client();
  for (const char* path : {"/api/v1/campaigns/back-to-work", "/api/v1/postcodes/DE11AA"}) {
    const auto allowed = client.Get(path, ours);
    const auto refused = client.Get(path, theirs);
    BOOST_REQUIRE((allowed && refused));
    BOOST_TEST(allowed->get_header_value(allow) == "https://charity.example.org");
    BOOST_TEST(!refused->has_header(allow));
    const auto varies = refused->headers.equal_range("Vary");
    BOOST_TEST(std::any_of(varies.first, varies.second,
                           [](const auto& header) { return header.second == "Origin"; }));
  }
  const auto elsewhere = client.Get("/api/v1/campaigns/none", ours);
  BOOST_REQUIRE(elsewhere);
  BOOST_TEST(!elsewhere->has_header(allow));
  const auto page = client.Get("/", ours);
  BOOST_REQUIRE(page);
  BOOST_TEST(!page->has_header(allow));
  const auto preflight = client.Options(kLetters, ours);
  BOOST_REQUIRE(preflight);
  BOOST_TEST(preflight->status == 204);
  BOOST_TEST(preflight->get_header_value("Access-Control-Allow-Headers") ==
             "Content-Type, Idempotency-Key");
}

BOOST_AUTO_TEST_CASE(thousands_of_unknown_fields_are_not_all_named) {
  json body = letter_json();
  for (int i = 0; i < 5000; ++i)
    body["unknown_" + std::to_string(i)] = 1;
  for (const std::string& path : {kLetters, std::string{"/api/v1/confirmations"}}) {
    const auto refused = post(*this, path, body.dump());
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(refused->status == 422);
      BOOST_TEST(json::parse(refused->body).at("errors").size() == 20U);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_client_that_asks_too_often_is_told_when_to_come_back) {
  Site site{[](postbag::http::HttpSettings& settings) {
    settings.letters_per_minute = 2;
    settings.letters_burst = 2;
    settings.lookups_per_second = 1;
    settings.lookups_burst = 3;
  }};
  for (int i = 0; i < 2; ++i)
    BOOST_TEST(post(site, kLetters, letter_json().dump())->status == 202);
  const auto refused = post(site, kLetters, letter_json().dump());
  BOOST_TEST(refused->status == 429);
  BOOST_TEST(refused->get_header_value("Retry-After") == "30");
  site.clock.advance(std::chrono::seconds{30});
  BOOST_TEST(post(site, kLetters, letter_json().dump())->status == 202);

  for (int i = 0; i < 3; ++i)
    get(site, "/api/v1/postcodes/DE11AA");
  get(site, "/api/v1/postcodes/DE11AA", 429);
}

BOOST_AUTO_TEST_CASE(confirmations_have_a_limit_of_their_own_and_look_ups_do_not_count_in_it) {
  Site site{[](postbag::http::HttpSettings& settings) {
    settings.lookups_per_second = 1;
    settings.lookups_burst = 1;
    settings.confirmations_per_second = 1;
    settings.confirmations_burst = 4;
  }};
  get(site, "/api/v1/postcodes/DE11AA");
  const std::string token(44, 'A');
  const auto confirm = [&] {
    return post(site, "/api/v1/confirmations", json{{"token", token}}.dump())->status;
  };
  const auto open = [&] { return site.client().Get("/confirm/" + token)->status; };
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(confirm() == 404);
    BOOST_TEST(open() == 404);
  }
  BOOST_TEST(confirm() == 429);
  BOOST_TEST(open() == 429);
}
