#pragma once

#include <vector>

#include "templates/pages.h"

namespace postbag::http::pages {

/// Every page of templates/pages and the names it may use: the meeting point of those who write the
/// pages and those who write this room.
[[nodiscard]] std::vector<templates::PageRule> page_rules();

}  // namespace postbag::http::pages
