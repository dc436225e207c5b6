#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::campaign::LetterState;
using postbag::store::Connection;
using postbag::store::Database;
using postbag::store::DatabaseError;
using postbag::store::Place;
using postbag::store::PostgresqlPlace;
using postbag::testing::postgresql_server;
using postbag::testing::PostgresqlServer;
using postbag::testing::StoreWorld;

BOOST_AUTO_TEST_SUITE(postgresql)

std::int64_t number(Database& database, std::string_view sql) {
  std::int64_t found = 0;
  database.read([&](Connection& connection) {
    postbag::store::Query query = connection.query(sql);
    static_cast<void>(query.into(found).next());
  });
  return found;
}

BOOST_AUTO_TEST_CASE(several_processes_may_migrate_an_empty_database_at_the_same_time) {
  const Place place = postgresql_server().create_database();
  std::atomic<int> ready = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        if (Database::open(place)) ++ready;
      });
  }
  BOOST_TEST(ready == 4);
  BOOST_TEST(Database::open(place, false).has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_database_that_may_not_be_migrated_and_a_newer_one_are_refused) {
  const Place place = postgresql_server().create_database();
  BOOST_TEST(Database::open(place, false).error().code == "older_schema");
  BOOST_REQUIRE(Database::open(place).has_value());
  Connection{std::get<PostgresqlPlace>(place).url}.execute(
      "INSERT INTO schema_versions VALUES (99)");
  BOOST_TEST(Database::open(place).error().code == "newer_schema");
}

BOOST_AUTO_TEST_CASE(a_database_that_cannot_hold_every_name_is_refused) {
  auto place = std::get<PostgresqlPlace>(postgresql_server().create_database());
  Connection{place.url}.execute(
      "CREATE DATABASE western ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  place.url.text.replace(place.url.text.rfind('/') + 1, std::string::npos, "western");
  const auto refused = Database::open(place);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().message.find("LATIN1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_refused_without_showing_the_password) {
  const Place place = PostgresqlPlace{
      {"postgresql://jo:secret@127.0.0.1:" + std::to_string(postbag::testing::free_port()) +
           "/ledger?sslmode=disable",
       "hidden"},
      1};
  const auto refused = Database::open(place);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().code == "unusable_database");
  BOOST_TEST(refused.error().message.find("/ledger") != std::string::npos);
  BOOST_TEST(refused.error().message.find("secret") == std::string::npos);
  BOOST_TEST(refused.error().message.find("hidden") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_task_throws_reaches_its_caller_and_nothing_of_it_is_kept) {
  const auto database = Database::open(postgresql_server().create_database()).value();
  const auto failing = [](Connection& connection) {
    connection.execute("CREATE TABLE half_done (x BIGINT)");
    throw std::invalid_argument("half-way");
  };
  BOOST_CHECK_THROW(database->write(failing), std::invalid_argument);
  BOOST_CHECK_THROW(number(*database, "SELECT count(*) FROM half_done"), DatabaseError);
  BOOST_TEST(number(*database, "SELECT count(*) FROM letters") == 0);
}

BOOST_AUTO_TEST_CASE(a_started_write_that_fails_takes_none_of_those_that_waited_with_it_along) {
  const auto database = Database::open(postgresql_server().create_database()).value();
  std::vector<std::future<void>> good;
  std::vector<std::future<void>> bad;
  const auto insert = [](const std::string& slug) {
    return [slug](Connection& connection) {
      connection.query("INSERT INTO campaigns (slug, source, imported_at) VALUES (:slug, '', 0)")
          .use(slug)
          .run();
    };
  };
  database->write(insert("there already"));
  for (int i = 0; i < 200; ++i) {
    good.push_back(database->start_write(insert(std::to_string(i))));
    if (i % 20 == 7)
      bad.push_back(database->start_write([](Connection& connection) {
        connection.execute("INSERT INTO no_such_table VALUES (1)");
      }));
    if (i % 20 == 13) bad.push_back(database->start_write(insert("there already")));
  }
  for (auto& write : good)
    BOOST_CHECK_NO_THROW(write.get());
  for (auto& write : bad)
    BOOST_CHECK_THROW(write.get(), DatabaseError);
  BOOST_TEST(number(*database, "SELECT count(*) FROM campaigns") == 201);
  BOOST_TEST(database->measures().undone.value() > 0);
}

BOOST_AUTO_TEST_CASE(a_deadlock_is_undone_and_done_again) {
  const auto database = Database::open(postgresql_server().create_database()).value();
  database->write([](Connection& connection) {
    connection.execute("INSERT INTO trials VALUES (1, 0, ''), (2, 0, '')");
  });
  std::atomic<int> first_steps = 0;
  const auto cross = [&](std::int64_t one, std::int64_t other) {
    database->write([&](Connection& connection) {
      const auto step = [&](std::int64_t id) {
        connection.query("UPDATE trials SET at = at + 1 WHERE id = :id").use(id).run();
      };
      step(one);
      ++first_steps;
      while (first_steps < 2)
        std::this_thread::yield();
      step(other);
    });
  };
  {
    const std::jthread forth{[&] { cross(1, 2); }};
    const std::jthread back{[&] { cross(2, 1); }};
  }
  BOOST_TEST(first_steps > 2);
  BOOST_TEST(number(*database, "SELECT sum(at) FROM trials") == 4);
}

BOOST_AUTO_TEST_CASE(a_message_of_the_server_quotes_no_value) {
  const auto database = Database::open(postgresql_server().create_database()).value();
  const auto twice = [](Connection& connection) {
    for (int i = 0; i < 2; ++i)
      connection.query("INSERT INTO campaigns (slug, source, imported_at) VALUES (:slug, '', 0)")
          .use("private words")
          .run();
  };
  try {
    database->write(twice);
    BOOST_FAIL("a slug was written twice");
  } catch (const DatabaseError& error) {
    BOOST_TEST((error.kind() == DatabaseError::Kind::conflict));
    BOOST_TEST(std::string_view{error.what()}.find("private") == std::string_view::npos);
  }
}

/// Two services that share a ledger.
struct Two {
  PostgresqlServer server;
  Place place = server.create_database();
  postbag::testing::ManualClock clock;
  postbag::testing::RepeatableRng rng;
  std::unique_ptr<Database> first = Database::open(place).value();
  std::unique_ptr<Database> second = Database::open(place).value();
  postbag::store::SqlStore one{*first, clock, rng, {0}};
  postbag::store::SqlStore other{*second, clock, rng, {0}};
  StoreWorld letters;  // only to make them

  Two() { one.import_campaign(postbag::Slug::parse("sanctions").value(), ""); }

  postbag::campaign::NewLetter letter(int i) {
    auto made = letters.letter("jo" + std::to_string(i) + "@example.org");
    made.campaign_id = one.campaigns().front().id;
    return made;
  }
};

BOOST_FIXTURE_TEST_CASE(a_letter_confirmed_by_two_services_at_once_is_queued_once, Two) {
  for (int i = 0; i < 20; ++i) {
    const auto made = letter(i);
    BOOST_REQUIRE(one.submit(made).has_value());
    std::atomic<int> queued = 0;
    const auto confirm = [&](postbag::store::SqlStore& store) {
      const auto confirmed = store.confirm(StoreWorld::link_of(made), Duration{0});
      if (confirmed && confirmed->status.state == LetterState::queued) ++queued;
    };
    {
      const std::jthread here{[&] { confirm(one); }};
      const std::jthread there{[&] { confirm(other); }};
    }
    BOOST_TEST(queued == 2);
  }
  BOOST_TEST(one.reach(1).supporters == 20);
  BOOST_TEST(number(*first, "SELECT count(*) FROM letter_history") == 20);
}

BOOST_FIXTURE_TEST_CASE(two_mailers_never_claim_the_same_letter, Two) {
  constexpr int count = 200;
  for (int i = 0; i < count; ++i) {
    const auto made = letter(i);
    BOOST_REQUIRE(one.submit(made).has_value());
    BOOST_REQUIRE(one.confirm(StoreWorld::link_of(made), Duration{0}).has_value());
  }
  std::mutex mutex;
  std::multiset<std::pair<postbag::mailer::MailKind, std::int64_t>> claimed;
  const auto claim_all = [&](postbag::store::SqlStore& store, const std::string& owner) {
    for (;;) {
      const auto jobs = store.claim(owner, 7, clock.now() + 5min);
      if (jobs.empty()) return;
      const std::lock_guard lock{mutex};
      for (const postbag::mailer::Job& job : jobs)
        claimed.emplace(job.kind, job.id);
    }
  };
  {
    const std::jthread here{[&] { claim_all(one, "one"); }};
    const std::jthread there{[&] { claim_all(other, "other"); }};
  }
  while (!one.claim("one", 7, clock.now() + 5min).empty()) {
    BOOST_FAIL("mails were left though both mailers saw none");
  }
  BOOST_TEST(claimed.size() == 2U * count);
  BOOST_TEST((std::set(claimed.begin(), claimed.end()).size()) == 2U * count);
}

BOOST_FIXTURE_TEST_CASE(a_lease_that_ends_just_as_its_final_dot_is_recorded_is_not_queued, Two) {
  const auto made = letter(1);
  BOOST_REQUIRE(one.submit(made).has_value());
  BOOST_REQUIRE(one.confirm(StoreWorld::link_of(made), Duration{0}).has_value());
  BOOST_REQUIRE(one.claim("one", 7, clock.now() + 5min).size() == 2);
  clock.advance(6min);
  std::jthread tidying;
  first->write([&](Connection& connection) {
    connection.query("UPDATE letters SET dot_at = 1 WHERE lease_owner = 'one'").run();
    if (!tidying.joinable())
      tidying = std::jthread{[&] { static_cast<void>(other.tidy(StoreWorld::kRetention)); }};
    while (number(*first, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") ==
           0)
      std::this_thread::yield();
  });
  tidying.join();
  BOOST_TEST((one.letter(made.public_id)->state == LetterState::sending));
  static_cast<void>(other.tidy(StoreWorld::kRetention));
  BOOST_TEST((one.letter(made.public_id)->state == LetterState::uncertain));
}

BOOST_FIXTURE_TEST_CASE(a_crash_of_the_server_is_only_a_wait_and_loses_nothing, Two) {
  std::mutex mutex;
  std::set<std::string> accepted;
  std::atomic<int> begun = 0;
  std::atomic<bool> enough = false;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&] {
        while (!enough) {
          auto made = [&] {
            const std::lock_guard lock{mutex};
            return letter(begun++);
          }();
          try {
            if (!one.submit(made)) continue;
          } catch (const std::runtime_error&) {
            continue;  // its commit was cut: nobody was told that it is there
          }
          const std::lock_guard lock{mutex};
          accepted.insert(made.public_id);
        }
      });
    const auto wait_for = [&](int more) {
      const int before = begun;
      while (begun < before + more)
        std::this_thread::yield();
    };
    for (int crash = 0; crash < 3; ++crash) {
      wait_for(40);
      server.crash();
      server.start();
    }
    wait_for(40);
    enough = true;
  }
  BOOST_TEST(accepted.size() > 100U);
  for (const std::string& id : accepted)
    BOOST_TEST(other.letter(id).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
