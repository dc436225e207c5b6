#include <iostream>

#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/store/copy.h"

namespace postbag {
namespace {

/// The database that an argument names; its schema is brought to the present one.
Result<std::unique_ptr<store::Database>> open(const char* argument, const std::string& text,
                                              config::Config config) {
  if (const auto demand = config::assign(&config.store.url, text, {}))
    return fail("bad_usage", std::string{argument} + ' ' + *demand + ".");
  return store::Database::open(place_of(config));
}

/// A mistyped name must not make an empty database.
Result<std::unique_ptr<store::Database>> open_existing(const char* argument,
                                                       const std::string& text,
                                                       const config::Config& config) {
  config::Config meant = config;
  if (!config::assign(&meant.store.url, text, {}) && meant.store.url.postgresql.empty() &&
      !std::filesystem::exists(meant.store.url.sqlite_file))
    return fail("missing_file", "There is no database " + meant.store.url.sqlite_file.string() +
                                    ". Check " + argument + ".");
  return open(argument, text, config);
}

}  // namespace

int forget_secret(const ConfigFile& file) {
  return with_store(file, [](campaign::Store& store, const config::Config&) {
    store.forget_secret();
    std::cout << "The next start takes the secret that it finds. Whoever wrote before can write "
                 "again in the same campaign, and links in mails of before no longer work.\n";
    return kDone;
  });
}

int copy_store(const ConfigFile& file, const std::string& from, const std::string& to) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  if (from == to) {
    complain(Error{"bad_usage", "--from and --to name the same database.", ""});
    return kBadUsage;
  }
  const auto source = open_existing("--from", from, *config);
  const auto target = source ? open("--to", to, *config) : tl::unexpected(source.error());
  if (!target) {
    complain(target.error());
    return target.error().code == "bad_usage" ? kBadUsage : kFailed;
  }
  const auto copied = store::copy_ledger(**source, **target);
  if (!copied) {
    complain(copied.error());
    return kFailed;
  }
  for (const store::TableDigest& table : *copied)
    std::cout << table.table << '\t' << table.rows << " rows\tSHA-256 " << table.digest << '\n';
  std::cout << "Copied, read back and found the same. " << from
            << " is sealed: it takes and sends no more letters. Set store.url to " << to
            << " and start the services again.\n";
  return kDone;
}

}  // namespace postbag
