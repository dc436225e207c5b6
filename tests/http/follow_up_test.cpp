#include <boost/test/unit_test.hpp>

#include "server/office/follow_ups.h"
#include "tests/http/console.h"
#include "tests/http/supporter.h"

namespace {

using namespace std::chrono_literals;
using postbag::office::FollowUps;
using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::post_form;

constexpr auto kDay = 24h;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

struct Office : Console {
  void turn(const char* step) {
    BOOST_REQUIRE(
        post("/staff/campaigns/back-to-work/follow-up", as(Role::editor), {{"step", step}})
            ->status == 200);
  }
  std::int64_t ask() { return FollowUps{office, catalogue, *correspondence, clock, rng}.ask_due(); }
  /// A letter that is delivered now.
  void send_letter(const std::string& email = "jo@example.org") {
    nlohmann::json body = postbag::testing::letter_json();
    body["email"] = email;
    BOOST_REQUIRE(
        http.Post("/api/v1/campaigns/back-to-work/letters", body.dump(), "application/json")
            ->status == 202);
    BOOST_REQUIRE(correspondence->confirm(token_in_mail()).has_value());
    deliver();
  }
  /// The path of the page that the waiting mail leads to.
  std::string link() {
    for (const std::string& body : waiting_mails())
      if (const std::size_t at = body.find("/follow-up/"); at != std::string::npos)
        return body.substr(at, body.find_first_of(" \n", at) - at);
    throw std::runtime_error("no question waits");
  }
  /// What the first question about a new letter leads to.
  std::string asked() {
    turn("on");
    send_letter();
    clock.advance(14 * kDay + 1h);
    BOOST_REQUIRE(ask() == 1);
    return link();
  }
  httplib::Result answer(const std::string& path, Form form) {
    form["form_token"] = form_of(http.Get(path)->body)["form_token"];
    return post_form(http, path, form);
  }
  postbag::office::FollowUpCounts counts() {
    return office.follow_up_counts(member(), {}, clock.now());
  }
  /// Parliament's number of the MP that the letters go to.
  std::string member() {
    return correspondence->lookup("DE1 1AA")->constituencies.front()->member->id;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(follow_up_pages)

BOOST_AUTO_TEST_CASE(nobody_is_asked_before_somebody_turned_the_questions_on) {
  Office office;
  office.send_letter();
  office.clock.advance(14 * kDay + 1h);
  BOOST_TEST(office.ask() == 0);
  // Its day has passed: turning them on makes no lump of old letters.
  office.turn("on");
  office.clock.advance(1h);
  BOOST_TEST(office.ask() == 0);
}

BOOST_AUTO_TEST_CASE(a_supporter_is_asked_twice_and_once_each) {
  Office office;
  office.turn("on");
  office.send_letter();
  office.clock.advance(14 * kDay - 1h);
  BOOST_TEST(office.ask() == 0);
  office.clock.advance(2h);
  BOOST_TEST(office.ask() == 1);
  BOOST_TEST(office.ask() == 0);
  BOOST_TEST(office.waiting_mails().size() == 1U);
  BOOST_TEST(has(office.waiting_mails().front(), "Baggy Shanker"));
  office.deliver();
  office.clock.advance(7 * kDay);
  BOOST_TEST(office.ask() == 1);
  BOOST_TEST(has(office.waiting_mails().front(), "We will not ask about this letter again."));
  office.deliver();
  office.clock.advance(7 * kDay);
  BOOST_TEST(office.ask() == 0);
}

BOOST_AUTO_TEST_CASE(the_link_shows_a_form_and_the_button_answers_once) {
  Office office;
  const std::string path = office.asked();
  const auto page = office.http.Get(path);
  BOOST_TEST(page->status == 200);
  BOOST_TEST(page->get_header_value("X-Robots-Tag").starts_with("noindex"));
  BOOST_TEST(office.counts().answered == 0);
  BOOST_TEST(office.answer(path, {{"step", "answer"}})->status == 422);
  BOOST_TEST(post_form(office.http, path, {{"answer", "reply"}})->status == 403);
  const auto thanks =
      office.answer(path, {{"step", "answer"}, {"answer", "reply"}, {"manner", "helpful"}});
  BOOST_TEST(has(thanks->body, "We have noted your answer."));
  BOOST_TEST(office.counts().replies == 1);
  BOOST_TEST(office.counts().helpful == 1);
  BOOST_TEST(has(office.http.Get(path)->body, "You told us already"));
  office.deliver();
  office.clock.advance(7 * kDay);
  BOOST_TEST(office.ask() == 0);
}

BOOST_AUTO_TEST_CASE(who_stops_the_questions_gets_no_more_and_what_waits_does_not_leave) {
  Office office;
  const std::string path = office.asked();
  BOOST_TEST(has(office.answer(path, {{"step", "stop"}})->body, "We will not ask you again"));
  BOOST_TEST(office.waiting_mails().empty());
  office.clock.advance(7 * kDay);
  BOOST_TEST(office.ask() == 0);
  BOOST_TEST(has(office.http.Get(path)->body, "We will not ask you again"));
}

BOOST_AUTO_TEST_CASE(who_had_their_details_erased_is_not_asked_and_their_link_is_dead) {
  Office office;
  office.turn("on");
  office.send_letter("jo@example.org");
  office.send_letter("mo@example.org");
  const auto erase = [&](const char* email) {
    static_cast<void>(
        office.correspondence->own_letters().erase(postbag::EmailAddress::parse(email).value()));
  };
  erase("mo@example.org");
  office.clock.advance(14 * kDay + 1h);
  BOOST_TEST(office.ask() == 1);
  const std::string path = office.link();
  erase("jo@example.org");
  BOOST_TEST(office.waiting_mails().empty());
  BOOST_TEST(office.http.Get(path)->status == 404);
  office.clock.advance(7 * kDay);
  BOOST_TEST(office.ask() == 0);
}

BOOST_AUTO_TEST_CASE(a_made_up_link_leads_nowhere) {
  Office office;
  BOOST_TEST(office.http.Get("/follow-up/" + std::string(55, 'A'))->status == 404);
  BOOST_TEST(office.http.Get("/follow-up/short")->status == 404);
}

BOOST_AUTO_TEST_CASE(questions_that_nobody_could_send_in_time_are_not_sent_late) {
  Office office;
  office.turn("on");
  office.send_letter();
  office.clock.advance(18 * kDay);
  BOOST_TEST(office.ask() == 0);
  office.clock.advance(3 * kDay + 1h);
  BOOST_TEST(office.ask() == 1);
}

BOOST_AUTO_TEST_CASE(the_page_of_an_mp_gives_counts_and_no_share_of_few_answers) {
  Office office;
  const std::string path = office.asked();
  BOOST_REQUIRE(office.answer(path, {{"step", "answer"}, {"answer", "holding"}})->status == 200);
  const std::string page =
      office.get("/staff/mps/" + office.member(), office.as(Role::viewer))->body;
  BOOST_TEST(has(page, "1 constituent was asked."));
  BOOST_TEST(has(page, "too few for a share"));
  BOOST_TEST(!has(page, "in 100"));
}

BOOST_AUTO_TEST_CASE(the_page_speaks_welsh) {
  Office office;
  const std::string path = office.asked();
  BOOST_TEST(has(office.http.Get(path + "?lang=cy")->body, "A gawsoch ateb?"));
}

BOOST_AUTO_TEST_SUITE_END()
