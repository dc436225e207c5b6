// Campaigns in the console.
#include <boost/test/unit_test.hpp>

#include "templates/campaign_document.h"
#include "tests/http/console.h"
#include "tests/http/supporter.h"

namespace {

using namespace std::chrono_literals;
using postbag::office::RecordKind;
using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::Supporter;

const std::string kCampaign = "/staff/campaigns/back-to-work";

/// A console, and an editor at it.
struct Desk : Console {
  Desk() : editor(as(Role::editor)) {}

  httplib::Result open(const std::string& page) { return get(kCampaign + page, editor); }
  httplib::Result send(const std::string& page, const Form& form) {
    return post(kCampaign + page, editor, form);
  }
  /// The fields of a page of the campaign, some of them changed.
  Form fields(const std::string& page, const Form& changed = {}) {
    Form form = form_of(open(page)->body);
    for (const auto& [name, value] : changed)
      form[name] = value;
    return form;
  }
  postbag::office::Record newest(const std::string& slug = "back-to-work") {
    return office.find(RecordKind::campaign, slug).value();
  }
  postbag::templates::CampaignDocument document() {
    return postbag::templates::read_document(newest().body, "").value();
  }
  std::string place(const httplib::Result& answer) { return answer->get_header_value("Location"); }
  /// What the newest line of the audit log says.
  std::string last_deed() {
    const auto entry = accounts.audit(0, 1).front().entry;
    return entry.actor.name + ' ' + entry.action + ' ' + entry.subject + ' ' + entry.detail;
  }

  httplib::Headers editor;
};

std::string renamed(std::string source) {
  constexpr std::string_view old = "slug = \"back-to-work\"";
  return source.replace(source.find(old), old.size(), "slug = \"brought-in\"");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staff_campaigns)

BOOST_AUTO_TEST_CASE(a_campaign_is_made_edited_and_shown_to_supporters) {
  Desk desk;
  const auto made = desk.post("/staff/campaigns/new", desk.editor,
                              {{"step", "make"}, {"title", "Quiet <rooms>"}, {"slug", "rooms"}});
  BOOST_TEST(desk.place(made) == "/staff/campaigns/rooms/edit");
  BOOST_TEST(desk.last_deed() == "editor@example.org campaign.made rooms ");
  BOOST_TEST(has(desk.get("/staff", desk.editor), "Draft: supporters cannot see it yet"));
  BOOST_TEST(desk.get("/c/rooms")->status == 404);

  const auto blocked = desk.get("/staff/campaigns/rooms/publish", desk.editor);
  BOOST_TEST(has(blocked, "/staff/campaigns/rooms/edit#organisation"));
  BOOST_TEST(has(blocked, "/staff/campaigns/rooms/letters/1#body"));
  BOOST_TEST(has(blocked, "[ask for one thing that an MP can do]"));
  const auto refused = desk.post("/staff/campaigns/rooms/publish", desk.editor, {{"version", "1"}});
  BOOST_TEST(refused->status == 422);
  BOOST_TEST(desk.get("/c/rooms")->status == 404);

  Form form = form_of(desk.get("/staff/campaigns/rooms/edit", desk.editor)->body);
  form["organisation"] = "Example";
  form["summary"] = "One.\r\nTwo.";
  form["privacy_notice"] = "We keep little.";
  const auto saved = desk.post("/staff/campaigns/rooms/edit", desk.editor, form);
  BOOST_TEST(desk.place(saved) == "/staff/campaigns/rooms/edit?saved=2");
  BOOST_TEST(has(desk.get(desk.place(saved), desk.editor), "Saved as version 2."));
  form = form_of(desk.get("/staff/campaigns/rooms/letters/1", desk.editor)->body);
  form["subjects"] = "A quiet room in {{constituency}}\r\n\r\nAnother subject";
  form["body"] =
      "{{greeting}},\r\n\r\n{{story}}\r\n\r\nPlease write about quiet "
      "rooms.\r\n\r\n{{name}}\r\n{{address}}";
  BOOST_TEST(desk.post("/staff/campaigns/rooms/letters/1", desk.editor, form)->status == 303);
  const auto shown = desk.post("/staff/campaigns/rooms/publish", desk.editor, {{"version", "3"}});
  BOOST_TEST(desk.place(shown) == "/staff/campaigns/rooms?done=publish");
  BOOST_TEST(desk.last_deed() == "editor@example.org campaign.published rooms version 3");
  BOOST_TEST(has(desk.get("/c/rooms"), "Quiet &lt;rooms&gt;"));
  const auto document = postbag::templates::read_document(desk.newest("rooms").body, "").value();
  BOOST_TEST(document.english.summary == "One.\nTwo.");
  BOOST_TEST(document.letters.front().subjects.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_form_that_was_sent_unchanged_saves_nothing) {
  Desk desk;
  const std::string before = desk.newest().body;
  for (const char* page : {"/edit", "/letters/1", "/letters/7", "/source"})
    BOOST_TEST_CONTEXT(page) {
      Form form = desk.fields(page);
      if (std::string{page} == "/letters/7") form["language"] = "cy";
      BOOST_TEST(desk.send(page, form)->status == 303);
      BOOST_TEST(desk.newest().version == 1);
      BOOST_TEST(desk.newest().body == before);
    }
}

BOOST_AUTO_TEST_CASE(what_a_form_does_not_show_is_kept_when_it_saves) {
  Desk desk;
  const auto before = desk.document();
  BOOST_TEST(has(desk.open("/edit"), "its comments and its layout go"));
  desk.send("/edit", desk.fields("/edit", {{"title", "Another title"}}));
  auto after = desk.document();
  BOOST_TEST(after.english.title == "Another title");
  BOOST_TEST(!has(desk.open("/edit"), "its comments and its layout go"));
  after.english.title = before.english.title;
  BOOST_TEST((after == before));
}

BOOST_AUTO_TEST_CASE(mistakes_are_said_at_their_fields_and_a_draft_may_have_them) {
  Desk desk;
  desk.send("/edit", desk.fields("/edit", {{"closes", "soon"}, {"title", ""}}));
  const auto page = desk.open("/edit");
  BOOST_TEST(has(page, "id=\"closes-error\""));
  BOOST_TEST(has(page, "id=\"title-error\""));
  BOOST_TEST(has(page, "Title is missing."));
  BOOST_TEST(has(page, "value=\"soon\""));
  desk.send(
      "/letters/3",
      desk.fields("/letters/3", {{"body", "Hello"}, {"party", "Labor"}, {"nation", "Narnia"}}));
  const auto letter = desk.open("/letters/3");
  BOOST_TEST(has(letter, "id=\"body-error\""));
  BOOST_TEST(has(letter, "Letter has no place for the supporter&#39;s own words"));
  BOOST_TEST(has(letter, "id=\"nation-error\""));
  BOOST_TEST(!has(desk.open("/letters/2"), "id=\"body-error\""));
  BOOST_TEST(has(desk.open("/letters"), "Something is wrong with it."));
  BOOST_TEST(desk.send("/publish", {{"version", "3"}})->status == 422);
  BOOST_TEST(has(desk.get("/c/back-to-work"), "Back-to-work support"));
}

BOOST_AUTO_TEST_CASE(the_second_of_two_editors_loses_nothing) {
  Desk desk;
  const Form theirs = desk.fields("/edit", {{"title", "Theirs"}, {"ask", "Their ask"}});
  const Form ours = desk.fields("/edit", {{"summary", "Ours"}, {"ask", "Our ask"}});
  BOOST_TEST(desk.send("/edit", theirs)->status == 303);
  const auto conflict = desk.send("/edit", ours);
  BOOST_TEST(conflict->status == 409);
  BOOST_TEST(has(conflict, "editor@example.org saved version 2"));
  BOOST_TEST(has(conflict, "</span>ask = &quot;Their ask&quot;</del>"));
  BOOST_TEST(has(conflict, "</span>ask = &quot;Our ask&quot;</ins>"));
  BOOST_TEST(!has(conflict, "</span>title = &quot;Theirs&quot;</del>"));
  BOOST_TEST(has(conflict, "</span>summary = &quot;Ours&quot;</ins>"));
  Form again = form_of(conflict->body);
  BOOST_TEST(again["summary"] == "Ours");
  BOOST_TEST(desk.send("/edit", again)->status == 303);
  BOOST_TEST(desk.document().english.title == "Theirs");
  BOOST_TEST(desk.document().english.summary == "Ours");
  BOOST_TEST(desk.document().english.ask == "Our ask");

  const Form letter = desk.fields("/letters/2", {{"body", "Mine {{story}}"}});
  const Form source = desk.fields("/source", {{"toml", "slug = \"x\""}});
  desk.send("/letters", {{"version", "3"}, {"letter", "1"}, {"step", "remove"}});
  const auto of_letter = desk.send("/letters/2", letter);
  BOOST_TEST(of_letter->status == 409);
  BOOST_TEST(form_of(of_letter->body)["body"] == "Mine {{story}}");
  const auto of_source = desk.send("/source", source);
  BOOST_TEST(of_source->status == 409);
  BOOST_TEST(form_of(of_source->body)["toml"] == "slug = \"x\"");
  BOOST_TEST(
      desk.send("/letters", {{"version", "3"}, {"letter", "1"}, {"step", "remove"}})->status ==
      409);
  BOOST_TEST(desk.newest().version == 4);
}

BOOST_AUTO_TEST_CASE(letters_and_exceptions_are_added_moved_and_taken_away) {
  Desk desk;
  const auto before = desk.document();
  const auto step = [&](Form form) {
    form["version"] = std::to_string(desk.newest().version);
    return desk.send("/letters", form);
  };
  BOOST_TEST(desk.place(step({{"step", "down"}, {"letter", "1"}})) ==
             kCampaign + "/letters?saved=2");
  BOOST_TEST((desk.document().letters.at(1) == before.letters.at(0)));
  step({{"step", "up"}, {"letter", "2"}});
  BOOST_TEST((desk.document() == before));
  BOOST_TEST(desk.place(step({{"step", "add_letter"}})) == kCampaign + "/letters/6?saved=4");
  BOOST_TEST(desk.document().letters.size() == before.letters.size() + 1);
  step({{"step", "remove"}, {"letter", "6"}});
  BOOST_TEST((desk.document() == before));
  BOOST_TEST(desk.place(step({{"step", "add_exclusion"}})) == kCampaign + "/exclusions/1?saved=6");
  const Form form = desk.fields(
      "/exclusions/1", {{"party", "Labour\r\nSpeaker"}, {"explanation", "They know already."}});
  BOOST_TEST(desk.send("/exclusions/1", form)->status == 303);
  BOOST_TEST(desk.document().exclusions.front().filter.party.size() == 2U);
  BOOST_TEST(has(desk.open("/letters"), "Labour or Speaker"));
  for (const Form& senseless : {Form{{"step", "up"}, {"letter", "1"}}, Form{{"step", "remove"}},
                                Form{{"step", "up"}, {"letter", "99"}}, Form{{"step", "x"}}})
    BOOST_TEST(step(senseless)->status == 422);
  BOOST_TEST(desk.open("/letters/99")->status == 404);
  BOOST_TEST(desk.open("/exclusions/2")->status == 404);
}

BOOST_AUTO_TEST_CASE(a_paused_campaign_takes_no_letters_and_lets_those_written_go_on) {
  Desk desk;
  Supporter supporter{desk};
  supporter.give_details();
  supporter.press("letter");
  supporter.press("send");
  const std::string token = desk.token_in_mail();
  BOOST_TEST(desk.place(desk.send("", {{"step", "pause"}})) == kCampaign + "?done=pause");
  const auto page = desk.get("/c/back-to-work");
  BOOST_TEST(page->status == 410);
  BOOST_TEST(has(page, "This campaign is paused"));
  BOOST_TEST(has(desk.get("/c/back-to-work?lang=cy"), "oedi"));
  BOOST_TEST(!has(desk.get("/"), "/c/back-to-work"));
  const auto api = nlohmann::json::parse(desk.get("/api/v1/campaigns/back-to-work")->body);
  BOOST_TEST(api.at("closed_because") == "paused_campaign");
  const auto letter = desk.http.Post("/api/v1/campaigns/back-to-work/letters",
                                     postbag::testing::letter_json().dump(), "application/json");
  BOOST_TEST(letter->status == 410);
  Form form = form_of(desk.get("/confirm/" + token)->body);
  BOOST_TEST(postbag::testing::post_form(desk.http, "/confirm", form)->status == 200);
  BOOST_TEST(desk.store.letters({.state = postbag::campaign::LetterState::queued}).size() == 1U);
  // A letter cannot be paused twice: somebody else was quicker.
  BOOST_TEST(desk.send("", {{"step", "pause"}})->status == 409);

  BOOST_TEST(desk.send("", {{"step", "end"}})->status == 303);
  BOOST_TEST(has(desk.get("/c/back-to-work"), "This campaign has closed"));
  BOOST_TEST(has(desk.get("/staff", desk.editor), "Ended"));
  BOOST_TEST(desk.send("", {{"step", "go_on"}})->status == 303);
  BOOST_TEST(desk.last_deed() == "editor@example.org campaign.went_on back-to-work ");
  BOOST_TEST(desk.get("/c/back-to-work")->status == 200);
}

BOOST_AUTO_TEST_CASE(the_last_day_is_moved_at_once_and_changes_of_the_draft_stay_unseen) {
  Desk desk;
  desk.send("/edit", desk.fields("/edit", {{"title", "Unseen"}}));
  BOOST_TEST(desk.send("", {{"step", "extend"}, {"closes", "2020-01-01"}})->status == 422);
  const auto wrong = desk.send("", {{"step", "extend"}, {"closes", "later"}});
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "id=\"closes-error\""));
  BOOST_TEST(desk.send("", {{"step", "extend"}, {"closes", "2099-12-31"}})->status == 303);
  const auto page = desk.open("");
  BOOST_TEST(has(page, "The last day to write is 31 December 2099."));
  BOOST_TEST(has(page, "Supporters still see version 3."));
  BOOST_TEST(!has(desk.get("/c/back-to-work"), "Unseen"));
  BOOST_TEST(desk.document().english.title == "Unseen");
  BOOST_TEST(desk.document().closes == "2099-12-31");
  BOOST_TEST(desk.send("", {{"step", "extend"}, {"closes", ""}})->status == 303);
  BOOST_TEST(has(desk.open(""), "Open. Supporters can write."));
}

BOOST_AUTO_TEST_CASE(a_last_day_that_is_over_cannot_be_shown) {
  Desk desk;
  desk.send("/edit", desk.fields("/edit", {{"closes", "2020-01-01"}}));
  const auto page = desk.open("/publish");
  BOOST_TEST(has(page, "closes is over already"));
  BOOST_TEST(desk.send("/publish", {{"version", "2"}})->status == 422);
  desk.send("/edit", desk.fields("/edit", {{"opens", "2099-01-02"}, {"closes", "2099-01-01"}}));
  BOOST_TEST(desk.send("/publish", {{"version", "3"}})->status == 422);
  desk.send("/edit", desk.fields("/edit", {{"opens", "2099-01-01"}}));
  BOOST_TEST(has(desk.open("/publish"), "Supporters can write from 1 January 2099 on."));
  BOOST_TEST(desk.send("/publish", {{"version", "4"}})->status == 303);
  BOOST_TEST(has(desk.open(""), "Supporters can write from 1 January 2099 on."));
  BOOST_TEST(has(desk.get("/c/back-to-work"), "Not open yet"));
}

BOOST_AUTO_TEST_CASE(a_party_that_no_mp_belongs_to_is_pointed_out) {
  Desk desk;
  BOOST_TEST(!has(desk.open("/publish"), "No MP belongs"));
  desk.send("/letters/3", desk.fields("/letters/3", {{"party", "Speeker"}}));
  BOOST_TEST(has(desk.open("/publish"), "No MP belongs to the party “Speeker”"));
}

BOOST_AUTO_TEST_CASE(nobody_shows_a_version_that_they_have_not_seen) {
  Desk desk;
  desk.send("/edit", desk.fields("/edit", {{"title", "One"}}));
  desk.send("/edit", desk.fields("/edit", {{"title", "Two"}}));
  const auto page = desk.send("/publish", {{"version", "2"}});
  BOOST_TEST(page->status == 409);
  BOOST_TEST(has(page, "Somebody saved a newer version meanwhile"));
  BOOST_TEST(!has(desk.get("/c/back-to-work"), "Two"));
}

BOOST_AUTO_TEST_CASE(letters_say_with_which_version_they_were_written) {
  Desk desk;
  const auto write = [&](const std::string& email) {
    auto json = postbag::testing::letter_json();
    json["email"] = email;
    BOOST_TEST(
        desk.http.Post("/api/v1/campaigns/back-to-work/letters", json.dump(), "application/json")
            ->status == 202);
  };
  write("one@example.org");
  desk.send("/edit", desk.fields("/edit", {{"title", "Another title"}}));
  write("two@example.org");
  desk.send("/publish", {{"version", "2"}});
  write("three@example.org");
  const auto letters = desk.office.letters_by_version("back-to-work");
  BOOST_TEST(letters.at(1) == 2);
  BOOST_TEST(letters.at(2) == 1);
  const auto page = desk.open("/versions");
  BOOST_TEST(has(page, "Version 2</a> <strong>Supporters see it</strong></th>"));
  BOOST_TEST(has(page, "<td>command line</td><td class=\"number\">2</td>"));
  const auto second = desk.open("/versions/2");
  BOOST_TEST(has(second, "What changed since version 1"));
  BOOST_TEST(has(second, "</span>title = &quot;Another title&quot;</ins>"));
  BOOST_TEST(has(second, "{{greeting}},"));
  BOOST_TEST(desk.open("/versions/3")->status == 404);
  BOOST_TEST(desk.place(desk.send("/versions/1", {})) == kCampaign + "/edit?saved=3");
  BOOST_TEST(desk.newest().body ==
             desk.office.versions(RecordKind::campaign, "back-to-work").back().body);
}

BOOST_AUTO_TEST_CASE(the_source_is_saved_right_or_wrong_and_exported_as_it_is) {
  Desk desk;
  const auto exported = desk.open("/export");
  BOOST_TEST(exported->body == desk.store.campaigns().front().source);
  BOOST_TEST(exported->get_header_value("Content-Disposition") ==
             "attachment; filename=\"back-to-work.toml\"");
  desk.send("/source", desk.fields("/source", {{"toml", "slug = \"back-to-work\"\nsulg = 3\n"}}));
  const auto page = desk.open("/source");
  BOOST_TEST(has(page, "2:1: unknown key"));
  BOOST_TEST(desk.open("/export")->body == exported->body);
  BOOST_TEST(desk.open("/export?version=2")->body == "slug = \"back-to-work\"\nsulg = 3\n");
  // No form can hold it, so none loses it.
  BOOST_TEST(has(desk.open("/edit"), "No form can show this version"));
  BOOST_TEST(desk.send("/source", {{"version", "2"}, {"toml", ""}})->status == 422);
  BOOST_TEST(desk.send("/source", {{"version", "2"}, {"toml", "\xff"}})->status == 422);
  BOOST_TEST(
      desk.send("/source", {{"version", "2"}, {"toml", "no"}, {"file", exported->body}})->status ==
      303);
  BOOST_TEST(desk.newest().body == exported->body);
  BOOST_TEST(has(desk.open("/publish"), "back-to-work"));
  desk.send("/source", desk.fields("/source", {{"toml", "slug = \"other\""}}));
  BOOST_TEST(has(desk.open("/publish"), "slug must stay"));
}

BOOST_AUTO_TEST_CASE(a_campaign_is_copied_and_brought_in) {
  Desk desk;
  const auto make = [&](Form form) {
    form.try_emplace("step", "make");
    return desk.post("/staff/campaigns/new", desk.editor, form);
  };
  make({{"title", "Copy"}, {"slug", "copy"}, {"from", "back-to-work"}});
  auto copy = postbag::templates::read_document(desk.newest("copy").body, "").value();
  BOOST_TEST(copy.english.title == "Copy");
  BOOST_TEST((copy.letters == desk.document().letters));
  for (const auto& [slug, title] : std::vector<std::pair<std::string, std::string>>{
           {"copy", "Again"}, {"new", "Pages"}, {"No slug", "Spaces"}, {"untitled", ""}}) {
    const auto page = make({{"title", title}, {"slug", slug}});
    BOOST_TEST(page->status == 422);
    BOOST_TEST(has(page, title.empty() ? "id=\"title-error\"" : "id=\"slug-error\""));
  }
  const std::string source = "# By hand.\n" + renamed(desk.newest().body);
  BOOST_TEST(desk.place(make({{"step", "import"}, {"toml", source}})) ==
             "/staff/campaigns/brought-in/edit");
  BOOST_TEST(desk.newest("brought-in").body == source);
  for (const char* wrong : {"slug = ", "title = \"No slug\"", "slug = \"copy\"", "\xff"})
    BOOST_TEST(make({{"step", "import"}, {"toml", wrong}})->status == 422);
}

BOOST_AUTO_TEST_CASE(the_preview_shows_the_draft_for_any_postcode_and_why) {
  Desk desk;
  desk.send("/letters/6", desk.fields("/letters/6", {{"subjects", "A draft’s subject"}}));
  const auto page = desk.send("/preview", {{"postcode", "de1 1aa"}, {"language", "en"}});
  BOOST_TEST(page->status == 200);
  BOOST_TEST(has(page, "Letter 6 is used"));
  BOOST_TEST(has(page, "Everyone"));
  BOOST_TEST(has(page, "A draft’s subject"));
  BOOST_TEST(has(page, "Jo Example &lt;letters@postbag.example.org&gt;"));
  BOOST_TEST(has(page, "Dear Baggy Shanker,"));
  BOOST_TEST(desk.waiting_mails().empty());
  const auto wrong = desk.send("/preview", {{"postcode", "nowhere"}});
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "id=\"postcode-error\""));
  Form exclusion{{"version", "2"}, {"step", "add_exclusion"}};
  desk.send("/letters", exclusion);
  desk.send("/exclusions/1", desk.fields("/exclusions/1", {{"party", "Labour\r\nLabour (Co-op)"},
                                                           {"explanation", "They know."}}));
  const auto excluded = desk.send("/preview", {{"postcode", "DE1 1AA"}});
  BOOST_TEST(has(excluded, "No letter: exception 1 is about this MP (Labour or Labour (Co-op))."));
  BOOST_TEST(has(excluded, "They know."));
}

BOOST_AUTO_TEST_CASE(a_test_letter_goes_to_whoever_asks_for_it_and_to_nobody_else) {
  Desk desk;
  const Form form{{"postcode", "DE1 1AA"}, {"language", "en"}, {"step", "test"}};
  BOOST_TEST(has(desk.send("/preview", form), "on its way to editor@example.org"));
  const auto jobs = desk.store.claim("test", 10, desk.clock.now() + 6min);
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs.front().recipient.text() == "editor@example.org");
  BOOST_TEST(jobs.front().subject.text().starts_with("[Test] "));
  BOOST_TEST(jobs.front().body.text().starts_with("This is a test of “Back-to-work"));
  BOOST_TEST(jobs.front().body.text().find("Dear Baggy Shanker,") != std::string::npos);
  BOOST_TEST(desk.store.letters({}).empty());
  BOOST_TEST(desk.last_deed() == "editor@example.org campaign.tested back-to-work version 1");
  const auto viewer = desk.as(Role::viewer);
  BOOST_TEST(desk.post(kCampaign + "/preview", viewer, form)->status == 200);
  BOOST_TEST(desk.store.claim("test", 10, desk.clock.now() + 6min).empty());
}

BOOST_AUTO_TEST_CASE(a_campaign_can_be_shared_as_a_link_a_widget_and_a_code) {
  Desk desk;
  const auto page = desk.open("/share");
  BOOST_TEST(has(page, "href=\"http://post.example.org/c/back-to-work\""));
  BOOST_TEST(has(page, "&lt;postbag-campaign slug=&quot;back-to-work&quot;&gt;"));
  BOOST_TEST(has(page, "<svg class=\"qr\""));
  const auto picture = desk.open("/qr.svg");
  BOOST_TEST(picture->get_header_value("Content-Type").starts_with("image/svg+xml"));
  BOOST_TEST(picture->body.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
}

BOOST_AUTO_TEST_CASE(viewers_see_campaigns_and_find_no_way_to_change_them) {
  Desk desk;
  const auto viewer = desk.as(Role::viewer);
  const auto page = desk.get(kCampaign, viewer);
  BOOST_TEST(page->status == 200);
  BOOST_TEST(!has(page, "/edit"));
  BOOST_TEST(!has(page, "Pause it"));
  BOOST_TEST(!has(desk.get(kCampaign + "/versions/1", viewer), "Take this version up again"));
  BOOST_TEST(!has(desk.get("/staff", viewer), "/staff/campaigns/new"));
}

BOOST_AUTO_TEST_SUITE_END()
