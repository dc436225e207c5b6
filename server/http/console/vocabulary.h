#pragma once

#include <vector>

#include "templates/pages.h"

namespace postbag::http::console {

/// Every page of the console and the names it may use.
[[nodiscard]] std::vector<templates::PageRule> page_rules();

}  // namespace postbag::http::console
