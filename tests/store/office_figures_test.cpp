#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "server/office/figures.h"
#include "server/store/office_store.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Instant;
using postbag::to_milliseconds;
using postbag::campaign::LetterState;
using postbag::mailer::Decision;
using postbag::office::ReachFigures;
using postbag::testing::StoreWorld;

const postbag::data::DataSet& data_set() {
  static const auto loaded =
      postbag::data::DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set")
          .value();
  return *loaded;
}

/// Figures, and the same asked of the database in another way.
struct Desk : StoreWorld {
  [[nodiscard]] ReachFigures at(Instant as_of, std::vector<std::int64_t> campaigns = {}) {
    if (campaigns.empty()) campaigns = {campaign_id};
    return count_reach(office.ledger({campaigns, as_of}), data_set());
  }
  [[nodiscard]] ReachFigures now() { return at(clock.now()); }

  /// A number of letters that are `which`, where `then` is a letter's state as of that moment.
  [[nodiscard]] std::int64_t asked(const std::string& what, const std::string& which,
                                   Instant as_of) {
    return std::stoll(value(fmt::format(
        "SELECT CAST({} AS TEXT) FROM (SELECT letters.*, coalesce((SELECT to_state FROM "
        "letter_history AS row WHERE row.letter_id = letters.id AND row.at <= {} ORDER BY "
        "row.number DESC LIMIT 1), 0) AS state_then FROM letters WHERE created_at <= {}) AS "
        "letter WHERE {}",
        what, to_milliseconds(as_of), to_milliseconds(as_of), which)));
  }

  void compare(Instant as_of) {
    const ReachFigures figures = at(as_of);
    BOOST_TEST(figures.all.mps_reached == asked("count(DISTINCT member)", "state_then = 3", as_of));
    BOOST_TEST(figures.all.letters_sent == asked("count(*)", "state_then = 3", as_of));
    BOOST_TEST(figures.all.supporters ==
               asked("count(DISTINCT supporter_key)", "state_then NOT IN (0, 8, 9)", as_of));
    for (const auto& [state, count] : figures.letters)
      BOOST_TEST_CONTEXT(name_of(state))
    BOOST_TEST(count ==
               asked("count(*)", fmt::format("state_then = {}", static_cast<int>(state)), as_of));
    for (const auto& seat : figures.seats) {
      if (seat.letters_sent == 0) continue;
      BOOST_TEST(seat.letters_sent ==
                 asked("count(*)",
                       fmt::format("state_then = 3 AND constituency = '{}'", seat.seat->code),
                       as_of));
    }
  }

  /// Some life: letters in every state that they can be brought to from here.
  void live_a_week() {
    for (int day = 0; day < 7; ++day) {
      const std::string who = std::to_string(day) + "@example.org";
      const auto seats = data_set().constituencies();
      const auto& seat = seats[static_cast<std::size_t>(day % 3)];
      static_cast<void>(queued("s" + who, seat.code, seat.member->id));
      deliver_all(Decision::Next::sent);
      static_cast<void>(queued("f" + who, seat.code, seat.member->id));
      deliver_all(day % 2 == 0 ? Decision::Next::failed : Decision::Next::uncertain);
      static_cast<void>(queued("q" + who, seat.code, seat.member->id));
      static_cast<void>(store.move(queued("h" + who, seat.code, seat.member->id),
                                   postbag::campaign::StaffAction::hold));
      static_cast<void>(store.submit(letter("u" + who, seat.code, seat.member->id)).value());
      clock.advance(24h);
    }
  }
  [[nodiscard]] std::string key_of(const std::string& email) const {
    return letter(email).supporter_key;
  }

  postbag::store::SqlOfficeStore office{*database};
};

void check_same(const ReachFigures& one, const ReachFigures& other) {
  BOOST_TEST((one.all == other.all));
  BOOST_TEST((one.letters == other.letters));
  BOOST_REQUIRE(one.seats.size() == other.seats.size());
  for (std::size_t i = 0; i < one.seats.size(); ++i) {
    BOOST_TEST(one.seats[i].letters_sent == other.seats[i].letters_sent);
    BOOST_TEST(one.seats[i].supporters == other.seats[i].supporters);
    BOOST_TEST((one.seats[i].first_sent == other.seats[i].first_sent));
    BOOST_TEST((one.seats[i].last_sent == other.seats[i].last_sent));
  }
  BOOST_REQUIRE(one.days.size() == other.days.size());
  for (std::size_t i = 0; i < one.days.size(); ++i) {
    BOOST_TEST(one.days[i].date == other.days[i].date);
    BOOST_TEST(one.days[i].letters_sent == other.days[i].letters_sent);
    BOOST_TEST(one.days[i].supporters == other.days[i].supporters);
    BOOST_TEST(one.days[i].mps_reached == other.days[i].mps_reached);
  }
}

BOOST_FIXTURE_TEST_SUITE(office_figures, Desk)

BOOST_AUTO_TEST_CASE(they_are_what_another_question_to_the_database_answers_at_every_moment) {
  const Instant began = clock.now();
  live_a_week();
  for (int day = 0; day <= 7; ++day)
    BOOST_TEST_CONTEXT("day " << day) compare(began + day * 24h);
  // One each day, and what was left in the queue the day before.
  BOOST_TEST(now().all.letters_sent == 7 + 6);
  BOOST_TEST(now().all.mps_reached == 3);
}

BOOST_AUTO_TEST_CASE(the_past_stays_as_it_was_whatever_becomes_of_its_letters) {
  live_a_week();
  const Instant then = clock.now();
  const ReachFigures before = now();
  clock.advance(1h);

  static_cast<void>(queued("later@example.org"));
  deliver_all(Decision::Next::sent);
  check_same(at(then), before);

  clock.advance(1h);
  const std::string taken_back = value(fmt::format(
      "SELECT public_id FROM letters WHERE supporter_key = '{}'", key_of("h1@example.org")));
  BOOST_TEST(store.withdraw(key_of("h1@example.org"), taken_back).has_value());
  BOOST_TEST(store.erase(key_of("s2@example.org")).letters == 1);
  BOOST_TEST(store.erase(key_of("h2@example.org")).withdrawn == 1);
  check_same(at(then), before);
  BOOST_TEST(now().all.supporters == before.all.supporters - 1);

  clock.advance(24h * 40);
  BOOST_TEST(store.tidy(kRetention).purged > 0);
  check_same(at(then), before);
  compare(then);
  compare(clock.now());
}

BOOST_AUTO_TEST_CASE(a_letter_that_came_back_had_reached_until_then) {
  const std::string id = queued("jo@example.org");
  deliver_all(Decision::Next::sent);
  const Instant then = clock.now();
  clock.advance(1h);
  execute(fmt::format("UPDATE letters SET state = 4, state_since = {} WHERE public_id = '{}'",
                      to_milliseconds(clock.now()), id));
  BOOST_TEST(at(then).all.mps_reached == 1);
  BOOST_TEST(now().all.mps_reached == 0);
  BOOST_TEST(now().all.supporters == 1);
}

BOOST_AUTO_TEST_CASE(campaigns_that_were_not_asked_for_are_not_counted) {
  static_cast<void>(queued("jo@example.org"));
  deliver_all(Decision::Next::sent);
  store.import_campaign(postbag::Slug::parse("another").value(), "title = 'Another'");
  const std::int64_t first = campaign_id;
  for (const auto& campaign : store.campaigns())
    if (campaign.id != first) campaign_id = campaign.id;
  clock.advance(1h);
  static_cast<void>(queued("jo@example.org"));
  deliver_all(Decision::Next::sent);
  BOOST_TEST(at(clock.now(), {first}).all.letters_sent == 1);
  BOOST_TEST(at(clock.now(), {campaign_id}).all.letters_sent == 1);
  const ReachFigures both = at(clock.now(), {first, campaign_id});
  BOOST_TEST(both.all.letters_sent == 2);
  BOOST_TEST(both.all.supporters == 1);
  BOOST_TEST(both.all.mps_reached == 1);
}

BOOST_AUTO_TEST_CASE(sources_and_consents_come_from_the_letters) {
  auto made = letter("jo@example.org");
  made.source = "newsletter";
  made.consent_wording = "Write to me.";
  static_cast<void>(store.submit(made).value());
  static_cast<void>(store.confirm(link_of(made), postbag::Duration{0}).value());
  static_cast<void>(queued("al@example.org"));
  const ReachFigures figures = now();
  BOOST_TEST(figures.opt_ins == 1);
  BOOST_REQUIRE(figures.sources.size() == 2U);
  BOOST_TEST(figures.sources[0].source.empty());
  BOOST_TEST(figures.sources[1].source == "newsletter");
}

BOOST_AUTO_TEST_CASE(an_mp_has_their_letters_by_state_their_problems_and_the_last_one_sent) {
  static_cast<void>(queued("jo@example.org"));
  deliver_all(Decision::Next::sent);
  const Instant sent = clock.now();
  clock.advance(1h);
  const std::string failed = queued("al@example.org");
  deliver_all(Decision::Next::failed);
  static_cast<void>(queued("bo@example.org", "E14001063", "5173"));
  const auto letters = office.letters_to("5142", 10);
  BOOST_REQUIRE(letters.counts.size() == 2U);
  BOOST_TEST(letters.counts[0].campaign == "sanctions");
  BOOST_TEST((letters.counts[0].state == LetterState::sent));
  BOOST_TEST((letters.counts[1].state == LetterState::failed));
  BOOST_REQUIRE(letters.problems.size() == 1U);
  BOOST_TEST(letters.problems[0].letter == failed);
  BOOST_TEST(letters.problems[0].code == 250);
  BOOST_TEST(letters.problems[0].enhanced_code == "2.0.0");
  BOOST_TEST((letters.problems[0].state == LetterState::failed));
  BOOST_REQUIRE(letters.last_sent.has_value());
  BOOST_TEST((letters.last_sent->at == sent));
  BOOST_TEST(letters.last_sent->constituency == "E14001195");
  BOOST_TEST(office.letters_to("1", 10).counts.empty());
  BOOST_TEST(!office.letters_to("1", 10).last_sent.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
