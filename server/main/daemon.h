#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/campaign/store.h"
#include "server/config/config.h"
#include "server/main/housekeeper.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/main/renewal.h"
#include "server/main/service_manager.h"
#include "server/main/signals.h"

/// What the commands have in common that run until they are told to stop.
namespace postbag {

/// Opens the store that the configuration names, and takes back what processes that are gone have
/// left. Errors: those of store::Database::open().
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger(const config::Config& config);

/// Tidies the store, and looks after dead mailers at least twice within one lease, until it is
/// destroyed. The references must outlive it.
class Tidying {
 public:
  Tidying(campaign::Store& store, const Renewal& renewal);

 private:
  Housekeeper housekeeper_;
};

/// Says to the manager what the process is at, and reloads and stops as the signals say. `status`
/// is one line for people.
void serve_until_stopped(const Signals& signals, const ServiceManager& manager, Renewal& renewal,
                         const Renewal::Prepare& prepare,
                         const std::function<std::string()>& status);

/// The exit status of a start that failed for this reason, an Error or several, once it is printed.
template <class Problem>
[[nodiscard]] int give_up(const Problem& problem) {
  complain(problem);
  return kFailed;
}

}  // namespace postbag
