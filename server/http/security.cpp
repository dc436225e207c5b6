#include "server/http/security.h"

#include <algorithm>

#include "base/network.h"

namespace postbag::http {
namespace {

constexpr std::string_view kHeaders =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
    "script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "browsing-topics=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

bool lists(const campaign::Campaign& campaign, std::string_view origin) {
  const auto& allowed = campaign.file.allowed_origins;
  return std::find(allowed.begin(), allowed.end(), origin) != allowed.end();
}

}  // namespace

std::string_view headers_for_other_sites() {
  static const std::string headers = [] {
    constexpr std::string_view ours = "Resource-Policy: same-origin";
    std::string all{kHeaders};
    return all.replace(all.find(ours), ours.size(), "Resource-Policy: cross-origin");
  }();
  return headers;
}

std::string_view headers_for_reports() {
  static const std::string headers = [] {
    constexpr std::string_view rest = "X-Content-Type-Options";
    std::string all{kHeaders};
    return all.replace(0, all.find(rest),
                       "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
                       "form-action 'none'; base-uri 'none'; frame-ancestors 'none'\r\n");
  }();
  return headers;
}

void add_security_headers(Response& response, bool over_https) {
  if (response.standing_headers.empty()) response.standing_headers = kHeaders;
  if (over_https) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  const bool has_cache_rule =
      std::any_of(response.headers.begin(), response.headers.end(),
                  [](const auto& header) { return header.first == "Cache-Control"; });
  if (!has_cache_rule) response.headers.emplace_back("Cache-Control", "no-store");
}

bool may_read(Service& service, const Request& request) {
  constexpr std::string_view kCampaigns = "/api/v1/campaigns/";
  const std::string_view path = request.path;
  if (path.starts_with(kCampaigns)) {
    const std::string_view rest = path.substr(kCampaigns.size());
    const auto campaign = service.catalogue.find(rest.substr(0, rest.find('/')));
    return campaign && lists(*campaign, request.origin);
  }
  const auto all = service.catalogue.all();
  return std::any_of(all.begin(), all.end(), [&](const auto& campaign) {
    return campaign->is_open(service.clock.now()) && lists(*campaign, request.origin);
  });
}

bool comes_from_a_page(const Request& request) {
  return !request.origin.empty() && request.path.starts_with("/api/");
}

void add_cors_headers(const Request& request, bool allowed, Response& response) {
  if (!request.path.starts_with("/api/")) return;
  response.headers.emplace_back("Vary", "Origin");
  if (!allowed) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", request.origin);
  response.headers.emplace_back("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
  if (request.method != "OPTIONS") return;
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST");
  response.headers.emplace_back("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
}

bool is_own_host(std::string_view host, std::string_view base_url) {
  const std::string_view authority =
      base_url.substr(std::min(base_url.find("://") + 3, base_url.size()));
  if (host == authority.substr(0, authority.find('/'))) return true;
  const std::size_t colon = host.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
  const std::string_view name = host.substr(0, has_port ? colon : host.size());
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

bool is_from_here(const Request& request) {
  return is_loopback_address(request.client) && request.forwarded_for.empty();
}

bool is_cross_site(const Request& request, std::string_view base_url) {
  if (!request.origin.empty() && request.origin != "null") {
    const std::size_t scheme = request.origin.find("://");
    const bool own_host = scheme != std::string::npos && !request.host.empty() &&
                          request.origin.substr(scheme + 3) == request.host;
    return request.origin != base_url.substr(0, base_url.find('/', base_url.find("://") + 3)) &&
           !own_host;
  }
  return !request.fetch_site.empty() && request.fetch_site != "same-origin" &&
         request.fetch_site != "none";
}

}  // namespace postbag::http
