#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::campaign::kStaffMoves;
using postbag::campaign::LetterRow;
using postbag::campaign::LetterSearch;
using postbag::campaign::LetterState;
using postbag::campaign::StaffAction;
using postbag::campaign::StaffMove;
using postbag::mailer::Decision;
using postbag::testing::StoreWorld;

struct StaffWorld : StoreWorld {
  std::string sent(const std::string& email) { return delivered(email, Decision::Next::sent); }
  std::string failed(const std::string& email) { return delivered(email, Decision::Next::failed); }
  std::string uncertain(const std::string& email) {
    return delivered(email, Decision::Next::uncertain);
  }
  std::string held(const std::string& email) {
    std::string id = queued(email);
    store.hold(claim_letters().front(), "one", "seat_vacant");
    return id;
  }

  std::string error_of(const std::string& id, StaffAction action) {
    const auto moved = store.move(id, action);
    return moved ? "moved" : moved.error().code;
  }
  std::string last_move(const std::string& id) {
    return value(
        "SELECT from_state || '>' || to_state || ' ' || reason FROM letter_history WHERE letter_id "
        "= (SELECT id FROM letters WHERE public_id = '" +
        id + "') ORDER BY number DESC");
  }

 private:
  std::string delivered(const std::string& email, Decision::Next next) {
    std::string id = queued(email);
    deliver_all(next);
    return id;
  }
};

BOOST_FIXTURE_TEST_SUITE(staff, StaffWorld)

BOOST_AUTO_TEST_CASE(a_failed_letter_that_is_retried_is_due_at_once_and_as_fresh_as_a_new_one) {
  const std::string id = failed("jo@example.org");
  clock.advance(20 * 24h);
  BOOST_TEST((store.move(id, StaffAction::retry)->state == LetterState::queued));
  BOOST_TEST(last_move(id) == "5>1 staff");
  const auto jobs = claim_letters();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST((jobs[0].queued_at == clock.now()));
  BOOST_TEST(jobs[0].body.text().find("My own private words") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bounced_letter_can_be_retried_and_counts_again_only_when_it_is_sent) {
  const std::string id = sent("jo@example.org");
  execute("UPDATE letters SET state = 4");
  BOOST_TEST((store.move(id, StaffAction::retry)->state == LetterState::queued));
  BOOST_TEST(store.reach(campaign_id).cells.empty());
  deliver_all(Decision::Next::sent);
  BOOST_TEST(store.reach(campaign_id).cells.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_queued_letter_that_is_held_does_not_leave_until_it_is_released) {
  const std::string id = queued("jo@example.org");
  BOOST_TEST((store.move(id, StaffAction::hold)->state == LetterState::held));
  BOOST_TEST(last_move(id) == "1>7 staff");
  clock.advance(24h);
  BOOST_TEST(claim_letters().empty());
  BOOST_TEST((store.move(id, StaffAction::release)->state == LetterState::queued));
  BOOST_TEST(last_move(id) == "7>1 staff");
  BOOST_TEST(claim_letters().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_letter_released_within_its_cancel_window_still_waits_for_its_end) {
  const auto made = letter("jo@example.org");
  BOOST_REQUIRE(store.submit(made).has_value());
  BOOST_REQUIRE(store.confirm(StoreWorld::link_of(made), 10min).has_value());
  BOOST_REQUIRE(store.move(made.public_id, StaffAction::hold).has_value());
  BOOST_REQUIRE(store.move(made.public_id, StaffAction::release).has_value());
  BOOST_TEST(claim_letters().empty());
  clock.advance(10min);
  BOOST_TEST(claim_letters().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_uncertain_letter_is_resolved_as_sent_and_counts) {
  const std::string id = uncertain("jo@example.org");
  BOOST_TEST((store.move(id, StaffAction::resolve_sent)->state == LetterState::sent));
  BOOST_TEST(last_move(id) == "6>3 staff");
  BOOST_TEST(store.reach(campaign_id).cells.size() == 1U);
  const auto recount = store.recount(campaign_id);
  BOOST_TEST((recount.was == recount.is));
}

BOOST_AUTO_TEST_CASE(an_uncertain_letter_is_resolved_as_failed_and_only_then_can_be_retried) {
  const std::string id = uncertain("jo@example.org");
  BOOST_TEST(error_of(id, StaffAction::retry) == "illegal_move");
  BOOST_TEST((store.move(id, StaffAction::resolve_failed)->state == LetterState::failed));
  BOOST_TEST(store.reach(campaign_id).cells.empty());
  BOOST_TEST((store.move(id, StaffAction::retry)->state == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(
    from_every_state_only_the_moves_of_the_table_are_made_and_others_change_nothing) {
  std::map<LetterState, std::string> letters;
  letters[LetterState::failed] = failed("a@example.org");
  letters[LetterState::uncertain] = uncertain("b@example.org");
  letters[LetterState::sent] = sent("c@example.org");
  letters[LetterState::bounced] = sent("d@example.org");
  execute("UPDATE letters SET state = 4 WHERE public_id = '" + letters[LetterState::bounced] + "'");
  letters[LetterState::held] = held("e@example.org");
  letters[LetterState::sending] = queued("f@example.org");
  BOOST_REQUIRE(claim_letters("slow").size() == 1U);
  letters[LetterState::queued] = queued("g@example.org");
  const auto waiting = letter("h@example.org");
  BOOST_REQUIRE(store.submit(waiting).has_value());
  letters[LetterState::awaiting_confirmation] = waiting.public_id;
  for (const auto& [from, id] : letters)
    for (const StaffMove& move : kStaffMoves) {
      if (std::find(move.from.begin(), move.from.end(), from) != move.from.end()) continue;
      BOOST_TEST_CONTEXT(postbag::campaign::name_of(from) << ", " << move.command) {
        const std::string before = value("SELECT count(*) FROM letter_history");
        const auto refused = store.move(id, move.action);
        BOOST_REQUIRE(!refused.has_value());
        BOOST_TEST(refused.error().code == "illegal_move");
        BOOST_TEST(refused.error().message.find(postbag::campaign::name_of(from)) !=
                   std::string::npos);
        BOOST_TEST((state(id) == from));
        BOOST_TEST(value("SELECT count(*) FROM letter_history") == before);
      }
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_letter_cannot_be_moved) {
  for (const StaffMove& move : kStaffMoves)
    BOOST_TEST(error_of("no-such-letter' OR 1 = 1", move.action) == "unknown_letter");
}

BOOST_AUTO_TEST_CASE(a_letter_whose_text_was_deleted_cannot_be_sent_but_can_still_be_resolved) {
  const std::string failed_one = failed("jo@example.org");
  const std::string uncertain_one = uncertain("al@example.org");
  clock.advance(31 * 24h);
  store.tidy(kRetention);
  BOOST_TEST(error_of(failed_one, StaffAction::retry) == "text_deleted");
  BOOST_TEST((state(failed_one) == LetterState::failed));
  BOOST_TEST(error_of(uncertain_one, StaffAction::resolve_sent) == "moved");
}

BOOST_AUTO_TEST_CASE(staff_see_where_letters_stand_the_newest_first_and_nothing_personal) {
  const std::string one = failed("jo@example.org");
  clock.advance(1s);
  const std::string two = uncertain("al@example.org");
  const auto rows = store.letters({});
  BOOST_REQUIRE(rows.size() == 2U);
  const LetterRow& row = rows[1];
  BOOST_TEST(rows[0].public_id == two);
  BOOST_TEST(row.public_id == one);
  BOOST_TEST(row.campaign == "sanctions");
  BOOST_TEST(row.constituency == "E14001195");
  BOOST_TEST(row.member == "5142");
  BOOST_TEST((row.state == LetterState::failed));
  BOOST_TEST((row.since == clock.now() - 1s));
  BOOST_TEST(row.reason == "accepted");  // what the world's server said
  BOOST_TEST(row.attempts == 1);
  BOOST_TEST(row.message_id == letter("jo@example.org").message_id);
  BOOST_TEST(row.has_text);
}

BOOST_AUTO_TEST_CASE(staff_choose_letters_by_state_campaign_id_and_number) {
  store.import_campaign(postbag::Slug::parse("other").value(), "title = 'Other'");
  const std::string one = failed("jo@example.org");
  const std::string two = failed("al@example.org");
  const std::string other = held("bo@example.org");
  const auto ids = [&](const LetterSearch& search) {
    std::string found;
    for (const LetterRow& row : store.letters(search))
      found += row.public_id + ' ';
    return found;
  };
  BOOST_TEST(ids({{}, LetterState::failed, {}, 100}) == two + ' ' + one + ' ');
  BOOST_TEST(ids({{}, LetterState::failed, {}, 1}) == two + ' ');
  BOOST_TEST(ids({{}, LetterState::held, "sanctions", 100}) == other + ' ');
  BOOST_TEST(ids({{}, LetterState::held, "other", 100}).empty());
  BOOST_TEST(ids({{}, LetterState::sent, {}, 100}).empty());
  BOOST_TEST(ids({one}) == one + ' ');
  BOOST_TEST(ids({"unknown"}).empty());
  BOOST_TEST(ids({{}, {}, {}, 100}).size() == 3 * (other.size() + 1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
