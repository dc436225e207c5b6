#include "server/http/routes.h"

#include <array>

#include "server/http/api/endpoints.h"
#include "server/http/pages/endpoints.h"

namespace postbag::http {
namespace {

constexpr std::array kRoutes{
    Route{"GET", "/api/v1/postcodes/{postcode}", "api.postcode", api::postcode},
    Route{"GET", "/api/v1/constituencies", "api.constituencies", api::constituencies},
    Route{"GET", "/api/v1/constituencies/{code}", "api.constituency", api::constituency},
    Route{"GET", "/api/v1/campaigns/{slug}", "api.campaign", api::campaign},
    Route{"POST", "/api/v1/campaigns/{slug}/preview", "api.preview", api::preview},
    Route{"POST", "/api/v1/campaigns/{slug}/letters", "api.letters", api::submit_letter},
    Route{"GET", "/api/v1/campaigns/{slug}/reach", "api.reach", api::reach},
    Route{"GET", "/api/v1/letters/{letter}", "api.letter", api::letter},
    Route{"POST", "/api/v1/confirmations", "api.confirmation", api::confirm},
    Route{"GET", "/api/v1/openapi.json", "api.openapi", api::openapi},
    Route{"GET", "/healthz", "health.alive", api::alive},
    Route{"GET", "/readyz", "health.ready", api::ready},

    Route{"GET", "/", "page.home", pages::home},
    Route{"GET", "/c/{slug}", "page.campaign", pages::campaign},
    Route{"POST", "/c/{slug}", "page.campaign_step", pages::campaign_step},
    Route{"GET", "/c/{slug}/reach", "page.reach", pages::reach},
    Route{"GET", "/c/{slug}/theme.css", "page.theme", pages::theme},
    Route{"GET", "/confirm/{token}", "page.confirm", pages::confirm},
    Route{"POST", "/confirm", "page.confirmed", pages::confirmed},
    Route{"POST", "/confirm/{token}", "page.confirmed_by_link", pages::confirmed},
    Route{"GET", "/privacy", "page.privacy", pages::privacy},
    Route{"GET", "/about-the-data", "page.about_the_data", pages::about_the_data},
    Route{"GET", "/sandbox/outbox", "page.outbox", pages::outbox},
    Route{"GET", "/sandbox/outbox/{file}", "page.outbox_mail", pages::outbox_mail},
    Route{"GET", "/assets/icon.svg", "asset.icon", pages::icon},
    Route{"GET", "/assets/postbag.css", "asset.style", pages::style},
};

/// Takes the next `/`-separated segment off the front of `rest`, which begins with its slash.
std::string_view take_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool match(std::string_view pattern, std::string_view path, NamedTexts& parameters) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view given = take_segment(path);
    if (!wanted.starts_with('{')) {
      if (wanted != given) return false;
      continue;
    }
    std::string decoded;
    if (given.empty() || !percent_decode(given, decoded)) return false;
    parameters.insert_or_assign(std::string{wanted.substr(1, wanted.size() - 2)},
                                std::move(decoded));
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

Found find_route(std::string_view method, std::string_view path) {
  Found found;
  if (!path.starts_with('/')) return found;
  for (const Route& route : kRoutes) {
    NamedTexts parameters;
    if (!match(route.pattern, path, parameters)) continue;
    if (route.method == method) {
      found.route = &route;
      found.parameters = std::move(parameters);
    }
    found.allowed.append(route.method).append(route.method == "GET" ? ", HEAD, " : ", ");
  }
  if (!found.allowed.empty()) found.allowed += "OPTIONS";
  return found;
}

}  // namespace postbag::http
