#include "server/campaign/own_letters.h"

#include <set>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/campaign/desk.h"

namespace {

using postbag::campaign::LetterState;
using postbag::campaign::OwnLetters;
using postbag::testing::Desk;

struct Own : Desk {
  /// The word after /me/ in the mail that waits to leave.
  std::string own_token() {
    const auto jobs = claim();
    BOOST_REQUIRE(jobs.size() == 1U);
    const std::string& body = jobs[0].body.text();
    const std::size_t at = body.find("https://post.example.org/me/");
    BOOST_REQUIRE(at != std::string::npos);
    BOOST_TEST(store.give_back({jobs.data(), 1}, "test") == 1U);
    return body.substr(at + 28, 54);
  }

  std::string write(const std::string& email = "jo@example.org", const char* slug = "back-to-work",
                    bool opt_in = false) {
    auto typed = fields();
    typed.email = email;
    typed.opt_in = opt_in;
    return desk.submit(*catalogue.find(slug), submission(typed), "").value().public_id;
  }

  OwnLetters own = desk.own_letters();
};

BOOST_FIXTURE_TEST_SUITE(own_letters, Own)

BOOST_AUTO_TEST_CASE(any_mail_leads_to_all_letters_of_its_address_however_that_is_written) {
  const std::string first = write();
  const std::string token = own_token();
  BOOST_REQUIRE(desk.confirm(token_in_mail()).has_value());
  write("JO@Example.org", "sanctions");
  const auto person = own.find(token);
  BOOST_REQUIRE(person.has_value());
  BOOST_REQUIRE(person->letters.size() == 2U);
  BOOST_TEST(person->letters[0].public_id == first);
  BOOST_TEST((person->letters[0].leaves_at == clock.now() + std::chrono::minutes{10}));
  const std::string other = own_token();
  BOOST_TEST(other != token);
  BOOST_TEST(own.find(other)->letters.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_link_says_nothing_and_opens_nothing_but_its_own_page) {
  const std::string id = write();
  const std::string token = own_token();
  const std::string confirms = token_in_mail();
  BOOST_TEST(token.find("jo@example.org") == std::string::npos);
  BOOST_TEST(token == id + token.substr(22));
  BOOST_TEST(!desk.confirm(token).has_value());
  BOOST_TEST(!desk.pending(token).has_value());
  std::string changed = token;
  changed.back() = changed.back() == 'a' ? 'b' : 'a';
  for (const std::string& wrong : {changed, confirms, id, std::string{}, token + "0",
                                   postbag::campaign::own_letters_token(id, "another secret")})
    BOOST_TEST(own.find(wrong).error().code == "unknown_token");
  BOOST_TEST(
      own.find(postbag::campaign::own_letters_token("no-such-letter-at-all!!", "x")).error().code ==
      "unknown_token");
  BOOST_TEST((store.letter(id)->state == LetterState::awaiting_confirmation));
}

BOOST_AUTO_TEST_CASE(who_was_confirmed_is_led_to_their_letters_and_told_until_when) {
  write();
  const std::string token = own_token();
  const std::string confirms = token_in_mail();
  BOOST_TEST(!desk.pending(confirms)->leaves_at.has_value());
  const auto confirmed = desk.confirm(confirms);
  BOOST_REQUIRE(confirmed.has_value());
  BOOST_TEST(confirmed->own_letters_path == "/me/" + token);
  BOOST_TEST((confirmed->leaves_at == clock.now() + std::chrono::minutes{10}));
  BOOST_TEST((desk.pending(confirms)->leaves_at == confirmed->leaves_at));
}

BOOST_AUTO_TEST_CASE(only_ones_own_letter_is_taken_back) {
  const std::string mine = write();
  const std::string token = own_token();
  BOOST_REQUIRE(desk.confirm(token_in_mail()).has_value());
  const std::string others = write("al@example.org");
  BOOST_TEST(own.withdraw(token, others).error().code == "unknown_letter");
  BOOST_TEST((store.letter(others)->state == LetterState::awaiting_confirmation));
  const auto withdrawn = own.withdraw(token, mine);
  BOOST_REQUIRE(withdrawn.has_value());
  BOOST_TEST(withdrawn->letter.body.text().find("I waited seven months.") != std::string::npos);
  clock.advance(std::chrono::minutes{11});
  for (const auto& job : claim())
    BOOST_TEST((job.kind == postbag::mailer::MailKind::service));
}

BOOST_AUTO_TEST_CASE(an_opt_in_is_to_the_words_that_the_campaign_has_now) {
  const std::string id = write();
  const std::string token = own_token();
  BOOST_TEST(own.set_consent(token, id, true, postbag::Language::english).has_value());
  BOOST_TEST(own.find(token)->letters[0].consent_wording ==
             campaign->file.texts(postbag::Language::english).consent.text);
  BOOST_TEST(own.set_consent(token, id, false, postbag::Language::english).has_value());
  BOOST_TEST(own.find(token)->letters[0].consent_wording == "");
  BOOST_TEST(own.set_consent(token, id, true, postbag::Language::welsh).has_value());
  BOOST_TEST(own.find(token)->letters[0].consent_wording ==
             campaign->file.texts(postbag::Language::welsh).consent.text);
  BOOST_TEST(own.set_consent(token, "another", true, postbag::Language::english).error().code ==
             "unknown_letter");
}

BOOST_AUTO_TEST_CASE(the_record_has_every_field_that_is_held_and_no_way_to_confirm) {
  write("jo@example.org", "back-to-work", true);
  const std::string token = own_token();
  const std::string confirms = token_in_mail();
  const auto record = own.record(token, postbag::Language::english);
  BOOST_REQUIRE(record.has_value());
  BOOST_TEST(record->find(confirms) == std::string::npos);
  const auto json = nlohmann::json::parse(*record);
  const auto& letter = json.at("letters").at(0);
  std::set<std::string> keys;
  for (const auto& [key, value] : letter.items())
    keys.insert(key);
  BOOST_TEST(keys == (std::set<std::string>{"letter",     "campaign",   "constituency",
                                            "mp",         "state",      "since",
                                            "reason",     "written_at", "confirmed_at",
                                            "leaves_at",  "repeated",   "name",
                                            "email",      "subject",    "body",
                                            "consent",    "language",   "came_from",
                                            "message_id", "history",    "whether_your_mp_replied"}),
             boost::test_tools::per_element());
  BOOST_TEST(letter.at("campaign").at("title") ==
             campaign->file.texts(postbag::Language::english).title.text);
  BOOST_TEST(letter.at("constituency").at("name") == "Derby South");
  BOOST_TEST(letter.at("written_at") == "2026-11-22T09:30:00Z");
  BOOST_TEST(letter.at("confirmed_at").is_null());
  const auto in_welsh = nlohmann::json::parse(*own.record(token, postbag::Language::welsh));
  BOOST_TEST(in_welsh.at("letters").at(0).at("campaign").at("title") ==
             campaign->file.texts(postbag::Language::welsh).title.text);
  BOOST_TEST(letter.at("consent").at("agreed_to") ==
             campaign->file.texts(postbag::Language::english).consent.text);
  BOOST_TEST(json.at("emails_to_you").at(0).at("to") == "jo@example.org");
  BOOST_TEST(own.record_of(postbag::EmailAddress::parse("JO@example.org").value()) == *record);
}

BOOST_AUTO_TEST_CASE(who_was_erased_is_told_kindly_and_an_address_that_is_not_known_is_no_error) {
  write();
  const std::string token = own_token();
  const auto erased = own.erase(token);
  BOOST_REQUIRE(erased.has_value());
  BOOST_TEST(erased->withdrawn == 1);
  BOOST_TEST(own.find(token).error().code == "erased_person");
  BOOST_TEST(own.record(token, postbag::Language::english).error().code == "erased_person");
  BOOST_TEST(own.erase(token).error().code == "erased_person");
  const auto address = postbag::EmailAddress::parse("jo@example.org").value();
  BOOST_TEST(own.erase(address).letters == 0);
  BOOST_TEST(nlohmann::json::parse(own.record_of(address)).at("letters").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
