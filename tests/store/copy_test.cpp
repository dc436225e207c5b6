#include "server/store/copy.h"

#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::campaign::LetterState;
using postbag::mailer::Decision;
using postbag::store::copy_ledger;
using postbag::store::Database;
using postbag::store::Place;
using postbag::store::SqlStore;
using postbag::testing::StoreWorld;

/// A store with letters in many states, and empty databases of either kind to copy it to.
struct FullWorld : StoreWorld {
  std::vector<std::string> letters;

  FullWorld() {
    letters.push_back(queued("sent@example.org"));
    deliver_all(Decision::Next::sent);
    letters.push_back(queued("uncertain@example.org", "W07000112", "5362"));
    deliver_all(Decision::Next::uncertain);
    letters.push_back(queued("sending@example.org"));
    static_cast<void>(claim_letters());
    letters.push_back(queued("queued@example.org"));
    auto unconfirmed = letter("unconfirmed@example.org");
    unconfirmed.idempotency_key = "key";
    unconfirmed.request_digest = "digest";
    letters.push_back(store.submit(unconfirmed).value().public_id);
    for (int i = 0; i < 600; ++i)
      letters.push_back(
          store.submit(letter("jo" + std::to_string(i) + "@example.org")).value().public_id);
  }

  std::vector<Place> empty_places() {
    return {folder / "copy.db", postbag::testing::postgresql_server().create_database()};
  }
};

BOOST_FIXTURE_TEST_SUITE(copy, FullWorld)

BOOST_AUTO_TEST_CASE(a_copy_is_the_ledger_and_goes_on_where_it_stood) {
  for (const Place& to : empty_places()) {
    FullWorld world;
    const auto target = Database::open(to).value();
    const auto copied = copy_ledger(*world.database, *target);
    BOOST_REQUIRE(copied.has_value());
    BOOST_TEST(copied->at(1).table == "letters");
    BOOST_TEST(copied->at(1).rows == 605);
    SqlStore moved{*target, world.clock, world.rng, {}};
    for (const std::string& id : world.letters)
      BOOST_TEST((moved.letter(id)->state == world.store.letter(id)->state));
    const auto recount = moved.recount(world.campaign_id);
    BOOST_TEST((recount.was == recount.is));
    BOOST_TEST(recount.is.cells.size() == 1U);
    const auto fresh = world.letter("fresh@example.org");
    BOOST_REQUIRE(moved.submit(fresh).has_value());
    BOOST_TEST((moved.confirm(StoreWorld::link_of(fresh), Duration{0})->status.state ==
                LetterState::queued));
    const auto back = Database::open(world.folder / "back.db").value();
    const auto copied_back = copy_ledger(*target, *back);
    BOOST_REQUIRE(copied_back.has_value());
    BOOST_TEST((copied_back->at(0) != copied->at(0)));  // one supporter more
    BOOST_TEST((copied_back->at(4) == copied->at(4)));
  }
}

BOOST_AUTO_TEST_CASE(the_ledger_that_was_copied_takes_and_sends_nothing_more) {
  const auto target = Database::open(folder / "copy.db").value();
  BOOST_REQUIRE(copy_ledger(*database, *target).has_value());
  BOOST_CHECK_THROW(static_cast<void>(store.submit(letter("late@example.org"))),
                    std::runtime_error);
  BOOST_CHECK_THROW(static_cast<void>(store.claim("one", 10, clock.now() + 5min)),
                    std::runtime_error);
  BOOST_TEST(!store.writable());
  BOOST_TEST(store.letter(letters.front()).has_value());
  const auto another = Database::open(folder / "another.db").value();
  BOOST_TEST(copy_ledger(*database, *another).error().code == "moved_before");
}

BOOST_AUTO_TEST_CASE(a_ledger_that_is_in_use_is_not_written_over) {
  FullWorld other;
  BOOST_TEST(copy_ledger(*database, *other.database).error().code == "not_empty");
  BOOST_TEST(store.submit(letter("still@example.org")).has_value());
}

/// A column that is added to the schema must be added to the copy.
BOOST_AUTO_TEST_CASE(every_table_and_column_of_the_schema_is_copied_or_left_out_on_purpose) {
  const auto target = Database::open(folder / "copy.db").value();
  const auto copied = copy_ledger(*database, *target).value();
  std::set<std::string> tables{"trials", "schema_versions", "letter_states", "transitions"};
  for (const auto& table : copied)
    tables.insert(table.table);
  StoreWorld fresh;
  const bool sqlite = std::holds_alternative<std::filesystem::path>(place);
  for (const std::string& table :
       fresh.column(sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                           : "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE "
                             "table_schema = 'public'"))
    BOOST_TEST_CONTEXT(table) BOOST_TEST(tables.contains(table));
  for (const auto& table : copied) {
    const std::string count = fresh.value(
        sqlite ? "SELECT count(*) FROM pragma_table_info('" + table.table + "')"
               : "SELECT count(*) FROM information_schema.columns WHERE table_name = '" +
                     table.table + "' AND table_schema = 'public'");
    BOOST_TEST_CONTEXT(table.table) BOOST_TEST(std::to_string(table.columns) == count);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
