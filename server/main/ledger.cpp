#include "server/main/ledger.h"

#include "server/store/backup.h"

namespace postbag {

store::Place place_of(const config::Config& config) {
  const config::StoreUrl& url = config.store.url;
  if (url.postgresql.empty()) return url.sqlite_file;
  return store::PostgresqlPlace{{url.postgresql, config.store.password.reveal()},
                                config.store.connections};
}

Result<std::unique_ptr<Ledger>> Ledger::open(const config::Config& config, bool may_migrate) {
  return store::Database::open(place_of(config), may_migrate)
      .map([&](std::unique_ptr<store::Database> database) {
        return std::make_unique<Ledger>(std::move(database),
                                        store::StoreSettings{config.limits.mails_per_hour});
      });
}

std::int64_t Ledger::hold_what_may_have_left() {
  std::int64_t held = 0;
  database_->write([&](store::Connection& connection) {
    held = store::hold_what_may_have_left(connection, clock.now());
  });
  return held;
}

}  // namespace postbag
