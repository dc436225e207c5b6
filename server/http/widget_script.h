#pragma once

#include <string_view>

#include "server/http/assets.h"
#include "templates/pages.h"
#include "templates/wording.h"

namespace postbag::http {

/// The widget as browsers get it: its source with the texts of both languages put in, as JSON,
/// where it says `POSTBAG_TEXTS`, and without its comments. The pages give the lines of
/// `partials/help`.
[[nodiscard]] Asset widget_script(std::string_view source, const templates::Wording& wording,
                                  const templates::Pages& english, const templates::Pages& welsh);

}  // namespace postbag::http
