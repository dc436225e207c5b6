#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "server/config/config.h"
#include "server/main/installation.h"
#include "server/store/office_store.h"
#include "server/store/sql_store.h"
#include "server/store/staff_store.h"

namespace postbag {

/// Where the configuration says that the letters are.
[[nodiscard]] store::Place place_of(const config::Config& config);

/// The store that the configuration names, open, with the clock and the randomness it uses.
class Ledger {
 public:
  /// Errors: those of store::Database::open().
  [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const config::Config& config,
                                                            bool may_migrate);

  SystemClock clock;
  SystemRng rng;

 private:
  std::unique_ptr<store::Database> database_;

 public:
  store::SqlStore store;
  store::SqlStaffStore staff;
  store::SqlOfficeStore office;
  [[nodiscard]] const store::Measures& measures() const { return database_->measures(); }

  /// After the database was put back from a backup (server/store/backup.h); the letters now held.
  std::int64_t hold_what_may_have_left();

  Ledger(std::unique_ptr<store::Database> database, const store::StoreSettings& settings)
      : database_(std::move(database)),
        store(*database_, clock, rng, settings),
        staff(*database_),
        office(*database_) {}
};

/// Opens the store that the configuration names and runs `work(ledger, config)` with it, for a
/// command's exit status; what stands in the way is printed.
template <class Work>
int with_ledger(const std::optional<std::filesystem::path>& file, const Work& work) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  auto ledger = Ledger::open(*config, config->server.migrate);
  if (!ledger) {
    complain(ledger.error());
    return kFailed;
  }
  return work(**ledger, *config);
}

/// The same with `work(store, config)`.
template <class Work>
int with_store(const std::optional<std::filesystem::path>& file, const Work& work) {
  return with_ledger(file, [&](Ledger& ledger, const config::Config& config) {
    return work(static_cast<campaign::Store&>(ledger.store), config);
  });
}

}  // namespace postbag
