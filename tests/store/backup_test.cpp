#include "server/store/backup.h"

#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::campaign::LetterState;
using postbag::mailer::Decision;
using postbag::mailer::MailKind;
using postbag::store::back_up;
using postbag::testing::read_file;
using postbag::testing::StoreWorld;

/// A world whose database is put back from a backup that was made a moment ago.
struct RestoredWorld : StoreWorld {
  std::int64_t put_back() {
    std::int64_t held = 0;
    database->write([&](postbag::store::Connection& connection) {
      held = postbag::store::hold_what_may_have_left(connection, clock.now());
    });
    return held;
  }
};

BOOST_FIXTURE_TEST_SUITE(restored, RestoredWorld)

BOOST_AUTO_TEST_CASE(a_letter_that_waited_or_was_on_its_way_when_the_backup_was_made_is_held) {
  const std::string waiting = queued("waiting@example.org");
  queued("leaving@example.org");
  const auto jobs = claim_letters("one", 1);
  BOOST_REQUIRE(jobs.size() == 1);
  BOOST_REQUIRE(store.expect_final_dot(jobs.front(), "one").get());
  BOOST_TEST(put_back() == 2);
  BOOST_TEST((state(waiting) == LetterState::held));
  for (const auto& job : store.claim("two", 10, clock.now() + kLease))
    BOOST_TEST((job.kind == MailKind::service));
  clock.advance(kLease + 1ms);
  store.tidy(kRetention);
  BOOST_TEST((state(waiting) == LetterState::held));
  BOOST_TEST((state(jobs.front().public_id) == LetterState::held));
}

BOOST_AUTO_TEST_CASE(a_letter_confirmed_afterwards_is_held_for_it_may_have_been_confirmed_before) {
  const auto made = letter("jo@example.org");
  BOOST_REQUIRE(store.submit(made).has_value());
  BOOST_TEST(put_back() == 0);
  BOOST_TEST((state(made.public_id) == LetterState::awaiting_confirmation));
  const auto confirmed = store.confirm(link_of(made), Duration{0});
  BOOST_REQUIRE(confirmed.has_value());
  BOOST_TEST((confirmed->status.state == LetterState::held));
  BOOST_TEST((state(made.public_id) == LetterState::held));
  BOOST_TEST((store.confirm(link_of(made), Duration{0})->status.state == LetterState::held));
}

BOOST_AUTO_TEST_CASE(a_letter_written_afterwards_leaves_as_ever) {
  put_back();
  const std::string fresh = queued("new@example.org");
  BOOST_TEST((state(fresh) == LetterState::queued));
  BOOST_TEST(claim_letters().size() == 1);
}

BOOST_AUTO_TEST_CASE(what_had_ended_stays_as_it_was) {
  const std::string sent = queued("jo@example.org");
  deliver_all(Decision::Next::sent);
  BOOST_TEST(put_back() == 0);
  BOOST_TEST((state(sent) == LetterState::sent));
  const auto counted = store.recount(campaign_id);
  BOOST_TEST((counted.was == counted.is));
}

BOOST_AUTO_TEST_SUITE_END()

/// Of a SQLite file.
struct BackupWorld : StoreWorld {
  std::filesystem::path file = std::get<std::filesystem::path>(place);
  std::filesystem::path copy = folder / "copy.db";
};

BOOST_FIXTURE_TEST_SUITE(backup, BackupWorld)

BOOST_AUTO_TEST_CASE(a_letter_that_waits_is_held_in_the_copy_and_goes_on_in_the_database) {
  const std::string waiting = queued("waiting@example.org");
  const auto held = back_up(file, copy, clock.now());
  BOOST_REQUIRE(held.has_value());
  BOOST_TEST(*held == 1);
  const auto copied = postbag::store::Database::open(copy).value();
  postbag::store::SqlStore then{*copied, clock, rng, {}};
  BOOST_TEST((then.letter(waiting)->state == LetterState::held));
  BOOST_TEST((state(waiting) == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(the_database_itself_is_no_place_for_its_copy_by_whatever_name) {
  const std::string waiting = queued("waiting@example.org");
  std::filesystem::create_symlink(file, copy);
  for (const auto& target : {file, copy, file.parent_path() / "." / file.filename()}) {
    const auto refused = back_up(file, target, clock.now());
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message.find("itself") != std::string::npos);
  }
  BOOST_TEST((state(waiting) == LetterState::queued));
}

BOOST_AUTO_TEST_CASE(a_copy_that_cannot_be_written_leaves_the_one_before_and_nothing_else) {
  BOOST_REQUIRE(back_up(file, copy, clock.now()).has_value());
  const std::string before = read_file(copy);
  const auto failed = back_up(folder / "none.db", copy, clock.now());
  BOOST_REQUIRE(!failed.has_value());
  BOOST_TEST(failed.error().code == "backup_failed");
  BOOST_TEST((read_file(copy) == before));
  BOOST_TEST(!back_up(file, folder / "none/copy.db", clock.now()).has_value());
  BOOST_TEST(!std::filesystem::exists(folder / "none.db"));
  BOOST_TEST(!std::filesystem::exists(copy.string() + ".unfinished"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
