#pragma once

#include "server/http/exchange.h"
#include "server/http/service.h"

namespace postbag::http {

/// Whether a request names this service by the address of `base_url` or as this machine: another
/// name that leads here could be a web site's own, set up to read what its visitor can reach.
[[nodiscard]] bool is_own_host(std::string_view host, std::string_view base_url);

/// The standing headers of what other websites may load: the widget, and pictures of the reach.
[[nodiscard]] std::string_view headers_for_other_sites();

/// Those of a report that is a file of its own: its style stands in it, and it asks for nothing.
[[nodiscard]] std::string_view headers_for_reports();

/// Whether whoever asks sits at this machine: neither elsewhere nor behind a proxy, not even one
/// that is not said to be trusted, which leaves its own address and notes another.
[[nodiscard]] bool is_from_here(const Request& request);

/// Adds to a response what keeps browsers from being used against the people in front of them, and
/// `Cache-Control: no-store`, where the handler did not say otherwise.
void add_security_headers(Response& response, bool over_https);

/// Whether another site's page asks the API, so that the campaigns say if it may read the answer.
[[nodiscard]] bool comes_from_a_page(const Request& request);

/// Whether that page's origin may: on a campaign's own addresses if that campaign lists it, on the
/// others of the API if any open one does.
[[nodiscard]] bool may_read(Service& service, const Request& request);

/// Tells the browser so, on answers of the API.
void add_cors_headers(const Request& request, bool allowed, Response& response);

/// Whether a form came from another site's page. Browsers say so themselves: `Origin`, or, where
/// our own Referrer-Policy makes that `null` (Fetch, "append a request Origin header"),
/// `Sec-Fetch-Site`.
[[nodiscard]] bool is_cross_site(const Request& request, std::string_view base_url);

}  // namespace postbag::http
