#include <iostream>

#include "base/token.h"
#include "server/main/commands.h"
#include "server/main/daemon.h"
#include "server/main/examples.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/main/material.h"
#include "server/main/room_settings.h"
#include "server/office/made_up.h"
#include "server/sandbox/year.h"
#include "server/staff/accounts.h"

namespace postbag {
namespace {

constexpr const char* kNewcomer = "admin@example.org";

/// What stands against filling this ledger.
Result<void> may_fill(const config::Config& config, campaign::Store& store) {
  if (!config.sandbox())
    return fail("no_sandbox",
                "Only the sandbox can be filled: this configuration sends real mail "
                "(mailer.live, mailer.transport).");
  if (!store.letters({.limit = 1}).empty())
    return fail("not_empty",
                "The ledger holds letters already. Name an empty one in store.url, or delete the "
                "sandbox's folder var and begin again.");
  return {};
}

/// An account to look at it all with, and its password, once.
Result<void> let_somebody_in(staff::Accounts& accounts, Rng& rng, const config::Config& config) {
  const auto address = EmailAddress::parse(kNewcomer).value();
  if (accounts.find(address)) return {};
  const std::string password = random_token(rng);
  const auto added =
      accounts.add(staff::Actor::command_line(), address, staff::Role::admin, password);
  if (!added) return tl::unexpected(added.error());
  std::cout << "Sign in at " << config.server.base_url.text << "/staff as " << kNewcomer
            << " with the password " << password << '\n';
  return {};
}

/// Fills the open ledger; what went wrong is printed.
int fill(const config::Config& config, store::Database& database, const std::string& secret) {
  const auto material = Material::load(config);
  if (!material) return give_up(material.error());
  SystemRng rng;
  const SystemClock real;
  sandbox::MovedClock clock;
  const Instant today = real.now();
  clock.set(today - std::chrono::hours{366 * 24});
  store::SqlStore store{database, clock, rng, {.mails_per_hour = 0}};
  store::SqlOfficeStore office{database};
  store::SqlStaffStore staff_store{database};
  if (auto may = may_fill(config, store); !may) return give_up(may.error());
  if (auto known = check_secret(store, secret, config.server.secret_file); !known)
    return give_up(known.error());
  if (auto imported = import_examples(config, store); !imported) return give_up(imported.error());
  office::mark_as_made_up(office, staff::Actor::command_line(), today);
  campaign::Catalogue catalogue{store};
  campaign::Measures measures;
  const campaign::Correspondence correspondence{store,
                                                catalogue,
                                                material->data_set,
                                                material->wording,
                                                clock,
                                                rng,
                                                correspondence_settings(config, secret, {}),
                                                measures};
  const sandbox::Lived lived =
      sandbox::live_a_year({store, store, office, clock, rng, *material->data_set, catalogue,
                            correspondence, secret, retention(config)},
                           today);
  std::cout << "A made-up year is in the sandbox: " << lived.letters << " letters, "
            << lived.confirmed << " of them confirmed, and " << lived.answers
            << " answers of supporters who were asked whether their MP replied.\n";
  staff::Accounts accounts{staff_store, real, rng, secret};
  if (auto entered = let_somebody_in(accounts, rng, config); !entered)
    return give_up(entered.error());
  return kDone;
}

}  // namespace

int fill_sandbox(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const auto database = store::Database::open(place_of(*config), config->server.migrate);
  if (!database) return give_up(database.error());
  const auto secret = read_or_make_secret(config->server.secret_file);
  if (!secret) return give_up(secret.error());
  return fill(*config, **database, *secret);
}

}  // namespace postbag
