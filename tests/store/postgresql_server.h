#pragma once

#include <memory>
#include <string>

#include "server/store/database.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace postbag::testing {

/// A PostgreSQL server of a test's own: on 127.0.0.1, in a folder of its own, gone with the test.
/// Root cannot run one, so root's belongs to `nobody`.
class PostgresqlServer {
 public:
  /// Whether what was committed outlives the machine. Tests need not wait for that.
  enum class Durable { no, yes };

  /// Throws std::runtime_error when PostgreSQL is not installed or does not start.
  explicit PostgresqlServer(Durable durable = Durable::no);
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;
  ~PostgresqlServer();

  void start();
  /// Ends it as `kill -QUIT` does: at once, without a word to anybody.
  void crash();

  /// A new database like `other`, or an empty one.
  [[nodiscard]] store::Place create_database(const std::string& other = "template0");
  [[nodiscard]] store::PostgresqlUrl url(const std::string& database) const;

 private:
  TemporaryFolder folder_;
  std::string programs_;
  int port_;
  int databases_ = 0;
  Durable durable_;
  std::unique_ptr<Process> process_;
};

}  // namespace postbag::testing
