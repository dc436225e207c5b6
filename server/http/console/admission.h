#pragma once

#include <string>
#include <string_view>

#include "server/http/exchange.h"
#include "server/http/routes.h"

namespace postbag::http::console {

/// Finds who is signed in and lets the handler answer; or answers in its place: 303 to the sign-in
/// for nobody, 403 for too small a role, and 403 for what is posted from elsewhere than a page of
/// that session, with what was typed where is_kept().
[[nodiscard]] Response admit(Service& service, const Request& request, const ForStaff& route);

/// What a form of this session is signed for.
[[nodiscard]] std::string form_purpose(const staff::SignedIn& who);

/// Where to go after the sign-in: `wanted` if it lies in the console, else its home.
[[nodiscard]] std::string next_place(std::string_view wanted);

/// Goes on there with a GET (RFC 9110 section 15.4.4).
[[nodiscard]] Response see_other(std::string place);

/// No search engine may keep what is there.
[[nodiscard]] Response unlisted(Response response);

}  // namespace postbag::http::console
