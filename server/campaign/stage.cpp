#include "server/campaign/stage.h"

#include <algorithm>

namespace postbag::campaign {

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::paused:
      return "paused";
    case Stage::ended:
      return "ended";
    default:
      return "live";
  }
}

std::optional<Stage> parse_stage(std::string_view name) {
  const auto* const found = std::find_if(kStages.begin(), kStages.end(),
                                         [&](Stage stage) { return name_of(stage) == name; });
  if (found == kStages.end()) return std::nullopt;
  return *found;
}

}  // namespace postbag::campaign
