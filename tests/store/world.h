#pragma once

#include <memory>

#include "base/digest.h"
#include "server/store/sql_store.h"
#include "tests/store/postgresql_server.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/world.h"

namespace postbag::testing {

/// The tests' PostgreSQL server, started when it is first asked for.
[[nodiscard]] PostgresqlServer& postgresql_server();

/// A store in a database of its own (SQLite, or PostgreSQL when the environment variable
/// POSTBAG_TEST_STORE is `postgresql`), with one campaign, a clock moved by hand and repeatable
/// randomness.
class StoreWorld {
 public:
  StoreWorld();

  /// A letter from `email`, confirmed by the token `token-of-<email>`.
  [[nodiscard]] campaign::NewLetter letter(const std::string& email,
                                           const std::string& constituency = "E14001195",
                                           const std::string& member = "5142") const;
  [[nodiscard]] static std::string hash_for(const std::string& email) {
    return sha256("token-of-" + email);
  }
  [[nodiscard]] static campaign::ConfirmationLink link_of(const campaign::NewLetter& letter) {
    return {letter.public_id, letter.confirmation_hash};
  }

  /// Submits and confirms, to leave at once; the public id.
  std::string queued(const std::string& email, const std::string& constituency = "E14001195",
                     const std::string& member = "5142");

  /// Claims letters only: sends waiting service mails first.
  std::vector<mailer::Job> claim_letters(std::string_view owner = "one", int limit = 10);

  /// Claims everything waiting and ends each letter as `next` says.
  void deliver_all(mailer::Decision::Next next);

  [[nodiscard]] campaign::LetterState state(const std::string& public_id) {
    return store.letter(public_id)->state;
  }

  /// Whether a text can be found anywhere in SQLite's files, or in PostgreSQL's tables: when it
  /// overwrites what was deleted is its own business.
  [[nodiscard]] bool is_kept(const std::string& text);

  /// The first column of the first row, as text, read behind the store's back.
  [[nodiscard]] std::string value(const std::string& sql);
  /// The first column of all rows, likewise.
  [[nodiscard]] std::vector<std::string> column(const std::string& sql);
  /// Runs a statement behind the store's back, on a connection of its own.
  void execute(const std::string& sql);
  /// Undoes all later migrations, but that a mail may then still belong to no letter in SQLite.
  void take_back_to_schema_2();

  TemporaryFolder folder;
  store::Place place;
  ManualClock clock;
  RepeatableRng rng;
  std::unique_ptr<store::Database> database;
  store::SqlStore store;
  std::int64_t campaign_id = 0;

  static constexpr Duration kLease = std::chrono::minutes{6};
  static constexpr campaign::Retention kRetention{
      std::chrono::hours{7 * 24}, std::chrono::hours{30 * 24}, std::chrono::hours{35 * 24}};
};

}  // namespace postbag::testing
