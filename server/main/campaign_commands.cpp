#include <iostream>
#include <set>

#include "base/nearest.h"
#include "data/data_set.h"
#include "server/campaign/catalogue.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"

namespace postbag {
namespace {

/// A filter for a party that no MP belongs to never matches: most likely a slip.
void warn_of_unknown_parties(const config::Config& config,
                             const templates::CampaignFile& campaign) {
  const auto data_set = data::DataSet::load(config.data.folder);
  if (!data_set) {
    complain(data_set.error());
    return;
  }
  std::set<std::string_view> parties;
  for (const data::Constituency& seat : (*data_set)->constituencies())
    if (seat.member) parties.insert(seat.member->party);
  const auto check = [&](const templates::Filter& filter) {
    for (const auto* names : {&filter.party, &filter.not_party})
      for (const std::string& name : *names)
        if (!parties.contains(name))
          std::cerr << "postbag: warning: no MP belongs to the party \"" << name << '"'
                    << did_you_mean(name, {parties.begin(), parties.end()}) << '\n';
  };
  for (const templates::Variant& letter : campaign.letters)
    check(letter.filter);
  for (const templates::Exclusion& exclusion : campaign.exclusions)
    check(exclusion.filter);
}

}  // namespace

int import_campaign(const ConfigFile& config, const std::filesystem::path& file) {
  return with_store(config, [&](campaign::Store& store, const config::Config& settings) {
    const auto imported = campaign::import_campaign(store, file);
    if (!imported) {
      complain(imported.error());
      return kFailed;
    }
    std::cout << "Imported " << imported->text() << ".\n";
    if (const auto stored = campaign::Catalogue{store}.find(imported->text()))
      warn_of_unknown_parties(settings, stored->file);
    return kDone;
  });
}

int export_campaign(const ConfigFile& config, const std::string& slug) {
  return with_store(config, [&](campaign::Store& store, const config::Config&) {
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
  return with_store(config, [](campaign::Store& store, const config::Config&) {
    const SystemClock clock;
    const campaign::Catalogue catalogue{store};
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
  std::cout << "The database " << store::name_of(place_of(*config)) << " is up to date.\n";
  return kDone;
}

int check_config(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  std::cout << config::effective(*config) << "# The configuration is good.\n";
  return kDone;
}

}  // namespace postbag
