#include "server/main/ledger.h"

namespace postbag {

Result<std::unique_ptr<Ledger>> Ledger::open(const config::Config& config, bool may_migrate) {
  return store::Database::open(config.store.url.sqlite_file, may_migrate)
      .map([&](std::unique_ptr<store::Database> database) {
        return std::make_unique<Ledger>(std::move(database),
                                        store::StoreSettings{config.limits.mails_per_hour});
      });
}

}  // namespace postbag
