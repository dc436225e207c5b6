#pragma once

#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "server/config/config.h"
#include "server/store/sql_store.h"

namespace postbag {

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

  Ledger(std::unique_ptr<store::Database> database, const store::StoreSettings& settings)
      : database_(std::move(database)), store(*database_, clock, rng, settings) {}
};

}  // namespace postbag
