#pragma once

#include "base/result.h"
#include "server/campaign/store.h"
#include "server/config/config.h"

namespace postbag {

/// So that a newcomer has something to try: the examples, into a sandbox that has no campaign yet.
/// Errors: those of campaign::import_campaign().
[[nodiscard]] Checked<void> import_examples(const config::Config& config, campaign::Store& store);

}  // namespace postbag
