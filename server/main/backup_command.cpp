#include <iostream>

#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/store/backup.h"

namespace postbag {

int back_up(const ConfigFile& file, const std::filesystem::path& copy) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  if (!config->store.url.postgresql.empty()) {
    complain(Error{"backup_failed",
                   "store.url is a PostgreSQL database: back it up with pg_dump, and after putting "
                   "a copy back run `postbag store restored` before anything else.",
                   "store.url"});
    return kFailed;
  }
  const auto held = store::back_up(config->store.url.sqlite_file, copy, SystemClock{}.now());
  if (!held) {
    complain(held.error());
    return kFailed;
  }
  std::cout << "Backed up to " << copy.string() << "; " << *held
            << " letters on their way are held in the copy.\n";
  return kDone;
}

int mark_restored(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const auto ledger = Ledger::open(*config, config->server.migrate);
  if (!ledger) {
    complain(ledger.error());
    return kFailed;
  }
  std::cout << (*ledger)->hold_what_may_have_left()
            << " letters may have left since the backup was made and are held.\n";
  return kDone;
}

}  // namespace postbag
