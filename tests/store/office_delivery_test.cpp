#include <boost/test/unit_test.hpp>

#include "server/store/office_store.h"
#include "server/store/staff_store.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::office;
using postbag::campaign::LetterState;
using postbag::campaign::StaffAction;
using postbag::mailer::Decision;
using postbag::mailer::Outcome;
using postbag::store::SqlOfficeStore;
using postbag::store::SqlStaffStore;
using postbag::testing::StoreWorld;

struct Queue : StoreWorld {
  SqlOfficeStore office{*database};
  SqlStaffStore staff_store{*database};

  /// A letter whose attempt ended like this.
  std::string ended(const std::string& email, Outcome outcome, Decision::Next next, int code,
                    const std::string& enhanced, const std::string& member = "5142") {
    const std::string id = queued(email, "E14001195", member);
    for (const auto& job : claim_letters()) {
      BOOST_REQUIRE(store.expect_final_dot(job, "one").get());
      BOOST_REQUIRE(store
                        .finish(job, "one",
                                {outcome, clock.now(), clock.now(), code, enhanced, "They said so"},
                                {next, clock.now() + 1h})
                        .get());
    }
    return id;
  }
  [[nodiscard]] postbag::staff::AuditEntry entry(StaffAction action) const {
    return {
        clock.now(), postbag::staff::Actor::command_line(), std::string{deed_of(action)}, {}, {}};
  }
  Moved move(const std::vector<std::string>& ids, StaffAction action) {
    return office.move(ids, action, entry(action));
  }
};

BOOST_FIXTURE_TEST_SUITE(office_delivery, Queue)

BOOST_AUTO_TEST_CASE(the_queue_at_a_glance_has_each_letter_once_with_its_reason_and_code) {
  const auto since = clock.now();
  ended("a@example.org", Outcome::greylisted, Decision::Next::retry, 451, "4.7.1");
  ended("b@example.org", Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  ended("c@example.org", Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  ended("d@example.org", Outcome::policy_refusal, Decision::Next::failed, 550, "5.7.1");
  ended("e@example.org", Outcome::lost_after_data, Decision::Next::uncertain, 0, "");
  const std::string held = queued("f@example.org");
  BOOST_TEST(move({held}, StaffAction::hold).moved.size() == 1U);
  queued("g@example.org");
  const Delivery at = office.delivery(clock.now());
  BOOST_TEST(at.waiting == 1);
  BOOST_TEST((at.oldest_due == since));
  BOOST_TEST(at.sending == 0);
  BOOST_REQUIRE(at.retrying.size() == 1U);
  BOOST_TEST(at.retrying[0].reason == "greylisted");
  BOOST_REQUIRE(at.failed.size() == 2U);
  BOOST_TEST(at.failed[0].reason == "permanent");
  BOOST_TEST(at.failed[0].enhanced_code == "5.1.1");
  BOOST_TEST(at.failed[0].letters == 2);
  BOOST_TEST(at.failed[1].enhanced_code == "5.7.1");
  BOOST_REQUIRE(at.held.size() == 1U);
  BOOST_TEST(at.held[0].reason == "staff");
  BOOST_REQUIRE(at.uncertain.size() == 1U);
  BOOST_TEST(at.uncertain[0].reason == "lost_after_data");
  BOOST_TEST(at.bounced.empty());
  BOOST_TEST(at.service_mails.waiting == 2);
  BOOST_TEST(at.service_mails.sent == 5);
}

BOOST_AUTO_TEST_CASE(a_list_has_the_letters_of_a_state_a_campaign_and_a_reason_page_by_page) {
  std::vector<std::string> ids;
  for (const char* email : {"a@example.org", "b@example.org", "c@example.org"})
    ids.push_back(ended(email, Outcome::permanent, Decision::Next::failed, 550, "5.1.1"));
  ended("d@example.org", Outcome::mailbox_full, Decision::Next::failed, 552, "5.2.2");
  const LetterChoice all{LetterState::failed};
  BOOST_TEST(office.count(all) == 4);
  BOOST_TEST(office.count({LetterState::failed, "sanctions"}) == 4);
  BOOST_TEST(office.count({LetterState::failed, "no-such"}) == 0);
  const LetterChoice permanent{LetterState::failed, {}, "permanent"};
  BOOST_TEST(office.count(permanent) == 3);
  const auto first = office.letters(permanent, 0, 2);
  BOOST_REQUIRE(first.size() == 2U);
  BOOST_TEST(first[0].row.public_id == ids[2]);
  BOOST_TEST(first[0].row.campaign == "sanctions");
  const auto second = office.letters(permanent, first[1].number, 2);
  BOOST_REQUIRE(second.size() == 1U);
  BOOST_TEST(second[0].row.public_id == ids[0]);
  BOOST_TEST(second[0].row.attempts == 1);
  ended("e@example.org", Outcome::greylisted, Decision::Next::retry, 451, "");
  queued("f@example.org");
  BOOST_TEST(office.count({LetterState::queued}) == 2);
  BOOST_TEST(office.count({LetterState::queued, {}, {}, true}) == 1);
  LetterChoice before = all;
  before.by = clock.now() - 1ms;
  BOOST_TEST(office.count(before) == 0);
}

BOOST_AUTO_TEST_CASE(a_letters_page_has_its_history_with_what_the_server_said_and_nobodys_name) {
  const std::string id =
      ended("jo@example.org", Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  const auto file = office.letter(id);
  BOOST_REQUIRE(file.has_value());
  BOOST_TEST((file->row.state == LetterState::failed));
  BOOST_REQUIRE(file->history.size() == 3U);
  BOOST_TEST(!file->history[1].started_at.has_value());
  const HistoryLine& attempt = file->history[2];
  BOOST_TEST(attempt.started_at.has_value());
  BOOST_TEST(attempt.code == 550);
  BOOST_TEST(attempt.enhanced_code == "5.1.1");
  BOOST_TEST(attempt.reply == "They said so");
  BOOST_TEST(!office.letter("no such letter").has_value());
}

BOOST_AUTO_TEST_CASE(each_letter_that_moves_has_its_line_and_one_that_is_refused_stops_no_other) {
  const std::string failed =
      ended("a@example.org", Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  const std::string waiting = queued("b@example.org");
  const auto before = staff_store.audit(0, 100).size();
  const Moved moved = move({waiting, failed, "unknown"}, StaffAction::retry);
  BOOST_REQUIRE(moved.moved.size() == 1U);
  BOOST_TEST(moved.moved[0].public_id == failed);
  BOOST_REQUIRE(moved.refused.size() == 2U);
  BOOST_TEST((state(failed) == LetterState::queued));
  const auto lines = staff_store.audit(0, 100);
  BOOST_TEST(lines.size() == before + 1);
  BOOST_TEST(lines.front().entry.action == "letter.retry");
  BOOST_TEST(lines.front().entry.subject == failed);
  const std::string doubtful =
      ended("c@example.org", Outcome::lost_after_data, Decision::Next::uncertain, 0, "");
  BOOST_TEST(move({doubtful}, StaffAction::resolve_sent).moved.size() == 1U);
  BOOST_TEST((state(doubtful) == LetterState::sent));
  BOOST_TEST(store.reach(campaign_id).cells.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_mp_fails_for_what_an_address_may_cause_and_nothing_else) {
  ended("a@example.org", Outcome::permanent, Decision::Next::failed, 550, "5.1.1");
  ended("b@example.org", Outcome::mailbox_full, Decision::Next::failed, 552, "5.2.2");
  ended("c@example.org", Outcome::temporary, Decision::Next::failed, 451, "", "4949");
  ended("d@example.org", Outcome::lost_after_data, Decision::Next::uncertain, 0, "", "4949");
  const auto failing = office.failing();
  BOOST_REQUIRE(failing.size() == 1U);
  BOOST_TEST(failing[0].member == "5142");
  BOOST_TEST(failing[0].letters == 2);
}

BOOST_AUTO_TEST_CASE(who_opted_in_is_listed_with_the_words_and_not_who_took_it_or_the_letter_back) {
  const auto agreeing = [&](const std::string& email) {
    auto made = letter(email);
    made.consent_wording = "Yes, write to me.";
    static_cast<void>(store.submit(made).value());
    static_cast<void>(store.confirm(link_of(made), postbag::Duration{0}).value());
    return made;
  };
  const auto stays = agreeing("stays@example.org");
  const auto changes = agreeing("changes@example.org");
  const auto leaves = agreeing("leaves@example.org");
  queued("never@example.org");
  auto unconfirmed = letter("unconfirmed@example.org");
  unconfirmed.consent_wording = "Yes, write to me.";
  static_cast<void>(store.submit(unconfirmed).value());
  BOOST_REQUIRE(store.set_consent(changes.supporter_key, changes.public_id, "").has_value());
  BOOST_REQUIRE(store.withdraw(leaves.supporter_key, leaves.public_id).has_value());
  const auto people = office.opted_in("sanctions");
  BOOST_REQUIRE(people.size() == 1U);
  BOOST_TEST(people[0].email.text() == "stays@example.org");
  BOOST_TEST(people[0].name.text() == "Jo Example");
  BOOST_TEST(people[0].consent_wording == "Yes, write to me.");
  BOOST_TEST((people[0].agreed_at == clock.now()));
  BOOST_TEST(office.opted_in("no-such").empty());
}

BOOST_AUTO_TEST_CASE(erasing_somebody_has_its_line_and_leaves_nothing_of_them) {
  const auto made = letter("jo@example.org");
  queued("jo@example.org");
  const auto erased = office.erase(made.supporter_key, {clock.now(),
                                                        postbag::staff::Actor::command_line(),
                                                        "person.erased",
                                                        "supporter 1a2b3c4d",
                                                        {}});
  BOOST_TEST(erased.letters == 1);
  BOOST_TEST(erased.withdrawn == 1);
  BOOST_TEST(!is_kept("jo@example.org"));
  BOOST_TEST(!is_kept("My own private words"));
  BOOST_TEST(staff_store.audit(0, 1).at(0).entry.subject == "supporter 1a2b3c4d");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
