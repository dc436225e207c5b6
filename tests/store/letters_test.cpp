#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "server/store/migrations.h"
#include "server/store/state_code.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::campaign::LetterState;
using postbag::mailer::MailKind;
using postbag::store::Database;
using postbag::testing::StoreWorld;

BOOST_FIXTURE_TEST_SUITE(letters, StoreWorld)

BOOST_AUTO_TEST_CASE(a_submitted_letter_waits_for_its_confirmation_and_its_mail_is_ready_to_leave) {
  const auto made = letter("jo@example.org");
  BOOST_TEST((store.submit(made)->state == LetterState::awaiting_confirmation));
  BOOST_TEST((state(made.public_id) == LetterState::awaiting_confirmation));
  const auto jobs = store.claim("one", 10, clock.now() + kLease);
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST((jobs[0].kind == MailKind::service));
  BOOST_TEST(jobs[0].recipient.text() == "jo@example.org");
  BOOST_TEST(jobs[0].subject.text() == "Please confirm");
}

BOOST_AUTO_TEST_CASE(a_confirmed_letter_leaves_when_its_cancel_window_ends_and_not_before) {
  const auto made = letter("jo@example.org");
  BOOST_REQUIRE(store.submit(made).has_value());
  const auto confirmed = store.confirm(link_of(made), 10min);
  BOOST_REQUIRE(confirmed.has_value());
  BOOST_TEST((confirmed->status.state == LetterState::queued));
  BOOST_TEST(claim_letters().empty());
  clock.advance(10min);
  const auto jobs = claim_letters();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs[0].message_id == made.message_id);
  BOOST_TEST(jobs[0].supporter_email.text() == "jo@example.org");
  BOOST_TEST(jobs[0].body.text() == made.body.text());
  BOOST_TEST((state(made.public_id) == LetterState::sending));
}

BOOST_AUTO_TEST_CASE(confirming_twice_answers_with_the_state_it_has_by_then_and_counts_once) {
  const std::string id = queued("jo@example.org");
  deliver_all(postbag::mailer::Decision::Next::sent);
  const auto again = store.confirm({id, hash_for("jo@example.org")}, Duration{0});
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST((again->status.state == LetterState::sent));
  BOOST_TEST(store.reach(campaign_id).supporters == 1);
}

BOOST_AUTO_TEST_CASE(neither_an_unknown_letter_nor_a_wrong_secret_confirms_anything) {
  const auto made = letter("jo@example.org");
  BOOST_REQUIRE(store.submit(made).has_value());
  for (const postbag::campaign::ConfirmationLink& link :
       {postbag::campaign::ConfirmationLink{"unknown", made.confirmation_hash},
        {made.public_id, hash_for("nobody@example.org")},
        {made.public_id, ""}}) {
    BOOST_TEST(store.confirm(link, Duration{0}).error().code == "unknown_token");
    BOOST_TEST(!store.pending(link).has_value());
  }
  BOOST_TEST((state(made.public_id) == LetterState::awaiting_confirmation));
}

BOOST_AUTO_TEST_CASE(someone_who_already_wrote_gets_the_same_answer_and_a_mail_that_says_so) {
  queued("jo@example.org");
  claim_letters();
  clock.advance(1s);
  auto second = letter("jo@example.org");
  second.confirmation_hash = hash_for("another token");
  second.message_id = "another@postbag.example.org";
  const auto status = store.submit(second);
  BOOST_REQUIRE(status.has_value());
  BOOST_TEST((status->state == LetterState::awaiting_confirmation));
  BOOST_TEST((state(second.public_id) == LetterState::awaiting_confirmation));
  const auto jobs = store.claim("one", 10, clock.now() + kLease);
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs[0].subject.text() == "You already wrote");
  BOOST_TEST(store.confirm(link_of(second), Duration{0}).error().code == "unknown_token");
  BOOST_TEST(value("SELECT count(*) FROM letter_texts") == "1");
}

BOOST_AUTO_TEST_CASE(of_two_letters_waiting_for_one_person_the_first_confirmed_wins) {
  const auto first = letter("jo@example.org");
  BOOST_REQUIRE(store.submit(first).has_value());
  clock.advance(1s);
  auto second = letter("jo@example.org");
  second.confirmation_hash = hash_for("second");
  BOOST_REQUIRE(store.submit(second).has_value());
  BOOST_TEST(store.confirm(link_of(second), Duration{0}).has_value());
  BOOST_TEST(store.confirm(link_of(first), Duration{0}).error().code == "already_wrote");
  BOOST_TEST(store.reach(campaign_id).supporters == 1);
}

BOOST_AUTO_TEST_CASE(
    a_repeated_idempotency_key_answers_with_the_first_letter_and_stores_no_second) {
  auto first = letter("jo@example.org");
  first.idempotency_key = "key";
  first.request_digest = "digest";
  BOOST_REQUIRE(store.submit(first).has_value());
  clock.advance(1s);
  auto again = letter("jo@example.org");
  again.idempotency_key = "key";
  again.request_digest = "digest";
  BOOST_TEST(store.submit(again)->public_id == first.public_id);
  BOOST_TEST(value("SELECT count(*) FROM letters") == "1");
  again.request_digest = "other";
  BOOST_TEST(store.submit(again).error().code == "idempotency_conflict");
}

BOOST_AUTO_TEST_CASE(
    no_hour_has_more_mails_to_one_address_than_allowed_however_they_are_asked_for) {
  int asked = 0;
  for (int burst = 0; burst < 3; ++burst) {
    for (int i = 0; i < 12; ++i) {
      auto made = letter("jo@example.org");
      made.confirmation_hash = hash_for(std::to_string(++asked));
      BOOST_REQUIRE(store.submit(made).has_value());
      clock.advance(1s);
    }
    clock.advance(40min);
  }
  BOOST_TEST(
      value("SELECT max(mails) FROM (SELECT (SELECT count(*) FROM service_mails AS other WHERE "
            "other.due_at > mail.due_at - "
            "3600000 AND other.due_at <= mail.due_at) AS mails FROM service_mails AS mail) AS "
            "counts") == "5");
  // Five at once and five more each hour, of which five wait at most.
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "15");
}

BOOST_AUTO_TEST_CASE(a_flood_for_one_address_puts_off_its_last_letter_by_an_hour_at_most) {
  const auto submitted = [&](int number) {
    auto made = letter("jo@example.org");
    made.confirmation_hash = hash_for(std::to_string(number));
    BOOST_REQUIRE(store.submit(made).has_value());
    clock.advance(1ms);
    return made;
  };
  for (int i = 0; i < 8; ++i)
    submitted(i);
  const auto early = value("SELECT public_id FROM letters ORDER BY id DESC LIMIT 1");
  for (int i = 8; i < 500; ++i)
    submitted(i);
  const auto last = submitted(500);
  BOOST_TEST(value("SELECT count(*) FROM letters") == "501");
  BOOST_TEST(store.claim("one", 1000, clock.now() + kLease).size() == 5U);
  clock.advance(1h);
  BOOST_TEST(store.claim("one", 1000, clock.now() + kLease).size() == 5U);
  // Neither who came before the flood nor who came last was left out.
  const std::string mails =
      "SELECT count(*) FROM service_mails JOIN letters ON letters.id = "
      "letter_id WHERE letters.public_id = '";
  BOOST_TEST(value(mails + early + "'") == "1");
  BOOST_TEST(value(mails + last.public_id + "'") == "1");
  BOOST_TEST(store.confirm(link_of(last), Duration{0}).has_value());
  BOOST_TEST(store.claim("one", 1000, clock.now() + kLease).size() == 1U);
}

BOOST_AUTO_TEST_CASE(letters_for_one_address_at_once_wait_no_less_for_each_other) {
  std::vector<postbag::campaign::NewLetter> made;
  for (int i = 0; i < 80; ++i) {
    made.push_back(letter("jo@example.org"));
    made.back().confirmation_hash = hash_for(std::to_string(i));
    clock.advance(1ms);
  }
  std::atomic<int> stored = 0;
  {
    std::vector<std::jthread> crowd;
    for (std::size_t first = 0; first < 8; ++first)
      crowd.emplace_back([&, first] {
        for (std::size_t i = first; i < made.size(); i += 8)
          if (store.submit(made[i])) ++stored;
      });
  }
  BOOST_TEST(stored == 80);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "10");
  BOOST_TEST(store.claim("one", 1000, clock.now() + kLease).size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_mail_that_was_tried_keeps_its_place) {
  postbag::store::SqlStore strict{*database, clock, rng, {1}};
  const auto submitted = [&](int number) {
    auto made = letter("jo@example.org");
    made.confirmation_hash = hash_for(std::to_string(number));
    BOOST_REQUIRE(strict.submit(made).has_value());
    clock.advance(1ms);
  };
  submitted(1);
  execute("UPDATE service_mails SET attempts = 1, due_at = due_at + 600000");
  submitted(2);
  submitted(3);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "2");
  BOOST_TEST(value("SELECT min(attempts) + max(attempts) FROM service_mails") == "1");
}

BOOST_AUTO_TEST_CASE(a_limit_of_no_mails_an_hour_is_no_limit) {
  postbag::store::SqlStore unlimited{*database, clock, rng, {0}};
  for (int i = 0; i < 20; ++i) {
    auto made = letter("jo@example.org");
    made.confirmation_hash = hash_for(std::to_string(i));
    BOOST_REQUIRE(unlimited.submit(made).has_value());
    clock.advance(1ms);
  }
  BOOST_TEST(unlimited.claim("one", 100, clock.now() + kLease).size() == 20U);
}

BOOST_AUTO_TEST_CASE(the_tables_of_states_and_transitions_are_the_programs_own) {
  for (int code = 0; code <= 9; ++code)
    BOOST_TEST(value("SELECT name FROM letter_states WHERE code = " + std::to_string(code)) ==
               postbag::campaign::name_of(postbag::store::state_of(code)));
  BOOST_TEST(value("SELECT count(*) FROM transitions") ==
             std::to_string(postbag::campaign::kTransitions.size()));
  for (const auto& [from, to] : postbag::campaign::kTransitions)
    BOOST_TEST(value("SELECT count(*) FROM transitions WHERE from_state = " +
                     std::to_string(postbag::store::code_of(from)) +
                     " AND to_state = " + std::to_string(postbag::store::code_of(to))) == "1");
}

BOOST_AUTO_TEST_CASE(the_database_itself_refuses_a_move_that_the_table_does_not_have) {
  queued("jo@example.org");
  deliver_all(postbag::mailer::Decision::Next::sent);
  for (int to : {0, 1, 2, 5, 6, 7, 8, 9})
    BOOST_CHECK_THROW(execute("UPDATE letters SET state = " + std::to_string(to)),
                      postbag::store::DatabaseError);
  execute("UPDATE letters SET state = 4");
  BOOST_TEST(value("SELECT to_state FROM letter_history ORDER BY number DESC") == "4");
}

BOOST_AUTO_TEST_CASE(the_database_itself_keeps_reach_whatever_moves_a_letter) {
  queued("jo@example.org");
  deliver_all(postbag::mailer::Decision::Next::sent);
  BOOST_TEST(value("SELECT letters FROM reach") == "1");
  execute("UPDATE letters SET state = 4");
  BOOST_TEST(value("SELECT letters FROM reach") == "0");
  execute("UPDATE letters SET state = 1");
  BOOST_TEST(value("SELECT letters FROM reach") == "0");
}

BOOST_AUTO_TEST_CASE(who_withdrew_is_no_supporter_and_may_write_again) {
  const std::string first = queued("jo@example.org");
  BOOST_TEST(store.reach(campaign_id).supporters == 1);
  execute("UPDATE letters SET state = 9");
  BOOST_TEST(store.reach(campaign_id).supporters == 0);
  const auto recount = store.recount(campaign_id);
  BOOST_TEST((recount.was == recount.is));
  clock.advance(1s);
  const std::string second = queued("jo@example.org");
  BOOST_TEST((state(first) == LetterState::withdrawn));
  BOOST_TEST((state(second) == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(every_change_of_state_is_a_row_of_history) {
  queued("jo@example.org");
  deliver_all(postbag::mailer::Decision::Next::sent);
  BOOST_TEST(column("SELECT number || ': ' || from_state || '>' || to_state FROM letter_history "
                    "ORDER BY number") == (std::vector<std::string>{"1: 0>1", "2: 1>2", "3: 2>3"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(letters_taken_at_once_by_many_threads_are_all_there) {
  std::vector<std::jthread> threads;
  std::atomic<int> accepted{0};
  threads.reserve(16);
  for (int thread = 0; thread < 16; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i)
        if (store.submit(
                letter("jo" + std::to_string(thread) + "." + std::to_string(i) + "@example.org")))
          ++accepted;
    });
  threads.clear();
  BOOST_TEST(accepted == 320);
  BOOST_TEST(value("SELECT count(*) FROM letters") == "320");
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "320");
}

BOOST_AUTO_TEST_CASE(a_failing_task_undoes_its_own_work_and_nobody_elses) {
  std::vector<std::jthread> threads;
  std::atomic<int> refused{0};
  threads.reserve(8);
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        auto made =
            letter("jo" + std::to_string(thread) + "." + std::to_string(i) + "@example.org");
        if (i % 2 == 1)
          made.campaign_id = 999;  // there is no such campaign: the foreign key refuses it
        try {
          static_cast<void>(store.submit(made));
        } catch (const std::runtime_error&) {
          ++refused;
        }
      }
    });
  threads.clear();
  BOOST_TEST(refused == 80);
  BOOST_TEST(value("SELECT count(*) FROM letters") == "80");
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "80");
}

BOOST_AUTO_TEST_CASE(what_a_task_held_may_start_another_when_it_is_let_go) {
  std::promise<void> ended;
  std::shared_ptr<void> held{nullptr, [&](void*) {
                               database->start_write([](auto&) {},
                                                     [&](const auto&) { ended.set_value(); },
                                                     Database::Haste::now);
                             }};
  database->start_write([held = std::move(held)](auto&) {}).get();
  BOOST_REQUIRE((ended.get_future().wait_for(30s) == std::future_status::ready));
}

BOOST_AUTO_TEST_CASE(an_error_of_the_database_never_quotes_what_was_bound) {
  auto made = letter("jo@example.org");
  made.campaign_id = 999;
  try {
    static_cast<void>(store.submit(made));
    BOOST_FAIL("the database took a letter for a campaign that does not exist");
  } catch (const std::runtime_error& error) {
    const std::string said = error.what();
    BOOST_TEST(said.find("private") == std::string::npos);
    BOOST_TEST(said.find("example") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_campaign_is_added_replaced_and_the_change_can_be_seen) {
  const std::int64_t before = store.campaigns_revision();
  store.import_campaign(postbag::Slug::parse("sanctions").value(), "title = 'New'");
  BOOST_TEST(store.campaigns_revision() != before);
  BOOST_REQUIRE(store.campaigns().size() == 1U);
  BOOST_TEST(store.campaigns()[0].source == "title = 'New'");
  BOOST_TEST(store.campaigns()[0].id == campaign_id);
}

BOOST_AUTO_TEST_CASE(a_ledger_knows_its_first_secret_until_it_is_told_to_forget_it) {
  BOOST_TEST(store.is_secret_of_this_ledger("first"));
  BOOST_TEST(store.is_secret_of_this_ledger("first"));
  BOOST_TEST(!store.is_secret_of_this_ledger("second"));
  store.forget_secret();
  BOOST_TEST(store.is_secret_of_this_ledger("second"));
  BOOST_TEST(!store.is_secret_of_this_ledger("first"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
