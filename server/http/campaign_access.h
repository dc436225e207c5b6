#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "server/campaign/catalogue.h"
#include "server/http/service.h"

namespace postbag::http {

[[nodiscard]] Error unknown_campaign();

/// A campaign that takes letters now. Codes: `unknown_campaign`, `closed_campaign`,
/// `paused_campaign`, `unopened_campaign`, `parliament_dissolved`.
[[nodiscard]] Result<std::shared_ptr<const campaign::Campaign>> open_campaign(
    Service& service, std::string_view slug);

}  // namespace postbag::http
