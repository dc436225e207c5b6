#pragma once

#include "server/http/exchange.h"
#include "server/http/pages/view.h"

namespace postbag::http::pages {

/// The page after the yes, of a letter that is on its way or was sent: where it stands, with how
/// many others the supporter wrote, as far as that may be published (campaign::public_counts), what
/// happens next, and links to tell others. `switch_href`: the page in the other language.
[[nodiscard]] Response thank(const View& view, const campaign::Confirmation& confirmation,
                             const std::string& switch_href);

}  // namespace postbag::http::pages
