#include "server/campaign/catalogue.h"

#include <algorithm>

#include "base/file.h"
#include "base/log.h"

namespace postbag::campaign {
namespace {

/// How stale the list may be: an import by another process shows within this time.
constexpr Duration kRecheck = std::chrono::seconds{1};

}  // namespace

void Catalogue::refresh() {
  const Instant now = clock_.now();
  if (revision_ >= 0 && now >= checked_ && now - checked_ < kRecheck) return;
  const std::int64_t revision = store_.campaigns_revision();
  checked_ = now;
  if (revision == revision_) return;
  std::vector<std::shared_ptr<const Campaign>> fresh;
  for (const StoredCampaign& stored : store_.campaigns()) {
    auto file = templates::parse_campaign(stored.source, stored.slug + ".toml");
    if (file) {
      fresh.push_back(std::make_shared<const Campaign>(Campaign{stored.id, std::move(*file)}));
    } else {
      log(LogLevel::error, "campaign.unreadable",
          {{"campaign", stored.slug}, {"problem", file.error().front().message}});
    }
  }
  campaigns_ = std::move(fresh);
  revision_ = revision;
}

std::shared_ptr<const Campaign> Catalogue::find(std::string_view slug) {
  const std::lock_guard lock{mutex_};
  refresh();
  const auto found = std::find_if(campaigns_.begin(), campaigns_.end(), [&](const auto& campaign) {
    return campaign->file.slug.text() == slug;
  });
  return found == campaigns_.end() ? nullptr : *found;
}

std::shared_ptr<const Campaign> Catalogue::find(std::int64_t id) {
  const std::lock_guard lock{mutex_};
  refresh();
  const auto found = std::find_if(campaigns_.begin(), campaigns_.end(),
                                  [&](const auto& campaign) { return campaign->id == id; });
  return found == campaigns_.end() ? nullptr : *found;
}

std::vector<std::shared_ptr<const Campaign>> Catalogue::all() {
  const std::lock_guard lock{mutex_};
  refresh();
  return campaigns_;
}

Checked<Slug> import_campaign(Store& store, const std::filesystem::path& file) {
  const auto source = read_whole(file);
  if (!source) return tl::unexpected(std::vector<Error>{source.error()});
  auto campaign = templates::parse_campaign(*source, file.filename().string());
  if (!campaign) return tl::unexpected(std::move(campaign.error()));
  store.import_campaign(campaign->slug, *source);
  return campaign->slug;
}

}  // namespace postbag::campaign
