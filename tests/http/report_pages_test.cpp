#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "base/digest.h"
#include "base/time_text.h"
#include "server/office/decision.h"
#include "server/office/engagement.h"
#include "server/office/markdown.h"
#include "tests/http/console.h"
#include "tests/http/supporter.h"

namespace {

using namespace std::chrono_literals;
using postbag::Instant;
using postbag::office::RecordKind;
using postbag::staff::Actor;
using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::form_of;
using postbag::testing::has;

Instant at(std::string_view day, postbag::Duration after = 12h) {
  return *postbag::parse_date(day, "day") + after;
}

std::string key_of(const std::string& email) {
  return postbag::sha256(email).substr(0, 32);
}

/// A campaign with some life in October 2026, told in November.
struct Office : Console {
  Office() {
    clock.set(at("2026-09-20"));
    import();
    for (const auto& campaign : catalogue.all())
      if (campaign->file.slug.text() == "back-to-work") campaign_id = campaign->id;
    seats = correspondence->data_set().constituencies();
  }

  void write(const std::string& email, const postbag::data::Constituency& seat) {
    postbag::campaign::NewLetter letter;
    const auto line = [](const std::string& text) {
      return postbag::Line::parse(text, {"x", "x"}).value();
    };
    const auto prose = [](const std::string& text) {
      return postbag::Prose::parse(text, {"x", "x", 0, 1000}).value();
    };
    const std::string digest = postbag::sha256(fmt::format("{} {}", email, number++));
    letter.public_id = digest.substr(0, 22);
    letter.campaign_id = campaign_id;
    letter.constituency = seat.code;
    letter.member = seat.member->id;
    letter.supporter_name = line("Jo Private");
    letter.supporter_email = postbag::EmailAddress::parse(email).value();
    letter.supporter_key = key_of(email);
    letter.subject = line("Private subject");
    letter.body = prose("My own private words.");
    letter.language = "en";
    letter.confirmation_hash = postbag::sha256(digest);
    letter.message_id = digest.substr(0, 22) + "@postbag.example.org";
    letter.confirmation = {"c" + letter.message_id, line("Please confirm"), prose("The link")};
    letter.already_wrote = {"a" + letter.message_id, line("You wrote"), prose("No second")};
    static_cast<void>(store.submit(letter).value());
    static_cast<void>(
        store.confirm({letter.public_id, letter.confirmation_hash}, postbag::Duration{0}).value());
  }
  void write_many(int count, const std::string& name, const postbag::data::Constituency& seat) {
    for (int i = 0; i < count; ++i)
      write(fmt::format("{}{}@example.org", name, i), seat);
    deliver();
  }

  void save(RecordKind kind, const std::string& id, const std::string& body,
            std::int64_t expected = 0) {
    static_cast<void>(
        office
            .save(kind, id, expected, body, {clock.now(), Actor::command_line(), "test.saved", id})
            .value());
  }
  void meet(const std::string& id, const std::string& day, const postbag::data::Constituency& seat,
            std::int64_t expected = 0) {
    postbag::office::Engagement engagement{.kind = postbag::office::EngagementKind::meeting,
                                           .day = postbag::office::Day::parse(day, "day").value()};
    engagement.campaign = "back-to-work";
    engagement.members = {{seat.member->id, seat.member->name, seat.code, seat.name}};
    engagement.others = {{"Jane Secret of the Department", 2}};
    engagement.next = "Ring Jane Secret.";
    save(RecordKind::engagement, id, body_of(engagement), expected);
  }
  void decide(const std::string& id, const std::string& text) {
    save(RecordKind::decision, id,
         body_of(postbag::office::Decision{"back-to-work", postbag::office::Step::vote,
                                           postbag::office::Day::parse("2026-10-14", "day").value(),
                                           text, "members’ meeting",
                                           postbag::office::Votes{42, 3, 1}}));
  }

  /// October: 12 letters to one MP, 9 to another, before it 11 to a third; a meeting, a vote, a
  /// plan. It is the 2nd of November afterwards.
  void live() {
    write_many(11, "september", seat(2));
    clock.set(at("2026-10-05"));
    write_many(12, "october", seat(0));
    write_many(9, "few", seat(1));
    clock.set(at("2026-10-14"));
    meet("first", "2026-10-12", seat(0));
    meet("planned", "2026-11-20", seat(1));
    decide("vote", "The <script>alert(1)</script> [motion](javascript:x) was *carried*.");
    clock.set(at("2026-11-02"));
  }
  const postbag::data::Constituency& seat(std::size_t number_of_seat) const {
    return seats[number_of_seat];
  }

  std::string read(const std::string& path) {
    const auto answer = get(path, as(Role::viewer));
    BOOST_REQUIRE(answer);
    BOOST_TEST_CONTEXT(path)
    BOOST_TEST(answer->status == 200);
    return answer->body;
  }
  /// Every report of October, all in one text.
  std::string everything() {
    std::string all;
    for (const char* about : {"", "about=campaign%3Aback-to-work&"})
      for (const std::string& report :
           {std::string{"newsletter/file?format=md&"}, std::string{"newsletter/file?format=html&"},
            std::string{"funder/file?"},
            "digest/file?format=md&member=" + seat(0).member->id + "&"})
        all += read("/staff/reports/" + report + about + kOctober);
    return all;
  }

  inline static const std::string kOctober =
      "from=2026-10-01&to=2026-10-31&as_of=2026-11-01T12:00:00Z";
  std::int64_t campaign_id = 0;
  int number = 0;
  std::span<const postbag::data::Constituency> seats;
};

BOOST_FIXTURE_TEST_SUITE(report_pages, Office)

BOOST_AUTO_TEST_CASE(a_newsletter_tells_what_was_done_in_plain_sentences) {
  live();
  const std::string text =
      read("/staff/reports/newsletter/file?format=md&about=campaign%3Aback-to-work&" + kOctober);
  BOOST_TEST_MESSAGE(text);
  for (const std::string& sentence :
       {std::string{"So far, 3 of 650 MPs have had letters from their constituents."},
        std::string{"2 of them had their first letter in October 2026."},
        std::string{"At least 30 letters have been sent so far."},
        std::string{"About 20 of them were sent in October 2026."},
        std::string{"At least 30 people have written."},
        fmt::format("We met with 1 MP: {} ({}).", seat(0).member->name, seat(0).name),
        std::string{"We met with 2 officials and members of organisations."},
        std::string{"- **Vote, 14 October 2026.** The \\<script\\>alert(1)\\</script\\>"},
        std::string{"42 in favour, 3 against, 1 abstained."},
        std::string{"- A meeting on 20 November 2026"},
        std::string{"<http://post.example.org/c/back-to-work>"},
        std::string{"Thank you to everybody who wrote."},
        std::string{"*As of 1 November 2026, 12:00. Data: "}})
    BOOST_TEST_CONTEXT(sentence)
  BOOST_TEST(text.find(sentence) != std::string::npos);
  BOOST_TEST(text.find("Jane") == std::string::npos);
  BOOST_TEST(text.find("Thank") == text.rfind("Thank"));
  const std::string html =
      read("/staff/reports/newsletter/file?format=html&about=campaign%3Aback-to-work&" + kOctober);
  BOOST_TEST(html.find(postbag::office::html_of(text)) != std::string::npos);
  for (const char* bad : {"<script", "javascript:x\"", "Jane", "<em>carried"})
    BOOST_TEST(html.find(bad) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(numbers_under_ten_are_told_to_nobody_outside) {
  clock.set(at("2026-10-05"));
  write_many(9, "few", seat(1));
  clock.set(at("2026-11-02"));
  for (const char* report : {"newsletter", "funder"}) {
    const std::string text = read(fmt::format("/staff/reports/{}/file?{}", report, kOctober));
    BOOST_TEST(text.find("1 of 650") != std::string::npos);
    BOOST_TEST(text.find("9 letters") == std::string::npos);
    BOOST_TEST(text.find("9 people") == std::string::npos);
    BOOST_TEST(text.find("At least") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(the_same_period_and_moment_give_the_same_bytes_whatever_happens_later) {
  live();
  const std::string before = everything();
  clock.advance(1h);
  write_many(15, "later", seat(4));
  meet("first", "2026-10-13", seat(3), 1);
  meet("second", "2026-10-20", seat(5));
  decide("second", "Another vote.");
  const auto record = office.find(RecordKind::campaign, "back-to-work").value();
  std::string renamed = record.body;
  renamed.replace(renamed.find("Back-to-work"), 12, "Back-to-play");
  static_cast<void>(store.import_campaign(postbag::Slug::parse("back-to-work").value(), renamed));
  catalogue.refresh();
  BOOST_TEST(read("/staff/reports/newsletter/file?" +
                  std::string{"about=campaign%3Aback-to-work&from=2026-10-01&to=2026-10-31"})
                 .find("Back-to-play") != std::string::npos);
  write("waits@example.org", seat(6));
  BOOST_TEST(store.erase(key_of("october1@example.org")).letters == 1);
  BOOST_TEST(store.erase(key_of("september1@example.org")).letters == 1);
  BOOST_TEST(store.erase(key_of("waits@example.org")).withdrawn == 1);
  clock.advance(24h * 60);
  BOOST_TEST(store
                 .tidy({std::chrono::hours{7 * 24}, std::chrono::hours{30 * 24},
                        std::chrono::hours{35 * 24}})
                 .purged > 0);
  BOOST_TEST((everything() == before));
  BOOST_TEST(
      read("/staff/reports/newsletter/file?from=2026-10-01&to=2026-10-31").find("Another vote.") !=
      std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_over_cannot_be_told_and_mistakes_stand_at_their_fields) {
  live();
  const auto page = [&](const std::string& query) {
    return get("/staff/reports/newsletter?" + query, as(Role::viewer));
  };
  const auto ahead = page("from=2026-10-01&to=2026-10-31&as_of=2026-12-24");
  BOOST_TEST(ahead->status == 422);
  BOOST_TEST(has(ahead, "id=\"as_of-error\""));
  BOOST_TEST(has(ahead, "href=\"#as_of\""));
  BOOST_TEST(form_of(ahead->body)["as_of"] == "2026-12-24");
  const auto wrong = page("from=2026-10-31&to=2026-10-01");
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "id=\"to-error\""));
  for (const char* about : {"campaign%3Anone", "organisation%3ANobody", "%3Cb%3E"}) {
    const auto unknown = page(std::string{"about="}.append(about));
    BOOST_TEST(unknown->status == 422);
    BOOST_TEST(has(unknown, "id=\"about-error\""));
  }
  BOOST_TEST(get("/staff/reports/funder/file?from=x", as(Role::viewer))->status == 422);
  BOOST_TEST(get("/staff/reports/digest/file?" + kOctober, as(Role::viewer))->status == 422);
}

BOOST_AUTO_TEST_CASE(an_mps_office_learns_how_many_wrote_and_nothing_of_who) {
  live();
  const std::string text =
      read("/staff/reports/digest/file?member=" + seat(0).member->id + "&" + kOctober);
  BOOST_TEST_MESSAGE(text);
  BOOST_TEST(text.find("12 of your constituents wrote to you about “") != std::string::npos);
  BOOST_TEST(text.find(" in October 2026.") != std::string::npos);
  for (const char* personal : {"Jo Private", "example.org", "private words", "Private subject"})
    BOOST_TEST(text.find(personal) == std::string::npos);
  const auto few =
      get("/staff/reports/digest?member=" + seat(1).member->id + "&" + kOctober, as(Role::viewer));
  BOOST_TEST(few->status == 422);
  BOOST_TEST(has(few, "Fewer than ten constituents wrote to this MP"));
  BOOST_TEST(!has(few, "readonly"));
  const auto nobody = get("/staff/reports/digest?member=Nobody%20At%20All", as(Role::viewer));
  BOOST_TEST(nobody->status == 422);
  BOOST_TEST(has(nobody, "id=\"member-error\""));
}

BOOST_AUTO_TEST_CASE(the_funders_report_is_one_file_that_asks_nobody_for_anything) {
  live();
  const auto answer =
      get("/staff/reports/funder/file?about=campaign%3Aback-to-work&" + kOctober, as(Role::viewer));
  BOOST_TEST(answer->get_header_value("Content-Security-Policy").starts_with("default-src 'none'"));
  const std::string& html = answer->body;
  for (const char* outside : {"<script", "src=", "url(", "@import", "<link", "<img", "<a "})
    BOOST_TEST(html.find(outside) == std::string::npos);
  for (const char* part :
       {"<svg", "3 of 650", "about 20", "at least 30", "As of 1 November 2026, 12:00", "members 2",
        "What the figures mean", "size: A4", "42 in favour", "chart", "Meeting"})
    BOOST_TEST_CONTEXT(part)
  BOOST_TEST(html.find(part) != std::string::npos);
  BOOST_TEST(html.find("Jane") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(public_numbers_are_what_the_public_page_says) {
  live();
  const auto reach = nlohmann::json::parse(get("/api/v1/campaigns/back-to-work/reach")->body);
  const std::string text = read("/staff/reports/newsletter/file?about=campaign%3Aback-to-work");
  BOOST_TEST(text.find(fmt::format("At least {} letters", reach["letters_sent"].get<int>())) !=
             std::string::npos);
  BOOST_TEST(text.find(fmt::format("At least {} people", reach["supporters"].get<int>())) !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
