#include "server/campaign/catalogue.h"

#include <algorithm>

#include "base/file.h"
#include "base/log.h"
#include "templates/logo.h"

namespace postbag::campaign {
namespace {

template <class Wanted>
std::shared_ptr<const Campaign> first(const Catalogue::Campaigns& campaigns, const Wanted& wanted) {
  const auto found = std::find_if(campaigns.begin(), campaigns.end(),
                                  [&](const auto& campaign) { return wanted(*campaign); });
  return found == campaigns.end() ? nullptr : *found;
}

}  // namespace

void Catalogue::refresh() {
  const std::lock_guard lock{refresh_mutex_};
  const std::int64_t revision = store_.campaigns_revision();
  if (revision == revision_) return;
  Campaigns fresh;
  for (const StoredCampaign& stored : store_.campaigns()) {
    auto file = templates::parse_campaign(stored.source, stored.slug + ".toml");
    if (file) {
      fresh.push_back(std::make_shared<const Campaign>(
          Campaign{stored.id, std::move(*file), stored.stage, stored.version}));
    } else {
      log(LogLevel::error, "campaign.unreadable",
          {{"campaign", stored.slug}, {"problem", file.error().front().message}});
    }
  }
  campaigns_.replace(std::make_shared<const Campaigns>(std::move(fresh)));
  revision_ = revision;
}

std::shared_ptr<const Campaign> Catalogue::find(std::string_view slug) const {
  return first(*campaigns_.get(),
               [&](const Campaign& campaign) { return campaign.file.slug.text() == slug; });
}

std::shared_ptr<const Campaign> Catalogue::find(std::int64_t id) const {
  return first(*campaigns_.get(), [&](const Campaign& campaign) { return campaign.id == id; });
}

Checked<ReadCampaign> read_campaign(const std::filesystem::path& file) {
  const auto source = read_whole(file);
  if (!source) return tl::unexpected(std::vector<Error>{source.error()});
  const std::string name = file.filename().string();
  auto campaign = templates::parse_campaign(*source, name);
  if (!campaign) return tl::unexpected(std::move(campaign.error()));
  const auto whole = templates::with_logo(*source, name, file.parent_path());
  if (!whole) return tl::unexpected(whole.error());
  if (*whole != *source) campaign = templates::parse_campaign(*whole, name);
  if (!campaign) return tl::unexpected(std::move(campaign.error()));
  return ReadCampaign{campaign->slug, *whole};
}

Checked<Slug> import_campaign(Store& store, const std::filesystem::path& file) {
  const auto campaign = read_campaign(file);
  if (!campaign) return tl::unexpected(campaign.error());
  store.import_campaign(campaign->slug, campaign->source);
  return campaign->slug;
}

}  // namespace postbag::campaign
