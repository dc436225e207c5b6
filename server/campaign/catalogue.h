#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "server/campaign/store.h"
#include "templates/campaign_file.h"

namespace postbag::campaign {

/// A campaign ready for use: its number in the ledger and its checked file.
struct Campaign {
  std::int64_t id = 0;
  templates::CampaignFile file;
};

/// The campaigns in the store, read once and again when they changed, so that an import shows
/// without a restart. Thread-safe; what it hands out is immutable and may be kept.
class Catalogue {
 public:
  Catalogue(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Null when there is none of that slug. Throws std::runtime_error when the database fails.
  [[nodiscard]] std::shared_ptr<const Campaign> find(std::string_view slug);
  [[nodiscard]] std::shared_ptr<const Campaign> find(std::int64_t id);
  /// In order of slug.
  [[nodiscard]] std::vector<std::shared_ptr<const Campaign>> all();

 private:
  void refresh();

  Store& store_;
  const Clock& clock_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<const Campaign>> campaigns_;
  std::int64_t revision_ = -1;
  Instant checked_;
};

/// Checks a campaign file and stores it. Every error names its line and column; `missing_file` when
/// it cannot be read.
[[nodiscard]] Checked<Slug> import_campaign(Store& store, const std::filesystem::path& file);

}  // namespace postbag::campaign
