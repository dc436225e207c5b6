#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/http/exchange.h"
#include "server/http/service.h"

namespace postbag::http {

using Handler = Response (*)(Service& service, const Request& request);

/// One address of the service.
struct Route {
  std::string_view method;
  /// Segments in braces match any one segment.
  std::string_view pattern;
  /// What logs call it: never the path itself, which may hold a token or a postcode.
  std::string_view name;
  Handler handler;
};

/// Every address there is.
[[nodiscard]] std::span<const Route> routes();

/// The route of a request.
struct Found {
  /// Null when none answers this method.
  const Route* route = nullptr;
  NamedTexts parameters;
  /// What the address does answer, as in an Allow header; empty when there is no such address.
  std::string allowed;
};
[[nodiscard]] Found find_route(std::string_view method, std::string_view path);

}  // namespace postbag::http
