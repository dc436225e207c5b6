#pragma once

#include <optional>

#include "server/http/console/desk.h"
#include "server/http/routes.h"

namespace postbag::http::console {

/// Whether a form that cannot be taken is shown again: what editors write is, once a page of ours
/// sent it. What holds passwords or supporters' addresses never is.
[[nodiscard]] bool is_kept(const Request& request, const ForStaff& route);

/// 403 with all that was typed, to be sent again with one press: the session of the form has ended
/// (`who` is nobody), or it was another's than this.
[[nodiscard]] Response keep_form(const View& view, const Request& request,
                                 const std::optional<staff::SignedIn>& who);

}  // namespace postbag::http::console
