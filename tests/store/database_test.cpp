#include <fstream>

#include <boost/test/unit_test.hpp>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/store/migrations.h"
#include "tests/store/world.h"

namespace {

using postbag::store::Connection;
using postbag::store::Database;
using postbag::store::DatabaseError;
using postbag::testing::read_file;
using postbag::testing::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(database)

BOOST_AUTO_TEST_CASE(a_missing_file_is_made_with_its_folder_and_opening_again_changes_nothing) {
  const TemporaryFolder folder;
  const auto file = folder / "var/postbag.db";
  BOOST_TEST(Database::open(file).has_value());
  BOOST_TEST(Database::open(file).has_value());
}

BOOST_AUTO_TEST_CASE(a_database_of_a_newer_schema_is_refused_and_left_alone) {
  const TemporaryFolder folder;
  const auto file = folder / "postbag.db";
  BOOST_REQUIRE(Database::open(file).has_value());
  Connection{file}.execute("INSERT INTO schema_versions VALUES (99)");
  const auto refused = Database::open(file);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().code == "newer_schema");
  BOOST_TEST(refused.error().message.find("99") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_older_schema_is_refused_where_migrating_was_not_allowed) {
  const TemporaryFolder folder;
  BOOST_TEST(Database::open(folder / "postbag.db", false).error().code == "older_schema");
  BOOST_TEST(Database::open(folder / "postbag.db", true).has_value());
  BOOST_TEST(Database::open(folder / "postbag.db", false).has_value());
}

BOOST_AUTO_TEST_CASE(a_transaction_of_many_megabytes_is_whole_at_once_for_every_other_connection) {
  const TemporaryFolder folder;
  const auto file = folder / "postbag.db";
  const auto database = Database::open(file).value();
  const std::string filler(3'000, 'x');
  for (int round = 1; round <= 3; ++round) {
    database->write([&](Connection& connection) {
      for (std::int64_t id = 1; id <= 2'000; ++id)
        connection
            .query(
                "INSERT INTO trials (id, at, filler) VALUES (:id, :at, :filler) ON CONFLICT (id) "
                "DO "
                "UPDATE SET at = excluded.at, filler = excluded.filler")
            .use(id)
            .use(std::int64_t{round})
            .use(filler)
            .run();
    });
    Connection other{file};
    std::int64_t rows = 0;
    std::string sound;
    BOOST_TEST(
        other.query("SELECT count(*) FROM trials WHERE at = :round AND length(filler) = 3000")
            .use(std::int64_t{round})
            .into(rows)
            .next());
    BOOST_TEST(rows == 2'000);
    BOOST_TEST(other.query("PRAGMA integrity_check").into(sound).next());
    BOOST_TEST(sound == "ok");
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_refused_by_name) {
  const TemporaryFolder folder;
  const auto file = folder.write("postbag.db", std::string(4096, 'x'));
  const auto refused = Database::open(file);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().code == "unusable_database");
  BOOST_TEST(refused.error().message.find(file.string()) != std::string::npos);
  BOOST_TEST(read_file(file) == std::string(4096, 'x'));
}

BOOST_AUTO_TEST_CASE(a_database_of_another_program_is_refused_and_left_alone) {
  const TemporaryFolder folder;
  const auto file = folder / "music.db";
  Connection{file}.execute("CREATE TABLE songs (title TEXT)");
  BOOST_TEST(Database::open(file).error().code == "unusable_database");
  std::int64_t tables = 0;
  Connection connection{file};
  BOOST_TEST(connection.query("SELECT count(*) FROM sqlite_master").into(tables).next());
  BOOST_TEST(tables == 1);
}

BOOST_AUTO_TEST_CASE(a_folder_in_the_place_of_the_file_is_refused) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "postbag.db");
  BOOST_TEST(Database::open(folder / "postbag.db").error().code == "unusable_database");
}

boost::test_tools::assertion_result is_root(boost::unit_test::test_unit_id) {
  return geteuid() == 0;
}

/// A file system of its own, so small that it fills, or mounted read-only. Needs root.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& at, const char* size = "size=512k") : at_(at) {
    mounted_ = mount("tmpfs", at_.c_str(), "tmpfs", 0, size) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) umount2(at_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  void make_read_only() const {
    mounted_ = mount("tmpfs", at_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=512k") == 0;
  }

 private:
  std::filesystem::path at_;
  mutable bool mounted_ = false;
};

void fill(Database& database) {
  database.write(
      [](Connection& connection) { connection.execute("CREATE TABLE filler (text TEXT)"); });
  for (int i = 0; i < 1'000; ++i)
    database.write([](Connection& connection) {
      connection.query("INSERT INTO filler VALUES (:text)").use(std::string(4096, 'x')).run();
    });
}

BOOST_AUTO_TEST_CASE(a_full_disk_refuses_the_write_keeps_what_was_durable_and_recovers) {
  const TemporaryFolder folder;
  const SmallDisk disk{folder.path()};
  if (!disk.mounted()) {
    BOOST_TEST_MESSAGE(
        "a file system of its own needs root: SQLite's own page limit stands in for the full disk");
  }
  auto database = Database::open(folder / "postbag.db");
  BOOST_REQUIRE(database.has_value());
  if (!disk.mounted())
    (*database)->write(
        [](Connection& connection) { connection.execute("PRAGMA max_page_count = 100"); });
  BOOST_CHECK_THROW(fill(**database), DatabaseError);
  std::int64_t kept = 0;
  (*database)->read([&](Connection& connection) {
    postbag::store::Query query = connection.query("SELECT count(*) FROM filler");
    static_cast<void>(query.into(kept).next());
  });
  BOOST_TEST(kept > 0);
  if (!disk.mounted())
    (*database)->write(
        [](Connection& connection) { connection.execute("PRAGMA max_page_count = 1000000"); });
  else
    BOOST_REQUIRE(mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT, "size=8m") == 0);
  (*database)->write([](Connection& connection) {
    connection.query("INSERT INTO filler VALUES ('after')").run();
  });
  (*database)->read([&](Connection& connection) {
    postbag::store::Query query =
        connection.query("SELECT count(*) FROM filler WHERE text = 'after'");
    static_cast<void>(query.into(kept).next());
  });
  BOOST_TEST(kept == 1);
}

BOOST_AUTO_TEST_CASE(a_log_that_took_the_last_of_the_disk_is_used_again_from_its_start,
                     *boost::unit_test::precondition(is_root)) {
  const TemporaryFolder folder;
  const SmallDisk disk{folder.path(), "size=6m"};
  BOOST_REQUIRE(disk.mounted());
  auto database = Database::open(folder / "postbag.db");
  BOOST_REQUIRE(database.has_value());
  const auto write = [&](int number) {
    (*database)->write([&](Connection& connection) {
      connection
          .query(
              "INSERT INTO filler (id, text) VALUES (:id, :text) ON CONFLICT (id) DO UPDATE SET "
              "text = excluded.text")
          .use(std::int64_t{number % 10})
          .use(std::string(40'000, static_cast<char>('a' + number % 26)))
          .run();
    });
  };
  (*database)->write([](Connection& connection) {
    connection.execute("CREATE TABLE filler (id BIGINT PRIMARY KEY, text TEXT)");
  });
  for (int number = 0; number < 10; ++number)
    write(number);
  (*database)->checkpoint();
  for (int number = 10; number < 1'000; ++number)
    write(number);
  BOOST_TEST(std::filesystem::file_size(folder / "postbag.db-wal") > 3'000'000U);
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_nearly_full_has_no_room_for_new_letters,
                     *boost::unit_test::precondition(is_root)) {
  const TemporaryFolder folder;
  const SmallDisk disk{folder.path(), "size=64m"};
  BOOST_REQUIRE(disk.mounted());
  auto database = Database::open(folder / "postbag.db");
  BOOST_REQUIRE(database.has_value());
  BOOST_TEST((*database)->has_room());
  std::ofstream{folder / "something else"} << std::string(40U << 20U, 'x');
  BOOST_TEST(!(*database)->has_room());
  std::filesystem::remove(folder / "something else");
  BOOST_TEST((*database)->has_room());
}

BOOST_AUTO_TEST_CASE(a_read_only_disk_is_refused_by_name,
                     *boost::unit_test::precondition(is_root)) {
  const TemporaryFolder folder;
  const SmallDisk disk{folder.path()};
  BOOST_REQUIRE(disk.mounted());
  disk.make_read_only();
  const auto refused = Database::open(folder / "postbag.db");
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().code == "unusable_database");
}

BOOST_AUTO_TEST_CASE(what_a_task_throws_reaches_its_caller_and_nothing_of_it_is_kept) {
  const TemporaryFolder folder;
  auto database = Database::open(folder / "postbag.db");
  BOOST_REQUIRE(database.has_value());
  const auto failing = [](Connection& connection) {
    connection.execute("CREATE TABLE half_done (x BIGINT)");
    throw std::invalid_argument("half-way");
  };
  BOOST_CHECK_THROW((*database)->write(failing), std::invalid_argument);
  BOOST_CHECK_THROW((*database)->read([](Connection& connection) {
    connection.query("SELECT * FROM half_done").run();
  }),
                    DatabaseError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
