#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/current.h"
#include "base/result.h"
#include "server/campaign/store.h"
#include "templates/campaign_file.h"

namespace postbag::campaign {

/// A campaign ready for use: its number in the ledger and its checked file.
struct Campaign {
  std::int64_t id = 0;
  templates::CampaignFile file;
  Stage stage = Stage::live;
  /// Of the file, among those that staff saved.
  std::int64_t version = 0;

  /// Whether it takes letters, as far as staff and its dates say.
  [[nodiscard]] bool is_open(Instant now) const {
    return stage == Stage::live && file.is_open(now);
  }
};

/// The campaigns in the store, as they were when they were last read. Thread-safe; what it hands
/// out is immutable and may be kept.
class Catalogue {
 public:
  /// Reads them. Throws std::runtime_error when the database fails, as refresh() does.
  explicit Catalogue(Store& store) : store_(store) { refresh(); }

  /// Reads them again if any changed. What fails leaves the campaigns as they are.
  void refresh();

  /// Never asks the store. Null when there is none of that slug.
  [[nodiscard]] std::shared_ptr<const Campaign> find(std::string_view slug) const;
  [[nodiscard]] std::shared_ptr<const Campaign> find(std::int64_t id) const;

  using Campaigns = std::vector<std::shared_ptr<const Campaign>>;
  /// In order of slug.
  [[nodiscard]] Campaigns all() const { return *campaigns_.get(); }

 private:
  Store& store_;
  Current<const Campaigns> campaigns_{std::make_shared<const Campaigns>()};
  std::mutex refresh_mutex_;
  std::int64_t revision_ = -1;  ///< guarded by refresh_mutex_
};

/// A campaign file with its logo in it, checked.
struct ReadCampaign {
  Slug slug;
  std::string source;
};
/// Every error names its line and column; `missing_file` when it cannot be read.
[[nodiscard]] Checked<ReadCampaign> read_campaign(const std::filesystem::path& file);

/// Checks a campaign file and stores it, with the logo that lies beside it put in. Every error
/// names its line and column; `missing_file` when it cannot be read.
[[nodiscard]] Checked<Slug> import_campaign(Store& store, const std::filesystem::path& file);

}  // namespace postbag::campaign
