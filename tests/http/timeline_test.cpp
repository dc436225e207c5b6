#include "server/office/timeline.h"

#include <boost/test/unit_test.hpp>

#include "tests/http/console.h"

namespace {

using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

struct Office : Console {
  const std::string place = "/staff/campaigns/back-to-work/timeline";
  httplib::Headers editor = as(Role::editor);

  httplib::Result add(const Form& changes) {
    Form form{{"step", "add"},
              {"step_kind", "issue"},
              {"day", "2026-10-01"},
              {"text", "Members asked for it."}};
    for (const auto& [name, value] : changes)
      form[name] = value;
    return post(place, editor, form);
  }
  auto all() { return postbag::office::timeline(office, "back-to-work"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(timeline_pages)

BOOST_AUTO_TEST_CASE(a_campaign_runs_until_its_outcome_and_again_when_that_is_taken_back) {
  Office office;
  BOOST_TEST(has(office.get(office.place, office.editor)->body, "It has no outcome yet"));
  BOOST_TEST(office.add({})->status == 200);
  BOOST_TEST(office
                 .add({{"step_kind", "vote"},
                       {"text", "To write to MPs."},
                       {"by", "Members’ meeting"},
                       {"in_favour", "42"},
                       {"against", "3"}})
                 ->status == 200);
  const auto ended = office.add({{"step_kind", "outcome"}, {"day", "2026-11-20"}});
  BOOST_TEST(has(ended->body, "has its outcome, of 20 November 2026"));
  const auto viewer = office.as(Role::viewer);
  BOOST_TEST(has(office.get("/staff", viewer)->body, "has its outcome"));
  const std::string page = office.get(office.place, viewer)->body;
  BOOST_TEST(has(page, "42 for, 3 against, 0 abstained."));
  BOOST_TEST(!has(page, "take_back"));
  const auto outcome = office.all().back();
  const auto back = office.post(office.place, office.editor,
                                {{"step", "take_back"}, {"entry", outcome.id}, {"version", "1"}});
  BOOST_TEST(has(back->body, "It has no outcome yet"));
  BOOST_TEST(has(back->body, "Taken back on"));
  BOOST_TEST(office.all().size() == 3U);
}

BOOST_AUTO_TEST_CASE(what_was_typed_wrong_is_kept_and_told_at_its_field) {
  Office office;
  const auto answer = office.add({{"day", "2027-01-01"}, {"text", ""}, {"by", "Somebody"}});
  BOOST_TEST(answer->status == 422);
  BOOST_TEST(has(answer->body, "href=\"#day\""));
  BOOST_TEST(has(answer->body, "href=\"#text\""));
  BOOST_TEST(has(answer->body, "value=\"Somebody\""));
  BOOST_TEST(office.all().empty());
}

BOOST_AUTO_TEST_CASE(an_entry_that_somebody_else_changed_is_not_deleted_unseen) {
  Office office;
  BOOST_TEST(office.add({{"step_kind", "outcome"}})->status == 200);
  const std::string id = office.all().front().id;
  const auto send = [&](const char* step, const char* version) {
    return office
        .post(office.place, office.editor, {{"step", step}, {"entry", id}, {"version", version}})
        ->status;
  };
  BOOST_TEST(send("take_back", "1") == 200);
  BOOST_TEST(send("delete", "1") == 409);
  BOOST_TEST(send("take_back", "2") == 409);
  BOOST_TEST(send("delete", "2") == 200);
  BOOST_TEST(office.all().empty());
  const std::string log = office.get("/staff/audit", office.as(Role::admin))->body;
  for (const char* line :
       {"Added to a timeline", "Took an outcome back", "Deleted from a timeline"})
    BOOST_TEST(has(log, line), line);
}

BOOST_AUTO_TEST_SUITE_END()
