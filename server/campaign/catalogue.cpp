#include "server/campaign/catalogue.h"

#include <algorithm>

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

Checked<Slug> import_campaign(Store& store, std::string_view source, std::string_view file_name) {
  auto file = templates::parse_campaign(source, file_name);
  if (!file) return tl::unexpected(std::move(file.error()));
  store.import_campaign(file->slug, source);
  return file->slug;
}

}  // namespace postbag::campaign
