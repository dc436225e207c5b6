#pragma once

#include "server/http/exchange.h"
#include "server/http/service.h"

namespace postbag::http {

/// Whether a request names this service by the address of `base_url` or as this machine: another
/// name that leads here could be a web site's own, set up to read what its visitor can reach.
[[nodiscard]] bool is_own_host(std::string_view host, std::string_view base_url);

/// Adds to a response what keeps browsers from being used against the people in front of them, and
/// `Cache-Control: no-store` where the handler did not say otherwise.
void add_security_headers(Response& response, bool over_https);

/// Lets pages of the origins that a campaign lists read the answer: on a campaign's own addresses
/// that campaign's origins, on the others of the API every campaign's. Throws what the catalogue
/// throws.
void add_cors_headers(Service& service, const Request& request, Response& response);

/// Whether a form came from another site's page. Browsers say so themselves: `Origin`, or, where
/// our own Referrer-Policy makes that `null` (Fetch, "append a request Origin header"),
/// `Sec-Fetch-Site`.
[[nodiscard]] bool is_cross_site(const Request& request, std::string_view base_url);

}  // namespace postbag::http
