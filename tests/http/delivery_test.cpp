#include <boost/test/unit_test.hpp>

#include "server/office/parliament.h"
#include "tests/http/console.h"
#include "tests/http/supporter.h"

namespace {

using namespace std::chrono_literals;
using postbag::campaign::LetterState;
using postbag::mailer::Decision;
using postbag::mailer::Outcome;
using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::has;

/// A console with a letter that somebody confirmed.
struct Desk : Console {
  struct Written {
    std::string id;
    std::string token;
  };
  Written written(const std::string& email) {
    auto body = postbag::testing::letter_json();
    body["email"] = email;
    const auto sent =
        http.Post("/api/v1/campaigns/back-to-work/letters", body.dump(), "application/json");
    const std::string id = nlohmann::json::parse(sent->body).at("letter");
    for (const std::string& mail : waiting_mails())
      if (const std::size_t at = mail.find("/confirm/" + id); at != std::string::npos)
        return {id, mail.substr(at + 9, mail.find_first_of("? \n", at) - at - 9)};
    return {id, {}};
  }
  void confirm(const Written& letter) {
    const auto done = http.Post("/api/v1/confirmations",
                                nlohmann::json{{"token", letter.token}}.dump(), "application/json");
    BOOST_REQUIRE(done->status == 200);
  }
  std::string confirmed(const std::string& email = "jo@example.org") {
    const Written letter = written(email);
    confirm(letter);
    return letter.id;
  }
  /// Ends what waits like this; the mails to supporters are sent.
  void end(Outcome outcome, Decision::Next next, int code, const std::string& enhanced) {
    for (const auto& job : store.claim("one", 100, clock.now() + 6min)) {
      const bool letter = job.kind == postbag::mailer::MailKind::letter;
      BOOST_REQUIRE(store.expect_final_dot(job, "one").get());
      store
          .finish(job, "one",
                  {letter ? outcome : Outcome::accepted, clock.now(), clock.now(),
                   letter ? code : 250, enhanced, letter ? "No <such> user" : "Ok"},
                  {letter ? next : Decision::Next::sent, clock.now() + 1h})
          .get();
    }
  }
  LetterState state(const std::string& id) { return store.letter(id)->state; }
  std::string last_deed() { return accounts.audit(0, 1).at(0).entry.action; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(delivery_pages, Desk)

BOOST_AUTO_TEST_CASE(the_queue_at_a_glance_leads_to_the_letters_behind_each_number) {
  const auto viewer = as(Role::viewer);
  const auto empty = get("/staff/delivery", viewer);
  BOOST_TEST(empty->status == 200);
  BOOST_TEST(has(empty, "Nothing is due."));
  confirmed();
  end(Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  confirmed("al@example.org");
  const auto page = get("/staff/delivery", viewer);
  BOOST_TEST(has(page, "Waiting, never tried</a></th><td class=\"number\">1</td>"));
  BOOST_TEST(has(page, "The one that waits longest could have left 22 November 2026"));
  BOOST_TEST(has(page, "/staff/delivery/letters?state=failed&amp;reason=permanent"));
  BOOST_TEST(has(page, "<td>5.1.1</td>"));
  BOOST_TEST(!has(page, "No mail leaves just now"));
  const auto list = get("/staff/delivery/letters?state=failed&reason=permanent", viewer);
  BOOST_TEST(has(list, "1 letter."));
  BOOST_TEST(has(list, "Refused for good"));
  BOOST_TEST(!has(list, "Try all of them again"));
  BOOST_TEST(!has(list, "jo@example.org"));
  BOOST_TEST(
      has(get("/staff/delivery/letters?state=failed&campaign=sanctions", viewer), "0 letters."));
}

BOOST_AUTO_TEST_CASE(what_is_no_state_reason_or_campaign_in_an_address_does_no_harm) {
  const auto viewer = as(Role::viewer);
  for (const char* query : {"?state=nonsense", "?state=failed&reason=%3Cscript%3E",
                            "?state=failed&campaign='OR'1'='1", "?before=x", "?before=-1"})
    BOOST_TEST_CONTEXT(query) {
      const auto page = get(std::string{"/staff/delivery/letters"} + query, viewer);
      BOOST_TEST(page->status == 200);
      BOOST_TEST(!has(page, "<script>"));
    }
}

BOOST_AUTO_TEST_CASE(a_letters_page_shows_its_history_and_nothing_personal) {
  const std::string id = confirmed();
  end(Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  const auto page = get("/staff/delivery/letters/" + id, as(Role::viewer));
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "Baggy Shanker"));
  BOOST_TEST(has(page, "550 5.1.1 No &lt;such&gt; user"));
  BOOST_TEST(!has(page, "jo@example.org"));
  BOOST_TEST(!has(page, ">Try again<"));
  BOOST_TEST(has(get("/staff/delivery/letters/" + id, as(Role::editor)), ">Try again<"));
  BOOST_TEST(get("/staff/delivery/letters/nonsense", as(Role::viewer))->status == 404);
}

BOOST_AUTO_TEST_CASE(an_editor_holds_releases_and_retries_a_letter_each_with_its_line) {
  const std::string id = confirmed();
  const auto editor = as(Role::editor);
  const auto step = [&](const char* what) {
    return post("/staff/delivery/letters/" + id, editor, {{"step", what}});
  };
  BOOST_TEST(has(step("hold"), "Done. The letter is now: Held."));
  BOOST_TEST((state(id) == LetterState::held));
  BOOST_TEST(last_deed() == "letter.hold");
  const auto refused = step("retry");
  BOOST_TEST(refused->status == 409);
  BOOST_TEST(has(refused, "It has moved on meanwhile"));
  BOOST_TEST(step("release")->status == 200);
  BOOST_TEST((state(id) == LetterState::queued));
  end(Outcome::lost_after_data, Decision::Next::uncertain, 0, "");
  BOOST_TEST(step("resolve_failed")->status == 200);
  BOOST_TEST(step("retry")->status == 200);
  BOOST_TEST((state(id) == LetterState::queued));
  BOOST_TEST(has(get("/staff/audit", as(Role::admin)), "Tried a letter again"));
  BOOST_TEST(post("/staff/delivery/letters/" + id, as(Role::viewer), {{"step", "hold"}})->status ==
             403);
}

BOOST_AUTO_TEST_CASE(all_letters_of_a_list_move_after_a_page_that_says_how_many) {
  const std::string one = confirmed("a@example.org");
  const std::string other = confirmed("b@example.org");
  const Written late = written("c@example.org");
  const auto editor = as(Role::editor);
  const auto list = get("/staff/delivery/letters?state=queued", editor);
  BOOST_TEST(has(list, "Hold all of them"));
  const auto asked =
      post("/staff/delivery/letters", editor, {{"state", "queued"}, {"step", "hold"}});
  BOOST_TEST(has(asked, "Hold 2 letters?"));
  BOOST_TEST((state(one) == LetterState::queued));
  Form form = form_of(asked->body);
  form["step"] = "hold";
  clock.advance(1s);
  confirm(late);
  const auto done = postbag::testing::post_form(http, "/staff/delivery/letters", form, editor);
  BOOST_TEST(has(done, "2 letters were changed."));
  BOOST_TEST((state(one) == LetterState::held));
  BOOST_TEST((state(other) == LetterState::held));
  BOOST_TEST((state(late.id) == LetterState::queued));
  const auto nothing = post("/staff/delivery/letters", editor, {{"state", "queued"}});
  BOOST_TEST(nothing->status == 303);
}

BOOST_AUTO_TEST_CASE(a_held_letter_is_not_released_to_a_seat_that_is_vacant) {
  const std::string id = confirmed();
  const auto editor = as(Role::editor);
  post("/staff/delivery/letters/" + id, editor, {{"step", "hold"}});
  const auto vacated =
      post("/staff/delivery/parliament", editor,
           {{"step", "vacate"}, {"seat", "derby SOUTH"}, {"seat_from", "2026-11-01"}});
  BOOST_TEST(has(vacated, "Saved."));
  take_over_parliament();
  const auto refused = post("/staff/delivery/letters/" + id, editor, {{"step", "release"}});
  BOOST_TEST(refused->status == 409);
  BOOST_TEST(has(refused, "The seat is vacant"));
  const auto all = post("/staff/delivery/letters", editor,
                        {{"state", "held"}, {"step", "release"}, {"by", "1895339800000"}});
  BOOST_TEST(has(all, "0 letters were changed. 1 was not: The seat is vacant"));
  BOOST_TEST((state(id) == LetterState::held));
  BOOST_TEST(has(get("/staff/delivery/letters/" + id, editor), "Baggy Shanker"));
}

BOOST_AUTO_TEST_CASE(a_dissolution_by_a_switch_closes_the_campaigns_and_a_switch_opens_them) {
  const auto editor = as(Role::editor);
  const auto page = get("/staff/delivery/parliament", editor);
  BOOST_TEST(has(page, "Parliament sits."));
  const auto change = [&](Form form) {
    const Form shown = form_of(get("/staff/delivery/parliament", editor)->body);
    form.emplace("version", shown.at("version"));
    return post("/staff/delivery/parliament", editor, form);
  };
  const auto wrong =
      change({{"step", "dissolve"}, {"from", "2026-11-20"}, {"until", "2026-11-20"}});
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "id=\"until-error\""));
  BOOST_TEST(change({{"step", "dissolve"}, {"from", "soon"}})->status == 422);
  BOOST_TEST(has(change({{"step", "dissolve"}, {"from", "2026-11-20"}, {"until", "2026-12-22"}}),
                 "Parliament is dissolved since 20 November 2026"));
  take_over_parliament();
  BOOST_TEST(get("/c/back-to-work")->status == 410);
  const auto stale = change({{"step", "dissolve"}, {"from", "2027-01-01"}, {"version", "0"}});
  BOOST_TEST(stale->status == 409);
  BOOST_TEST(has(stale, "value=\"2027-01-01\""));
  BOOST_TEST(has(stale, "Parliament is dissolved since 20 November 2026"));
  BOOST_TEST(has(change({{"step", "sit"}}), "Parliament sits."));
  take_over_parliament();
  BOOST_TEST(get("/c/back-to-work")->status == 200);
  BOOST_TEST(post("/staff/delivery/parliament", as(Role::viewer), {{"step", "sit"}})->status ==
             403);
}

BOOST_AUTO_TEST_CASE(a_vacant_seat_is_said_to_be_so_and_filled_or_taken_back) {
  const auto editor = as(Role::editor);
  const auto change = [&](const Form& form) {
    return post("/staff/delivery/parliament", editor, form);
  };
  const auto unknown =
      change({{"step", "vacate"}, {"seat", "Derby Sout"}, {"seat_from", "2026-11-01"}});
  BOOST_TEST(unknown->status == 422);
  BOOST_TEST(has(unknown, "did you mean &quot;Derby South&quot;?"));
  const Form derby{{"step", "vacate"}, {"seat", "E14001194"}, {"seat_from", "2026-11-01"}};
  BOOST_TEST(has(change(derby), "Vacant. Letters to it are held."));
  take_over_parliament();
  BOOST_TEST(
      nlohmann::json::parse(get("/api/v1/constituencies/E14001194")->body).at("mp").is_null());
  BOOST_TEST(has(change({{"step", "fill"}, {"seat_code", "E14001194"}, {"version", "1"}}),
                 "the data set still names who left"));
  BOOST_TEST(
      change({{"step", "take_back"}, {"seat_code", "E14001194"}, {"version", "1"}})->status == 409);
  BOOST_TEST(has(change({{"step", "take_back"}, {"seat_code", "E14001194"}, {"version", "2"}}),
                 "No seat is said to be vacant here."));
  BOOST_TEST(has(change(derby), "Vacant. Letters to it are held."));
}

BOOST_AUTO_TEST_CASE(whoever_wrote_to_a_seat_that_fell_vacant_is_told_so) {
  confirmed();
  const std::string mail = waiting_mails().front();
  const std::size_t at = mail.find("/me/");
  const std::string me = mail.substr(at, mail.find_first_of("? \n", at) - at);
  const auto editor = as(Role::editor);
  post("/staff/delivery/parliament", editor,
       {{"step", "vacate"}, {"seat", "Derby South"}, {"seat_from", "2026-11-01"}});
  take_over_parliament();
  for (const auto& job : store.claim("one", 10, clock.now() + 6min))
    if (job.kind == postbag::mailer::MailKind::letter)
      BOOST_TEST(store.hold(job, "one", "seat_vacant"));
  BOOST_TEST(has(get(me), "Your letter waits: your seat has no MP"));
  BOOST_TEST(has(get(me + "?lang=cy"), "Mae eich llythyr yn aros"));
}

BOOST_AUTO_TEST_CASE(an_address_is_mended_and_dropped_and_two_who_save_at_once_lose_nothing) {
  const std::string id = confirmed();
  end(Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  const auto editor = as(Role::editor);
  const auto list = get("/staff/delivery/addresses", editor);
  BOOST_TEST(has(list, "MPs whose mail fails"));
  const std::string path =
      "/staff/delivery/addresses/" + correspondence->data_set().find("E14001194")->member->id;
  BOOST_TEST(has(list, "href=\"" + path + "\""));
  const auto wrong = post(path, editor, {{"step", "mend"}, {"email", "no address"}});
  BOOST_TEST(wrong->status == 422);
  for (const char* field : {"email", "why", "evidence"})
    BOOST_TEST(has(wrong, std::string{"id=\""} + field + "-error\""));
  const Form good{{"step", "mend"},
                  {"version", "0"},
                  {"email", "office@example.org"},
                  {"why", "Letters come <back>"},
                  {"evidence", "Their website"}};
  BOOST_TEST(has(post(path, editor, good), "office@example.org"));
  BOOST_TEST(last_deed() == "address.mended");
  Form late = good;
  late["email"] = "other@example.org";
  const auto stale = post(path, editor, late);
  BOOST_TEST(stale->status == 409);
  BOOST_TEST(has(stale, "value=\"other@example.org\""));
  BOOST_TEST(has(stale, "<td>office@example.org"));
  take_over_parliament();
  BOOST_TEST(correspondence->data_set().find("E14001194")->member->email->text() ==
             "office@example.org");
  BOOST_TEST(has(get("/staff/delivery/addresses", editor), "Letters come &lt;back&gt;"));
  BOOST_TEST(has(post(path, editor, {{"step", "drop"}, {"version", "1"}}),
                 "The data set’s address is used again."));
  BOOST_TEST(get("/staff/delivery/addresses/0", editor)->status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(people_pages, Desk)

BOOST_AUTO_TEST_CASE(a_supporter_is_found_by_a_form_and_their_address_is_in_no_address_or_line) {
  const std::string id = confirmed();
  const auto admin = as(Role::admin);
  const auto found = post("/staff/people", admin, {{"email", "JO@example.org"}});
  BOOST_TEST(has(found, "We know of 1 letter by them."));
  BOOST_TEST(has(found, id));
  BOOST_TEST(!has(found, "Dear Baggy"));
  BOOST_TEST(last_deed() == "person.found");
  BOOST_TEST(has(post("/staff/people", admin, {{"email", "no-one@example.org"}}),
                 "We know of 0 letters by them."));
  BOOST_TEST(post("/staff/people", admin, {{"email", "jo"}})->status == 422);
  const auto copy = post("/staff/people/export", admin, {{"email", "jo@example.org"}});
  BOOST_TEST(copy->get_header_value("Content-Disposition") ==
             "attachment; filename=\"supporter.json\"");
  BOOST_TEST(nlohmann::json::parse(copy->body).at("letters").size() == 1U);
  BOOST_TEST(last_deed() == "person.exported");
  for (const auto& [number, entry] : accounts.audit(0, 100))
    for (const std::string& text : {entry.subject, entry.detail})
      BOOST_TEST(text.find("jo@") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_supporter_is_erased_only_after_being_asked_once_more) {
  const std::string id = confirmed();
  const auto admin = as(Role::admin);
  const auto asked = post("/staff/people/erase", admin, {{"email", "jo@example.org"}});
  BOOST_TEST(has(asked, "Erase this supporter?"));
  BOOST_TEST((state(id) == LetterState::queued));
  Form form = form_of(asked->body);
  form["step"] = "erase";
  const auto done = postbag::testing::post_form(http, "/staff/people/erase", form, admin);
  BOOST_TEST(has(done, "Erased: 1 letter. Taken back: 1."));
  BOOST_TEST((state(id) == LetterState::withdrawn));
  BOOST_TEST(last_deed() == "person.erased");
  BOOST_TEST(has(post("/staff/people", admin, {{"email", "jo@example.org"}}),
                 "We know of 0 letters by them."));
}

BOOST_AUTO_TEST_CASE(who_opted_in_is_a_table_that_no_spreadsheet_runs) {
  auto body = postbag::testing::letter_json();
  body["email"] = "jo@example.org";
  body["first_name"] = "=HYPERLINK(1)";
  body["opt_in"] = true;
  BOOST_REQUIRE(http.Post("/api/v1/campaigns/back-to-work/letters", body.dump(), "application/json")
                    ->status == 202);
  http.Post("/api/v1/confirmations", nlohmann::json{{"token", token_in_mail()}}.dump(),
            "application/json");
  const auto admin = as(Role::admin);
  BOOST_TEST(has(get("/staff/people/opted-in", admin), "Download the table"));
  const auto table = post("/staff/people/opted-in", admin, {{"campaign", "back-to-work"}});
  BOOST_TEST(table->get_header_value("Content-Type").starts_with("text/csv"));
  BOOST_TEST(has(table, "jo@example.org"));
  BOOST_TEST(has(table, ",\"'=HYPERLINK(1) Example\","));
  const auto line = accounts.audit(0, 1).at(0).entry;
  BOOST_TEST(line.action == "people.opted_in");
  BOOST_TEST(line.subject == "back-to-work");
  BOOST_TEST(line.detail == "1");
  BOOST_TEST(post("/staff/people/opted-in", admin, {{"campaign", "none"}})->status == 422);
  BOOST_TEST(get("/staff/people/opted-in", as(Role::editor))->status == 403);
}

BOOST_AUTO_TEST_SUITE_END()
