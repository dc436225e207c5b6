#pragma once

#include <string>

#include "templates/theme.h"

namespace postbag::http {

/// The style sheet that gives a campaign's pages its colours and font.
[[nodiscard]] std::string theme_css(const templates::Theme& theme);

}  // namespace postbag::http
