#pragma once

#include <string>

#include "server/campaign/correspondence.h"
#include "server/campaign/store.h"
#include "server/config/config.h"
#include "server/http/server.h"

/// Which part of the house gets which setting.
namespace postbag {

[[nodiscard]] http::HttpSettings http_settings(const config::Config& config,
                                               const std::string& secret);
[[nodiscard]] campaign::CorrespondenceSettings correspondence_settings(const config::Config& config,
                                                                       const std::string& secret);
[[nodiscard]] campaign::Retention retention(const config::Config& config);

}  // namespace postbag
