#include <boost/test/unit_test.hpp>

#include "base/digest.h"
#include "server/office/saved_group.h"
#include "tests/http/console.h"
#include "tests/http/supporter.h"

namespace {

using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::form_of;
using postbag::testing::has;

/// A console with letters in it.
struct Figures : Console {
  Figures() { viewer = as(Role::viewer); }

  /// A letter that somebody said yes to; sent, with deliver().
  void write(const std::string& email, const std::string& constituency, const std::string& member,
             const std::string& source = {}) {
    postbag::campaign::NewLetter letter;
    letter.public_id = postbag::sha256("id of " + email).substr(0, 22);
    letter.campaign_id = catalogue.find("back-to-work")->id;
    letter.constituency = constituency;
    letter.member = member;
    const auto line = [](const std::string& text) {
      return postbag::Line::parse(text, {"line", "a line", 0, 1000}).value();
    };
    const auto prose = [](const std::string& text) {
      return postbag::Prose::parse(text, {"prose", "prose", 0, 1000}).value();
    };
    letter.supporter_name = line("Jo Example");
    letter.supporter_email = postbag::EmailAddress::parse(email).value();
    letter.supporter_key = postbag::sha256(email).substr(0, 32);
    letter.subject = line("A subject");
    letter.body = prose("Words.");
    letter.language = "en";
    letter.source = source;
    letter.confirmation_hash = postbag::sha256("token of " + email);
    letter.message_id = letter.public_id + "@postbag.example.org";
    letter.confirmation = {"c" + letter.message_id, line("Please confirm"), prose("The link")};
    letter.already_wrote = {"a" + letter.message_id, line("You wrote"), prose("No second")};
    BOOST_REQUIRE(store.submit(letter).has_value());
    BOOST_REQUIRE(store.confirm({letter.public_id, letter.confirmation_hash}, postbag::Duration{0})
                      .has_value());
  }
  httplib::Result look(const std::string& path) { return get(path, viewer); }

  httplib::Headers viewer;
};

// Real seats and their Members: Derby South and Aldershot.
constexpr const char* kDerbySouth = "E14001194";
constexpr const char* kBaggyShanker = "5176";
constexpr const char* kAldershot = "E14001063";
constexpr const char* kAlexBaker = "5173";

BOOST_FIXTURE_TEST_SUITE(console_reach, Figures)

BOOST_AUTO_TEST_CASE(the_page_says_how_many_mps_were_reached_as_of_when_and_from_what_data) {
  BOOST_TEST(has(look("/staff/reach"), "<strong>0</strong> of 650 MPs"));
  write("jo@example.org", kDerbySouth, kBaggyShanker, "newsletter");
  deliver();
  write("al@example.org", kAldershot, kAlexBaker);
  const auto page = look("/staff/reach");
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "<strong>1</strong> of 650 MPs"));
  BOOST_TEST(has(page, "As of 22 November 2026"));
  BOOST_TEST(has(page, "Data: postcodes "));
  BOOST_TEST(has(page, "newsletter"));
  BOOST_TEST(has(page, "<svg class=\"map\""));
  BOOST_TEST(has(page, "<svg class=\"chart\""));
  BOOST_TEST(has(page, "649 constituencies whose MP has not been reached"));
  BOOST_TEST(has(look("/staff"), "/staff/reach?campaign=back-to-work"));
}

BOOST_AUTO_TEST_CASE(campaign_group_and_day_choose_what_is_counted) {
  write("jo@example.org", kDerbySouth, kBaggyShanker);
  deliver();
  BOOST_TEST(has(look("/staff/reach?campaign=sanctions"), "<strong>0</strong> of 650"));
  BOOST_TEST(has(look("/staff/reach?campaign=back-to-work"), "<strong>1</strong> of 650"));
  BOOST_TEST(has(look("/staff/reach?group=region:East%20Midlands"), "<strong>1</strong> of 47"));
  BOOST_TEST(has(look("/staff/reach?group=nation:Wales"), "<strong>0</strong> of 32"));
  BOOST_TEST(has(look("/staff/reach?as_of=2026-11-21"), "<strong>0</strong> of 650"));
  BOOST_TEST(has(look("/staff/reach?as_of=2026-11-22"), "<strong>1</strong> of 650"));
  BOOST_TEST(has(look("/staff/reach?from=2026-11-01"), "Since 1 November 2026"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_understood_is_said_at_its_field) {
  const auto day = look("/staff/reach?as_of=yesterday");
  BOOST_TEST(day->status == 422);
  BOOST_TEST(has(day, "id=\"as_of-error\""));
  BOOST_TEST(has(day, "value=\"yesterday\""));
  BOOST_TEST(look("/staff/reach?campaign=nothing")->status == 422);
  BOOST_TEST(look("/staff/reach?group=saved:nothing")->status == 422);
  BOOST_TEST(look("/staff/reach?group=party:%3Cb%3E")->status == 422);
  BOOST_TEST(look("/staff/reach?group=x")->status == 422);
  const auto to_come = look("/staff/reach?as_of=2027-01-01");
  BOOST_TEST(to_come->status == 422);
  BOOST_TEST(has(to_come, "id=\"as_of-error\""));
  const auto late = look("/staff/reach?as_of=2026-11-01&from=2026-11-02");
  BOOST_TEST(late->status == 422);
  BOOST_TEST(has(late, "id=\"from-error\""));
  BOOST_TEST(!has(look("/staff/reach?organisation=%3Cscript%3E"), "<script>"));
}

BOOST_AUTO_TEST_CASE(tables_are_sorted_by_a_link_and_taken_away_as_csv) {
  write("jo@example.org", kDerbySouth, kBaggyShanker);
  deliver();
  const auto sorted = look("/staff/reach?campaign=back-to-work&sort=-letters");
  BOOST_TEST(has(sorted,
                 "aria-sort=\"descending\"><a "
                 "href=\"/staff/reach?campaign=back-to-work&amp;sort=letters#party\""));
  const std::size_t east_midlands = sorted->body.find(
      "<th scope=\"row\"><a href=\"/staff/reach?"
      "campaign=back-to-work&amp;group=region");
  BOOST_TEST(sorted->body.substr(east_midlands, 150).find("East Midlands") != std::string::npos);
  const auto csv = look("/staff/reach/table/region?campaign=back-to-work&sort=-letters");
  BOOST_TEST(csv->status == 200);
  BOOST_TEST(csv->get_header_value("Content-Type") == "text/csv; charset=utf-8");
  BOOST_TEST(csv->get_header_value("Content-Disposition") ==
             "attachment; filename=\"postbag-region-2026-11-22.csv\"");
  BOOST_TEST(
      csv->body.starts_with("\xEF\xBB\xBFRegion,MPs,Reached,Not yet,Letters sent,"
                            "Supporters\r\nEast Midlands,47,1,46,1,1\r\n"));
  BOOST_TEST(has(csv, "As of 22 November 2026"));
  for (const char* const name :
       {"figures", "party", "nation", "sources", "states", "days", "not-yet", "mps", "former"})
    BOOST_TEST_CONTEXT(name)
  BOOST_TEST(look(std::string{"/staff/reach/table/"} + name)->status == 200);
  BOOST_TEST(look("/staff/reach/table/nothing")->status == 404);
  BOOST_TEST(look("/staff/reach/table/party?as_of=x")->status == 422);
}

BOOST_AUTO_TEST_CASE(no_cell_of_a_csv_is_run_by_a_spreadsheet) {
  write("jo@example.org", kDerbySouth, kBaggyShanker, "-2-2");
  const auto csv = look("/staff/reach/table/sources");
  BOOST_TEST(has(csv, "\r\n\"'-2-2\",1\r\n"));
}

BOOST_AUTO_TEST_CASE(not_yet_reached_begins_where_supporters_are_fewest_and_marks_vacant_seats) {
  write("jo@example.org", kDerbySouth, kBaggyShanker);
  deliver();
  write("al@example.org", kAldershot, kAlexBaker);
  const auto page = look("/staff/reach/not-yet");
  BOOST_TEST(has(page, "649 of 650 constituencies"));
  BOOST_TEST(!has(page, "Derby South"));
  const auto last = look("/staff/reach/not-yet?sort=-supporters");
  BOOST_TEST(last->body.find("Aldershot") < last->body.find("Aldridge-Brownhills"));
  BOOST_TEST(page->body.find("Aldershot") > page->body.find("Wrexham"));
}

BOOST_AUTO_TEST_CASE(mps_are_found_by_name_seat_and_party_and_by_whether_they_were_reached) {
  write("jo@example.org", kDerbySouth, kBaggyShanker);
  deliver();
  BOOST_TEST(has(look("/staff/mps?name=shanker"), "1 constituency"));
  BOOST_TEST(has(look("/staff/mps?name=DERBY%20S"), "/staff/mps/5176"));
  BOOST_TEST(has(look("/staff/mps?reached=yes"), "1 constituency"));
  BOOST_TEST(has(look("/staff/mps?reached=no"), "649 constituencies"));
  BOOST_TEST(has(look("/staff/mps?name=nobody-of-that-name"), "No MP or constituency"));
  const auto sorted = look("/staff/mps?name=Derby&sort=-seat");
  BOOST_TEST(has(sorted, "href=\"/staff/mps?name=Derby&amp;sort=seat#mps\""));
}

BOOST_AUTO_TEST_CASE(an_mps_page_has_their_letters_and_what_became_of_them) {
  write("jo@example.org", kDerbySouth, kBaggyShanker);
  deliver();
  const auto page = look("/staff/mps/5176");
  BOOST_TEST(has(page, "<h1>Baggy Shanker</h1>"));
  BOOST_TEST(has(page, "The last was sent on 22 November 2026"));
  BOOST_TEST(has(page, "from Derby South"));
  BOOST_TEST(has(page, "None so far."));
  BOOST_TEST(has(page, "Nothing is recorded yet."));
  BOOST_TEST(has(look("/staff/mps/5173"), "No letter has been sent to them."));
  BOOST_TEST(look("/staff/mps/999999")->status == 404);
  write("al@example.org", kAldershot, "999999");
  const auto former = look("/staff/mps/999999");
  BOOST_TEST(former->status == 200);
  BOOST_TEST(has(former, "Person number 999999"));
}

BOOST_AUTO_TEST_CASE(a_group_is_put_together_counted_changed_and_deleted_with_lines_in_the_log) {
  write("jo@example.org", kDerbySouth, kBaggyShanker);
  deliver();
  const auto editor = as(Role::editor);
  const auto wrong = post("/staff/reach/groups/new", editor,
                          {{"step", "save"}, {"name", ""}, {"lines", "Nobody Ofthatname"}});
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "id=\"name-error\""));
  BOOST_TEST(has(wrong, "id=\"lines-error\""));
  BOOST_TEST(has(wrong, "Nobody Ofthatname"));
  const auto made = post(
      "/staff/reach/groups/new", editor,
      {{"step", "save"}, {"name", "A committee"}, {"lines", "Baggy Shanker\r\nAldershot\r\n"}});
  BOOST_TEST(made->status == 303);
  const std::string place = made->get_header_value("Location");
  BOOST_TEST(place == "/staff/reach?group=saved:a-committee");
  BOOST_TEST(has(look(place), "<strong>1</strong> of 2 MPs"));
  BOOST_TEST(has(look("/staff/reach/groups"), "A committee"));
  BOOST_TEST(!has(look("/staff/reach/groups"), "/staff/reach/groups/a-committee"));

  auto form = form_of(get("/staff/reach/groups/a-committee", editor)->body);
  BOOST_TEST(form["lines"].find("Alex Baker (Aldershot)") != std::string::npos);
  BOOST_TEST(form["version"] == "1");
  form["lines"] = "Baggy Shanker";
  BOOST_TEST(post("/staff/reach/groups/a-committee", editor, form)->status == 303);
  BOOST_TEST(has(look(place), "<strong>1</strong> of 1 MPs"));
  const auto removed =
      post("/staff/reach/groups/a-committee", editor, {{"step", "remove"}, {"version", "2"}});
  BOOST_TEST(removed->status == 303);
  BOOST_TEST(get("/staff/reach/groups/a-committee", editor)->status == 404);
  BOOST_TEST(look(place)->status == 422);
  const auto log = get("/staff/audit", as(Role::admin));
  BOOST_TEST(has(log, "Saved a group of MPs"));
  BOOST_TEST(has(log, "Deleted a group of MPs"));
  const auto again = post("/staff/reach/groups/new", editor,
                          {{"step", "save"}, {"name", "A committee"}, {"lines", "Aldershot"}});
  BOOST_TEST(again->get_header_value("Location") == "/staff/reach?group=saved:a-committee-2");
}

BOOST_AUTO_TEST_CASE(a_new_group_that_is_sent_twice_is_one_and_another_of_its_name_is_a_second) {
  const auto editor = as(Role::editor);
  const auto send = [&](const std::string& name, const std::string& lines) {
    return post("/staff/reach/groups/new", editor,
                {{"step", "save"}, {"name", name}, {"lines", lines}})
        ->get_header_value("Location");
  };
  BOOST_TEST(send("Twice", "Aldershot") == "/staff/reach?group=saved:twice");
  BOOST_TEST(send("Twice", "Alex Baker") == "/staff/reach?group=saved:twice");
  BOOST_TEST(send("Twice", "Derby South") == "/staff/reach?group=saved:twice-2");
  BOOST_TEST(send("New", "Derby South") == "/staff/reach?group=saved:new-2");
  BOOST_TEST(send("New", "Derby South") == "/staff/reach?group=saved:new-2");
}

BOOST_AUTO_TEST_CASE(whoever_saves_a_group_second_is_told_and_loses_nothing) {
  const auto editor = as(Role::editor);
  static_cast<void>(post("/staff/reach/groups/new", editor,
                         {{"step", "save"}, {"name", "Two"}, {"lines", "Aldershot"}}));
  auto form = form_of(get("/staff/reach/groups/two", editor)->body);
  form["lines"] = "Baggy Shanker";
  BOOST_TEST(post("/staff/reach/groups/two", editor, form)->status == 303);
  form["name"] = "Two of mine";
  form["lines"] = "Alex Baker\r\nBaggy Shanker";
  const auto second = post("/staff/reach/groups/two", editor, form);
  BOOST_TEST(second->status == 409);
  BOOST_TEST(has(second, "Somebody else saved this"));
  BOOST_TEST(has(second, "Baggy Shanker (Derby South)"));
  auto kept = form_of(second->body);
  BOOST_TEST(kept["name"] == "Two of mine");
  BOOST_TEST(kept["lines"].starts_with("Alex Baker"));
  BOOST_TEST(kept["version"] == "2");
  BOOST_TEST(post("/staff/reach/groups/two", editor, kept)->status == 303);
  BOOST_TEST(
      post("/staff/reach/groups/two", editor, {{"step", "remove"}, {"version", "1"}})->status ==
      409);
  BOOST_TEST(post("/staff/reach/groups/nothing", editor, {{"step", "save"}})->status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
