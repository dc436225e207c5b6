#pragma once

#include "server/http/exchange.h"
#include "server/http/pages/view.h"

namespace postbag::http::pages {

/// The page after the yes: with how many others the supporter wrote, as far as that may be
/// published (campaign::public_counts), what happens next, and links to tell others.
[[nodiscard]] Response thank(const View& view, const campaign::Confirmation& confirmation);

}  // namespace postbag::http::pages
