#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "server/http/answer.h"
#include "server/http/exchange.h"
#include "server/http/service.h"
#include "server/staff/accounts.h"

namespace postbag::http {

using Handler = Response (*)(Service& service, const Request& request);
/// The request lives until the answer is given.
using LaterHandler = void (*)(Service& service, const Request& request, Answer answer);

/// Memory alone answers, within microseconds: done on the loop that holds all connections.
struct Quick {
  Handler handler;
};
/// Reads or writes the store, or computes for long: done on a thread of the pool.
struct Waits {
  Handler handler;
};
/// Begins on the loop, where it must not block; its answer comes later, from any thread.
struct Later {
  LaterHandler handler;
};
using StaffHandler = Response (*)(Service& service, const Request& request,
                                  const staff::SignedIn& who);
/// Done on a thread of the pool, for whoever is signed in with that role at least, and what is
/// posted only from a page of the same session: console::admit() sees to both.
struct ForStaff {
  staff::Role least;
  StaffHandler handler;
};
using Work = std::variant<Quick, Waits, Later, ForStaff>;

/// One address of the service.
struct Route {
  std::string_view method;
  /// Segments in braces match any one segment.
  std::string_view pattern;
  /// What logs call it: never the path itself, which may hold a token or a postcode.
  std::string_view name;
  Work work;
  /// Waits its turn however many wait already, where others are refused: what is posted, and the
  /// readings that a letter or whoever runs the service cannot do without.
  bool kept_under_load = method != "GET";
};

/// The role that an address asks for; nothing where it is open to all.
[[nodiscard]] std::optional<staff::Role> least_role(const Route& route);

/// Every address there is.
[[nodiscard]] std::span<const Route> routes();

/// The route of a request.
struct Found {
  /// Null when none answers this method.
  const Route* route = nullptr;
  NamedTexts parameters;
  /// What the address does answer, as in an Allow header; empty when a route is found, and when
  /// there is no such address.
  std::string allowed;
};
[[nodiscard]] Found find_route(std::string_view method, std::string_view path,
                               std::span<const Route> among = routes());

}  // namespace postbag::http
