#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/config/config.h"

namespace postbag::config {

/// What is known of each setting by its `section.key`: where it was written (absent: it has its
/// default) and whether it could not be read.
struct Origins {
  std::map<std::string, std::string> places;
  std::set<std::string> faulty;
};

/// Fills in the defaults that follow from other settings.
void derive(Config& config, const Origins& origins, const std::filesystem::path& program_folder);

/// What does not fit together, one error each. A setting that could not be read takes no part.
[[nodiscard]] std::vector<Error> conflicts(const Config& config, const Origins& origins);

}  // namespace postbag::config
