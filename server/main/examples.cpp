#include "server/main/examples.h"

#include "server/campaign/catalogue.h"

namespace postbag {

Checked<void> import_examples(const config::Config& config, campaign::Store& store) {
  if (!config.sandbox() || !store.campaigns().empty()) return {};
  for (const auto& entry :
       std::filesystem::directory_iterator(config.templates.folder / "campaigns")) {
    if (entry.path().extension() != ".toml") continue;
    if (auto imported = campaign::import_campaign(store, entry.path()); !imported)
      return tl::unexpected(std::move(imported.error()));
  }
  return {};
}

}  // namespace postbag
