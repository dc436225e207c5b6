#include <iostream>

#include "base/time_text.h"
#include "server/campaign/catalogue.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"

namespace postbag {
namespace {

/// Opens the store and runs `work` with it; what stands in the way is printed.
template <class Work>
int with_store(const ConfigFile& file, const Work& work) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  auto ledger = Ledger::open(*config, config->server.migrate);
  if (!ledger) {
    complain(ledger.error());
    return kFailed;
  }
  return work((*ledger)->store);
}

}  // namespace

int import_campaign(const ConfigFile& config, const std::filesystem::path& file) {
  return with_store(config, [&](campaign::Store& store) {
    const auto imported = campaign::import_campaign(store, file);
    if (!imported) {
      complain(imported.error());
      return kFailed;
    }
    std::cout << "Imported " << imported->text() << ".\n";
    return kDone;
  });
}

int export_campaign(const ConfigFile& config, const std::string& slug) {
  return with_store(config, [&](campaign::Store& store) {
    for (const campaign::StoredCampaign& stored : store.campaigns()) {
      if (stored.slug != slug) continue;
      std::cout << stored.source;
      return kDone;
    }
    complain(Error{
        "unknown_campaign",
        "There is no campaign " + slug + ". `postbag campaign list` shows those there are.", ""});
    return kFailed;
  });
}

int list_campaigns(const ConfigFile& config) {
  return with_store(config, [](campaign::Store& store) {
    const SystemClock clock;
    campaign::Catalogue catalogue{store, clock};
    for (const auto& campaign : catalogue.all())
      std::cout << campaign->file.slug.text() << '\t'
                << (campaign->file.is_open(clock.now()) ? "open" : "closed") << '\t'
                << campaign->file.title << '\n';
    return kDone;
  });
}

int migrate(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const auto ledger = Ledger::open(*config, true);
  if (!ledger) {
    complain(ledger.error());
    return kFailed;
  }
  std::cout << "The database " << config->store.url.sqlite_file.string() << " is up to date.\n";
  return kDone;
}

int check_config(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  std::cout << config::effective(*config) << "# The configuration is good.\n";
  return kDone;
}

}  // namespace postbag
