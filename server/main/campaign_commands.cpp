#include <iostream>

#include <fmt/format.h>

#include "data/people.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/unknown_names.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/office/campaigns.h"

namespace postbag {
namespace {

void warn_of(std::string_view what, const std::vector<campaign::UnknownName>& unknown) {
  for (const auto& [name, hint] : unknown)
    std::cerr << "postbag: warning: " << what << " \"" << name << '"' << hint << '\n';
}

void warn_of_unknown_names(const config::Config& config, const templates::CampaignFile& campaign) {
  const auto people = data::read_people(config.data.folder);
  if (!people) {
    complain(people.error());
    return;
  }
  const auto unknown =
      campaign::unknown_names(campaign, people->constituencies, people->unchecked_offices);
  warn_of("no MP belongs to the party", unknown.parties);
  warn_of("the data set lists nobody in the office", unknown.offices);
}

/// Who has begun to write a campaign in Welsh learns what is missing.
void warn_of_english_texts(const templates::CampaignFile& campaign) {
  const auto english = templates::english_texts(campaign.texts(Language::welsh));
  if (english.size() == templates::english_texts(campaign.texts(Language::english)).size()) return;
  for (const std::string_view name : english)
    std::cerr << "postbag: warning: readers of Welsh get " << name << " in English\n";
}

/// Its people may keep it for what it has reached.
void warn_of_last_day(const templates::CampaignFile& campaign) {
  if (campaign.closes && *campaign.closes <= SystemClock{}.now())
    std::cerr << "postbag: warning: the last day of " << campaign.slug.text()
              << " is over: supporters read that it has closed\n";
}

/// What keeps supporters from seeing it, with its place; a last day that is over does not.
std::vector<Error> why_not(const campaign::ReadCampaign& campaign, const std::string& name) {
  std::vector<Error> errors;
  for (const templates::Mistake& mistake :
       office::obstacles(campaign.source, campaign.slug.text(), Instant{}))
    errors.push_back(
        {"malformed_campaign",
         fmt::format("{}:{}:{}: {}", name, mistake.line, mistake.column, mistake.message),
         mistake.field});
  return errors;
}

std::string_view state_of(const campaign::Campaign& campaign, Instant now) {
  if (campaign.stage != campaign::Stage::live) return name_of(campaign.stage);
  return campaign.is_open(now) ? "open" : "closed";
}

}  // namespace

int import_campaign(const ConfigFile& config, const std::filesystem::path& file) {
  return with_store(config, [&](campaign::Store& store, const config::Config& settings) {
    const auto read = campaign::read_campaign(file);
    if (!read) {
      complain(read.error());
      return kFailed;
    }
    const std::string& slug = read->slug.text();
    if (const auto errors = why_not(*read, file.filename().string()); !errors.empty()) {
      complain(errors);
      return kFailed;
    }
    store.import_campaign(read->slug, read->source);
    std::cout << "Imported " << slug << ".\n";
    if (const auto stored = campaign::Catalogue{store}.find(slug)) {
      warn_of_unknown_names(settings, stored->file);
      warn_of_english_texts(stored->file);
      warn_of_last_day(stored->file);
    }
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
      std::cout << campaign->file.slug.text() << '\t' << (state_of(*campaign, clock.now())) << '\t'
                << campaign->file.texts(Language::english).title.text << '\n';
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

}  // namespace postbag
