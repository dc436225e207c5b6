#pragma once

#include <string>
#include <string_view>

#include "server/http/exchange.h"
#include "server/http/service.h"

namespace postbag::http::console {

/// What a browser of staff carries. Over https the names begin with `__Host-`, which keeps other
/// hosts of the same domain from setting them (RFC 6265bis section 4.1.3.2).
enum class Cookie {
  /// The session's token, until the browser is closed.
  session,
  /// That somebody signed in here before.
  device
};

/// What the request carries; empty when it does not.
[[nodiscard]] std::string_view cookie_of(const Service& service, const Request& request,
                                         Cookie which);

/// An empty value takes it away.
void set_cookie(const Service& service, Response& response, Cookie which, std::string_view value);

}  // namespace postbag::http::console
