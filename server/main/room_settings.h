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
[[nodiscard]] campaign::CorrespondenceSettings correspondence_settings(
    const config::Config& config, const std::string& secret,
    const campaign::Dissolution& dissolution);
/// How long a letter may wait of which no mail server ever said anything: as long as others are
/// tried, and then as long as a text is kept.
[[nodiscard]] Duration longest_untried(const config::Config& config);

[[nodiscard]] campaign::Retention retention(const config::Config& config);

}  // namespace postbag
