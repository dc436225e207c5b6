#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/assets.h"
#include "templates/pages.h"
#include "templates/wording.h"

namespace postbag::http {

/// The widget's parts of that folder as one script, a function that leaves nothing in the page: its
/// scripts in their order, and widget.css as a string where they say `POSTBAG_STYLE`; all without
/// comments and indents. Error: `missing_file`.
[[nodiscard]] Result<std::string> widget_source(const std::filesystem::path& folder);

/// The widget as browsers get it: with the texts of both languages put in, as JSON, where its
/// source says `POSTBAG_TEXTS`. The pages give the lines of `partials/help`.
[[nodiscard]] Asset widget_script(std::string_view source, const templates::Wording& wording,
                                  const templates::Pages& english, const templates::Pages& welsh);

}  // namespace postbag::http
