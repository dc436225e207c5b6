#include <thread>

#include <boost/test/unit_test.hpp>

#include "server/store/schema.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::campaign::LetterState;
using postbag::campaign::NewLetter;
using postbag::campaign::OwnLetter;
using postbag::campaign::Reach;
using postbag::mailer::Decision;
using postbag::mailer::Job;
using postbag::mailer::Outcome;
using postbag::store::Connection;
using postbag::store::Database;
using postbag::store::Dialect;
using postbag::testing::StoreWorld;

struct People : StoreWorld {
  static std::string key_of(const std::string& email) {
    return postbag::sha256(email).substr(0, 32);
  }

  std::vector<OwnLetter> letters_of(const std::string& email) {
    return store.person(key_of(email), 100).letters;
  }
  postbag::Result<postbag::campaign::Withdrawn> withdraw(const std::string& id,
                                                         const std::string& email = kJo) {
    return store.withdraw(key_of(email), id);
  }
  postbag::campaign::Erased erase() { return store.erase(key_of(kJo)); }

  /// One more letter, in a campaign of its own, so that the same person can have several.
  NewLetter in_another_campaign() {
    clock.advance(1s);
    const std::string slug = "campaign-" + std::to_string(++campaigns_);
    store.import_campaign(postbag::Slug::parse(slug).value(), "title = 'Another'");
    NewLetter made = letter(kJo);
    for (const auto& stored : store.campaigns())
      if (stored.slug == slug) made.campaign_id = stored.id;
    made.message_id = slug + "@postbag.example.org";
    return made;
  }
  std::string queued_elsewhere() {
    const NewLetter made = in_another_campaign();
    static_cast<void>(store.submit(made).value());
    static_cast<void>(store.confirm(link_of(made), Duration{0}).value());
    return made.public_id;
  }
  std::string ended(Decision::Next next) {
    const std::string id = queued_elsewhere();
    deliver_all(next);
    return id;
  }

  void finish(const Job& job, Outcome outcome, Decision::Next next) {
    BOOST_TEST(
        store
            .finish(job, "one",
                    {outcome, clock.now(), clock.now(), 450, "4.2.1", "no room for jo@example.org"},
                    {next, clock.now() + 5min})
            .get());
  }

  bool counters_are_right() {
    for (const auto& stored : store.campaigns()) {
      const auto recount = store.recount(stored.id);
      if (recount.was != recount.is) return false;
    }
    return true;
  }

  inline static const std::string kJo = "jo@example.org";

 private:
  int campaigns_ = 0;
};

BOOST_FIXTURE_TEST_SUITE(people, People)

BOOST_AUTO_TEST_CASE(a_person_has_their_own_letters_and_nobody_elses_confirmed_ones_first) {
  const std::string first = queued(kJo);
  deliver_all(Decision::Next::sent);
  const std::string second = queued_elsewhere();
  const NewLetter third = in_another_campaign();
  BOOST_REQUIRE(store.submit(third).has_value());
  queued("al@example.org");
  const auto person = store.person(key_of(kJo), 100);
  BOOST_REQUIRE(person.letters.size() == 3U);
  BOOST_TEST(person.letters[0].public_id == second);
  BOOST_TEST((person.letters[0].state == LetterState::queued));
  BOOST_TEST((person.letters[0].leaves_at == person.letters[0].confirmed_at));
  BOOST_TEST(person.letters[1].public_id == first);
  BOOST_TEST(person.letters[1].campaign == "sanctions");
  BOOST_TEST((person.letters[1].state == LetterState::sent));
  BOOST_TEST(!person.letters[1].leaves_at.has_value());
  BOOST_TEST(person.letters[1].body.text().find("My own private words") != std::string::npos);
  BOOST_TEST(person.letters[1].email.text() == kJo);
  BOOST_TEST(person.letters[1].moves.size() == 3U);
  BOOST_TEST(person.letters[2].public_id == third.public_id);
  BOOST_TEST(!person.letters[2].confirmed_at.has_value());
  BOOST_TEST(!person.more);
  BOOST_TEST(!person.mails.empty());
  const auto two = store.person(key_of(kJo), 2);
  BOOST_TEST(two.letters.size() == 2U);
  BOOST_TEST(two.more);
  BOOST_TEST(store.supporter_of(first).value() == key_of(kJo));
  BOOST_TEST(!store.supporter_of("no-such-letter").has_value());
}

BOOST_AUTO_TEST_CASE(a_further_letter_of_which_nothing_was_kept_is_told_apart) {
  queued(kJo);
  clock.advance(1s);
  const NewLetter again = letter(kJo);
  BOOST_REQUIRE(store.submit(again).has_value());
  const auto letters = letters_of(kJo);
  BOOST_REQUIRE(letters.size() == 2U);
  BOOST_TEST(!letters[0].repeated);
  BOOST_TEST(letters[1].repeated);
  BOOST_TEST(letters[1].body.empty());
  BOOST_TEST(store.supporter_of(again.public_id).value() == key_of(kJo));
}

BOOST_AUTO_TEST_CASE(a_letter_that_waits_can_be_taken_back_and_its_words_are_seen_a_last_time) {
  auto made = letter(kJo);
  made.consent_wording = "Keep me in touch.";
  BOOST_REQUIRE(store.submit(made).has_value());
  BOOST_REQUIRE(store.confirm(link_of(made), 10min).has_value());
  BOOST_TEST(store.reach(campaign_id).supporters == 1);
  BOOST_TEST((letters_of(kJo)[0].leaves_at == clock.now() + 10min));
  const auto withdrawn = withdraw(made.public_id);
  BOOST_REQUIRE(withdrawn.has_value());
  BOOST_TEST(withdrawn->letter.body.text().find("My own private words") != std::string::npos);
  BOOST_TEST(!withdrawn->may_have_left);
  BOOST_TEST((state(made.public_id) == LetterState::withdrawn));
  BOOST_TEST(value("SELECT state_reason FROM letters") == "supporter");
  BOOST_TEST(!is_kept("My own private words"));
  BOOST_TEST(value("SELECT count(*) FROM letter_texts") == "0");
  BOOST_TEST(letters_of(kJo)[0].consent_wording == "");
  clock.advance(24h);
  BOOST_TEST(claim_letters().empty());
  BOOST_TEST(store.reach(campaign_id).supporters == 0);
  BOOST_TEST(counters_are_right());
  BOOST_TEST(withdraw(made.public_id).error().code == "withdrawn_letter");
  BOOST_TEST(store.confirm(link_of(made), Duration{0}).error().code == "withdrawn_letter");
  queued(kJo);
}

BOOST_AUTO_TEST_CASE(a_letter_that_was_never_confirmed_goes_with_the_mail_that_asks_for_it) {
  const NewLetter made = letter(kJo);
  BOOST_REQUIRE(store.submit(made).has_value());
  BOOST_TEST(withdraw(made.public_id).has_value());
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "0");
  BOOST_TEST(!is_kept(kJo));
}

BOOST_AUTO_TEST_CASE(a_held_letter_can_be_taken_back) {
  const std::string id = queued(kJo);
  BOOST_REQUIRE(store.hold(claim_letters()[0], "one", "seat_vacant"));
  BOOST_TEST(withdraw(id).has_value());
  BOOST_TEST((state(id) == LetterState::withdrawn));
  BOOST_TEST(counters_are_right());
}

BOOST_AUTO_TEST_CASE(a_letter_held_since_a_backup_was_put_back_may_have_left_before) {
  const std::string id = queued(kJo);
  execute("UPDATE letters SET state = 7, state_reason = 'restored'");
  const auto withdrawn = withdraw(id);
  BOOST_REQUIRE(withdrawn.has_value());
  BOOST_TEST(withdrawn->may_have_left);
}

BOOST_AUTO_TEST_CASE(a_letter_that_a_mailer_has_in_hand_or_that_has_ended_cannot_be_taken_back) {
  const std::string id = queued(kJo);
  const auto jobs = claim_letters();
  BOOST_TEST(withdraw(id).error().code == "too_late");
  BOOST_TEST(store.expect_final_dot(jobs[0], "one").get());
  finish(jobs[0], Outcome::accepted, Decision::Next::sent);
  BOOST_TEST(withdraw(id).error().code == "too_late");
  BOOST_TEST((state(id) == LetterState::sent));
  BOOST_TEST(is_kept("My own private words"));
  BOOST_TEST(withdraw(queued("al@example.org")).error().code == "unknown_letter");
}

BOOST_AUTO_TEST_CASE(of_a_mailer_and_its_writer_who_want_a_letter_at_once_one_gets_it) {
  int taken_back = 0;
  for (int round = 0; round < 20; ++round) {
    const std::string email = "jo" + std::to_string(round) + "@example.org";
    const std::string id = queued(email);
    std::vector<Job> claimed;
    std::jthread mailer{[&] { claimed = claim_letters(); }};
    const auto withdrawn = withdraw(id, email);
    mailer.join();
    BOOST_TEST(withdrawn.has_value() == claimed.empty());
    if (withdrawn) {
      ++taken_back;
      BOOST_TEST((state(id) == LetterState::withdrawn));
    } else {
      BOOST_TEST(withdrawn.error().code == "too_late");
      BOOST_TEST((state(id) == LetterState::sending));
      finish(claimed[0], Outcome::accepted, Decision::Next::sent);
    }
  }
  BOOST_TEST_MESSAGE("taken back: " << taken_back << " of 20");
  BOOST_TEST(counters_are_right());
}

BOOST_AUTO_TEST_CASE(an_opt_in_can_be_taken_back_and_given_while_there_is_an_address_for_it) {
  const std::string id = queued(kJo);
  BOOST_TEST(store.set_consent(key_of(kJo), id, "Write to me.").has_value());
  BOOST_TEST(letters_of(kJo)[0].consent_wording == "Write to me.");
  BOOST_TEST((letters_of(kJo)[0].consent_at == clock.now()));
  deliver_all(Decision::Next::sent);
  clock.advance(31 * 24h);
  store.tidy(kRetention);
  BOOST_TEST(letters_of(kJo)[0].email.text() == kJo);
  BOOST_TEST(store.set_consent(key_of(kJo), id, "").has_value());
  BOOST_TEST(!is_kept(kJo));
  BOOST_TEST(letters_of(kJo)[0].consent_wording == "");
  BOOST_TEST((letters_of(kJo)[0].consent_at == clock.now()));
  BOOST_TEST(store.set_consent(key_of(kJo), id, "Write to me.").error().code == "text_deleted");
  BOOST_TEST(store.set_consent(key_of("al@example.org"), id, "").error().code == "unknown_letter");
}

BOOST_AUTO_TEST_CASE(erasing_leaves_the_counts_and_nothing_that_leads_to_the_person) {
  auto opted_in = in_another_campaign();
  opted_in.consent_wording = "Keep me in touch.";
  opted_in.source = "newsletter";
  opted_in.idempotency_key = "key";
  opted_in.request_digest = "digest";
  BOOST_REQUIRE(store.submit(opted_in).has_value());
  BOOST_REQUIRE(store.confirm(link_of(opted_in), Duration{0}).has_value());
  deliver_all(Decision::Next::sent);
  const std::string failed = ended(Decision::Next::failed);
  const std::string waits = queued_elsewhere();
  const NewLetter unconfirmed = in_another_campaign();
  BOOST_REQUIRE(store.submit(unconfirmed).has_value());
  const std::string others = queued("al@example.org");

  const auto erased = erase();
  BOOST_TEST(erased.letters == 4);
  BOOST_TEST(erased.withdrawn == 2);
  BOOST_TEST(erased.leaving == 0);
  BOOST_TEST(!is_kept(kJo));
  BOOST_TEST(!is_kept(key_of(kJo)));
  BOOST_TEST(!is_kept("Keep me in touch"));
  BOOST_TEST(!is_kept("newsletter"));
  BOOST_TEST(value("SELECT count(*) FROM letter_texts") == "1");
  BOOST_TEST(letters_of(kJo).empty());
  BOOST_TEST(store.person(key_of(kJo), 100).mails.empty());
  BOOST_TEST(store.supporter_of(failed).value() == "");
  BOOST_TEST(value("SELECT count(DISTINCT supporter_key) FROM letters") == "5");
  BOOST_TEST((state(opted_in.public_id) == LetterState::sent));
  BOOST_TEST((state(failed) == LetterState::failed));
  BOOST_TEST((state(waits) == LetterState::withdrawn));
  BOOST_TEST((state(unconfirmed.public_id) == LetterState::withdrawn));
  BOOST_TEST((state(others) == LetterState::queued));
  BOOST_TEST(store.reach(opted_in.campaign_id).supporters == 1);
  BOOST_TEST(store.reach(opted_in.campaign_id).cells.size() == 1U);
  BOOST_TEST(counters_are_right());
  BOOST_TEST(store.confirm(link_of(unconfirmed), Duration{0}).error().code == "unknown_token");
  BOOST_TEST(erase().letters == 0);
  BOOST_TEST(claim_letters().size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_was_erased_is_a_stranger_who_may_write) {
  const std::string first = queued(kJo);
  deliver_all(Decision::Next::sent);
  BOOST_TEST(erase().letters == 1);
  clock.advance(1s);
  const std::string second = queued(kJo);
  BOOST_TEST((state(second) == LetterState::queued));
  const auto letters = letters_of(kJo);
  BOOST_REQUIRE(letters.size() == 1U);
  BOOST_TEST(letters[0].public_id == second);
  BOOST_TEST(store.reach(campaign_id).supporters == 2);
  BOOST_TEST(counters_are_right());
}

BOOST_AUTO_TEST_CASE(a_letter_erased_in_a_mailers_hands_loses_its_text_at_once_and_may_arrive) {
  const std::string id = queued(kJo);
  const auto jobs = claim_letters();
  const auto erased = erase();
  BOOST_TEST(erased.leaving == 1);
  BOOST_TEST(erased.withdrawn == 0);
  BOOST_TEST(!is_kept("My own private words"));
  BOOST_TEST(store.expect_final_dot(jobs[0], "one").get());
  finish(jobs[0], Outcome::accepted, Decision::Next::sent);
  BOOST_TEST((state(id) == LetterState::sent));
  BOOST_TEST(counters_are_right());
}

BOOST_AUTO_TEST_CASE(a_letter_erased_in_a_mailers_hands_is_not_tried_again) {
  const std::string id = queued(kJo);
  const auto jobs = claim_letters();
  BOOST_TEST(erase().leaving == 1);
  finish(jobs[0], Outcome::temporary, Decision::Next::retry);
  clock.advance(5min);
  const std::string others = queued("al@example.org");
  const auto next = claim_letters();
  BOOST_REQUIRE(next.size() == 1U);
  BOOST_TEST(next[0].public_id == others);
  BOOST_TEST((state(id) == LetterState::failed));
  BOOST_TEST(value("SELECT state_reason FROM letters ORDER BY id") == "erased");
}

BOOST_AUTO_TEST_CASE(a_letter_erased_before_it_would_have_been_held_fails) {
  const std::string id = queued(kJo);
  const auto jobs = claim_letters();
  BOOST_TEST(erase().leaving == 1);
  BOOST_TEST(store.hold(jobs[0], "one", "seat_vacant"));
  BOOST_TEST((state(id) == LetterState::failed));
}

BOOST_AUTO_TEST_CASE(a_mail_erased_in_a_mailers_hands_does_not_leave) {
  BOOST_REQUIRE(store.submit(letter(kJo)).has_value());
  const auto jobs = store.claim("one", 10, clock.now() + kLease);
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(erase().letters == 1);
  BOOST_TEST(!store.expect_final_dot(jobs[0], "one").get());
}

BOOST_AUTO_TEST_CASE(an_erasure_that_fails_half_way_leaves_everything_as_it_was) {
  queued(kJo);
  const std::string second = queued_elsewhere();
  execute(std::holds_alternative<std::filesystem::path>(place)
              ? "CREATE TRIGGER refuse BEFORE UPDATE OF supporter_key ON letters WHEN OLD.id = 2 "
                "BEGIN SELECT RAISE(ABORT, 'refused'); END"
              : "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
                "EXCEPTION 'refused'; END $$; CREATE TRIGGER refuse BEFORE UPDATE OF supporter_key "
                "ON letters FOR EACH ROW WHEN (OLD.id = 2) EXECUTE FUNCTION refuse()");
  BOOST_CHECK_THROW(erase(), postbag::store::DatabaseError);
  const auto letters = letters_of(kJo);
  BOOST_REQUIRE(letters.size() == 2U);
  for (const OwnLetter& letter : letters) {
    BOOST_TEST((letter.state == LetterState::queued));
    BOOST_TEST(letter.body.text().find("My own private words") != std::string::npos);
  }
  BOOST_TEST(store.supporter_of(second).value() == key_of(kJo));
  BOOST_TEST(counters_are_right());
}

BOOST_AUTO_TEST_CASE(a_persons_letters_are_found_by_their_indexes) {
  if (!std::holds_alternative<std::filesystem::path>(place)) return;  // it scans what is as small
  const std::string plan = [&] {
    std::string all;
    for (const char* condition :
         {"confirmed_at IS NULL AND supporter_key = 'a'",
          "confirmed_at IS NOT NULL AND supporter_key = 'a' AND campaign_id IN (SELECT id FROM "
          "campaigns)"}) {
      Connection connection{std::get<std::filesystem::path>(place)};
      const std::string sql =
          std::string{"EXPLAIN QUERY PLAN SELECT id FROM letters WHERE "} + condition;
      std::int64_t ignored = 0;
      std::string step;
      auto query = connection.query(sql);
      query.into(ignored).into(ignored).into(ignored).into(step);
      while (query.next())
        all += step + '\n';
    }
    return all;
  }();
  for (const char* index : {"letters_unconfirmed_by_supporter (supporter_key=?)",
                            "letters_one_each (campaign_id=? AND supporter_key=?)"})
    BOOST_TEST_CONTEXT(plan) BOOST_TEST(plan.find(index) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_ledger_of_the_first_schema_is_brought_up_with_its_letters) {
  const std::string id = queued(kJo);
  take_back_to_schema_2();
  execute(
      "DROP INDEX letters_unconfirmed_by_supporter; ALTER TABLE letters DROP COLUMN consent_at; "
      "DELETE FROM schema_versions WHERE version = 2");
  const auto migrated = Database::open(place).value();
  BOOST_TEST(value("SELECT max(version) FROM schema_versions") ==
             std::to_string(postbag::store::kPresentSchema));
  BOOST_TEST(store.set_consent(key_of(kJo), id, "Write to me.").has_value());
  BOOST_TEST(letters_of(kJo)[0].consent_wording == "Write to me.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
