#include <boost/test/unit_test.hpp>

#include "server/office/engagement_book.h"
#include "tests/http/console.h"

namespace {

using postbag::office::RecordedEngagement;
using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;
using postbag::testing::form_of;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

const std::string kList = "/staff/engagements";

Form meeting() {
  return {{"day", "2026-10-01"},
          {"kind", "meeting"},
          {"campaign", "back-to-work"},
          {"members", "Derby South\nDerby North"},
          {"others", "Staff of the Department: 70"},
          {"asked", "To write to the minister."},
          {"promised", "To write."},
          {"next", "Ask again."},
          {"remind_on", "2026-11-20"},
          {"reply", ""}};
}

struct Office : Console {
  httplib::Headers editor = as(Role::editor);

  /// Where it is then.
  std::string record(const Form& form) {
    const auto answer = post(kList + "/new", editor, form);
    BOOST_REQUIRE(answer->status == 303);
    std::string place = answer->get_header_value("Location");
    return place.substr(0, place.find('?'));
  }
  std::vector<RecordedEngagement> all() { return postbag::office::engagements(office); }
  httplib::Result change(const std::string& place, const Form& changes,
                         const std::string& version = "1") {
    Form form = meeting();
    form["members"] = all().empty() ? "" : text_of(all().front().engagement).members;
    for (const auto& [name, value] : changes)
      form[name] = value;
    form["version"] = version;
    form["step"] = "save";
    return post(place, editor, form);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(engagement_pages)

BOOST_AUTO_TEST_CASE(what_an_editor_records_is_listed_and_summed_for_viewers) {
  Office office;
  const std::string place = office.record(meeting());
  BOOST_REQUIRE(office.all().size() == 1U);
  BOOST_TEST(office.all()[0].author == "editor@example.org");
  const auto viewer = office.as(Role::viewer);
  const std::string list = office.get(kList, viewer)->body;
  BOOST_TEST(has(list, "Met with 2 MPs."));
  BOOST_TEST(has(list, "Met with 70 officials"));
  BOOST_TEST(has(list, "Baggy Shanker (Derby South)"));
  BOOST_TEST(has(list, "Reminders that are due"));
  BOOST_TEST(!has(list, "Record an engagement"));
  const std::string page = office.get(place, viewer)->body;
  BOOST_TEST(has(page, "Meeting, 1 October 2026"));
  BOOST_TEST(has(page, "To write to the minister."));
  BOOST_TEST(!has(page, "<textarea"));
  BOOST_TEST(has(office.get("/staff", viewer)->body, "Reminders that are due"));
}

BOOST_AUTO_TEST_CASE(the_same_form_pressed_twice_is_one_engagement) {
  Office office;
  Form form = meeting();
  form["form_token"] = form_of(office.get(kList + "/new", office.editor)->body)["form_token"];
  for (int press = 0; press < 2; ++press)
    BOOST_TEST(
        postbag::testing::post_form(office.http, kList + "/new", form, office.editor)->status ==
        303);
  BOOST_TEST(office.all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_at_their_fields_and_nothing_typed_is_lost) {
  Office office;
  Form form = meeting();
  form["day"] = "yesterday";
  form["members"] = "Shanker";
  const auto answer = office.post(kList + "/new", office.editor, form);
  BOOST_TEST(answer->status == 422);
  BOOST_TEST(has(answer->body, "href=\"#day\""));
  BOOST_TEST(has(answer->body, "href=\"#members\""));
  BOOST_TEST(has(answer->body, "may mean Baggy Shanker (Derby South)"));
  const Form shown = form_of(answer->body);
  BOOST_TEST(shown.at("day") == "yesterday");
  BOOST_TEST(shown.at("members") == "Shanker");
  BOOST_TEST(shown.at("asked") == form["asked"]);
  BOOST_TEST(office.all().empty());
}

BOOST_AUTO_TEST_CASE(two_editors_who_change_different_fields_both_have_their_way) {
  Office office;
  const std::string place = office.record(meeting());
  BOOST_TEST(office.change(place, {{"promised", "To write today."}})->status == 200);
  const auto second = office.change(place, {{"asked", "Something else."}});
  BOOST_TEST(second->status == 200);
  BOOST_TEST(has(second->body, "their changes are kept, too"));
  const auto saved = office.all().front();
  BOOST_TEST(saved.version == 3);
  BOOST_TEST(saved.engagement.promised == "To write today.");
  BOOST_TEST(saved.engagement.asked == "Something else.");
}

BOOST_AUTO_TEST_CASE(of_two_who_change_the_same_field_the_second_sees_both_and_loses_nothing) {
  Office office;
  const std::string place = office.record(meeting());
  BOOST_TEST(
      office.change(place, {{"promised", "To write today."}, {"day", "2026-10-02"}})->status ==
      200);
  const auto second =
      office.change(place, {{"promised", "To ring."}, {"next", "Ring."}, {"day", "2026-10-01"}});
  BOOST_TEST(second->status == 409);
  BOOST_TEST(has(second->body, "What they saved:"));
  BOOST_TEST(has(second->body, "To write today."));
  BOOST_TEST(has(second->body, "href=\"#promised\""));
  BOOST_TEST(!has(second->body, "href=\"#day\""));
  Form shown = form_of(second->body);
  BOOST_TEST(shown["promised"] == "To ring.");
  BOOST_TEST(shown["next"] == "Ring.");
  BOOST_TEST(shown["day"] == "2026-10-02");
  BOOST_TEST(shown["version"] == "2");
  BOOST_TEST(office.all().front().engagement.promised == "To write today.");
  const auto third = office.change(
      place, {{"promised", shown["promised"]}, {"next", shown["next"]}, {"day", shown["day"]}},
      shown["version"]);
  BOOST_TEST(third->status == 200);
  BOOST_TEST(office.all().front().engagement.promised == "To ring.");
}

BOOST_AUTO_TEST_CASE(what_was_deleted_meanwhile_can_be_recorded_anew) {
  Office office;
  const std::string place = office.record(meeting());
  BOOST_TEST(office.post(place, office.editor, {{"step", "delete"}, {"version", "1"}})->status ==
             303);
  BOOST_TEST(office.all().empty());
  BOOST_TEST(office.get(place, office.editor)->status == 404);
  const auto late = office.change(place, {{"asked", "Something else."}});
  BOOST_TEST(late->status == 409);
  BOOST_TEST(has(late->body, "action=\"/staff/engagements/new\""));
  BOOST_TEST(form_of(late->body)["asked"] == "Something else.");
}

BOOST_AUTO_TEST_CASE(nobody_deletes_what_they_have_not_seen) {
  Office office;
  const std::string place = office.record(meeting());
  BOOST_TEST(office.change(place, {{"asked", "Something else."}})->status == 200);
  const auto late = office.post(place, office.editor, {{"step", "delete"}, {"version", "1"}});
  BOOST_TEST(late->status == 409);
  BOOST_TEST(office.all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_reminder_is_due_until_somebody_is_done_with_it) {
  Office office;
  const std::string place = office.record(meeting());
  BOOST_TEST(office.post(place, office.editor, {{"step", "done"}, {"version", "1"}})->status ==
             303);
  BOOST_TEST(!office.all().front().engagement.remind_on.has_value());
  BOOST_TEST(!has(office.get(kList, office.editor)->body, "Reminders that are due"));
}

BOOST_AUTO_TEST_CASE(the_list_can_be_narrowed_and_exported) {
  Office office;
  office.record(meeting());
  Form other = meeting();
  other["day"] = "2026-10-05";
  other["kind"] = "event";
  other["members"] = "Amber Valley";
  other["asked"] = "=1+1";
  other["remind_on"] = "";
  office.record(other);
  const auto list = [&](const std::string& query) {
    return office.get(kList + query, office.editor);
  };
  const std::string by_member = list("?member=derby+south")->body;
  BOOST_TEST(has(by_member, "Baggy Shanker"));
  BOOST_TEST(!has(by_member, "(Amber Valley)"));
  BOOST_TEST(has(list("?from=2026-10-02")->body, "(Amber Valley)"));
  BOOST_TEST(list("?from=2026-10-02&to=2026-10-01")->status == 422);
  BOOST_TEST(list("?member=Nobody+Atall")->status == 422);
  const auto csv = office.get(kList + "/export?kind=event", office.as(Role::viewer));
  BOOST_TEST(csv->get_header_value("Content-Type").starts_with("text/csv"));
  BOOST_TEST(has(csv->body, "(Amber Valley)"));
  BOOST_TEST(has(csv->body, "'=1+1"));
  BOOST_TEST(!has(csv->body, "Baggy Shanker"));
}

BOOST_AUTO_TEST_CASE(an_import_is_seen_before_it_is_saved_and_known_when_it_comes_again) {
  Office office;
  const Form file{{"csv",
                   "day,kind,members,others\n2026-10-01,meeting,Derby South,\n"
                   "2026-10-02,briefing,,\"Staff, of the Department: 70\"\n"}};
  const auto send = [&](const char* step) {
    Form form = file;
    form["step"] = step;
    return office.post(kList + "/import", office.editor, form);
  };
  const auto preview = send("preview");
  BOOST_TEST(preview->status == 200);
  BOOST_TEST(has(preview->body, "Record 2 engagements"));
  BOOST_TEST(office.all().empty());
  BOOST_TEST(send("save")->status == 303);
  BOOST_TEST(office.all().size() == 2U);
  const auto again = send("save");
  BOOST_TEST(again->status == 409);
  BOOST_TEST(has(again->body, "2 rows are recorded already"));
  BOOST_TEST(office.all().size() == 2U);
}

BOOST_AUTO_TEST_CASE(of_a_file_with_bad_rows_all_are_told_and_nothing_is_imported) {
  Office office;
  const auto answer = office.post(kList + "/import", office.editor,
                                  {{"csv",
                                    "day,kind,members\n2026-10-01,meeting,Derby South\n"
                                    "soon,meeting,Derby South\n2026-10-01,meeting,Shanker\n"},
                                   {"step", "save"}});
  BOOST_TEST(answer->status == 422);
  BOOST_TEST(has(answer->body, "Line 3, column 1 (day)"));
  BOOST_TEST(has(answer->body, "Line 4, column 3 (members)"));
  BOOST_TEST(has(answer->body, "2 things are wrong"));
  BOOST_TEST(office.all().empty());
}

BOOST_AUTO_TEST_CASE(an_exported_file_is_known_when_it_is_imported_again) {
  Office office;
  office.record(meeting());
  const std::string csv = office.get(kList + "/export", office.editor)->body;
  const auto answer =
      office.post(kList + "/import", office.editor, {{"csv", csv}, {"step", "preview"}});
  BOOST_TEST(answer->status == 200);
  BOOST_TEST(has(answer->body, "1 row is recorded already"));
  BOOST_TEST(!has(answer->body, "value=\"save\""));
}

BOOST_AUTO_TEST_CASE(each_change_is_a_line_of_who_did_what) {
  Office office;
  const std::string place = office.record(meeting());
  static_cast<void>(office.change(place, {{"asked", "Something else."}}));
  static_cast<void>(office.post(place, office.editor, {{"step", "delete"}, {"version", "2"}}));
  const std::string log = office.get("/staff/audit", office.as(Role::admin))->body;
  for (const char* line : {"Recorded an engagement", "Changed an engagement",
                           "Deleted an engagement", "meeting, 2026-10-01"})
    BOOST_TEST(has(log, line), line);
}

BOOST_AUTO_TEST_SUITE_END()
