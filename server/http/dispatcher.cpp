#include "server/http/dispatcher.h"

#include <chrono>
#include <stdexcept>

#include "base/log.h"
#include "base/token.h"
#include "server/http/api/problem.h"
#include "server/http/pages/message.h"
#include "server/http/routes.h"
#include "server/http/security.h"

namespace postbag::http {
namespace {

bool is_for_programs(std::string_view path) {
  return path.starts_with("/api/") || path == "/healthz" || path == "/readyz";
}

std::string_view usual_detail(int status) {
  switch (status) {
    case 404:
      return "There is nothing at this address.";
    case 405:
      return "This address does not answer that method.";
    case 413:
      return "The request is too large.";
    case 500:
      return "Something went wrong on our side. The fault has been recorded.";
    default:
      return "The request could not be understood.";
  }
}

}  // namespace

Response Dispatcher::answer(Request request, int refused) {
  const auto start = std::chrono::steady_clock::now();
  std::string_view name = "none";
  Response response;
  try {
    request.id = random_token(rng_);
    response = refused == 0 ? route(request, name) : error(request, refused);
    finish(request, response);
  } catch (const std::exception&) {
    log(LogLevel::error, "http.failed", {{"request", request.id}});
    response = api::problem(500, usual_detail(500));
  }
  const auto taken =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start);
  log(LogLevel::info, "http.request",
      {{"request", request.id},
       {"method", request.method},
       {"route", std::string{name}},
       {"status", std::int64_t{response.status}},
       {"milliseconds", taken.count()}});
  return response;
}

Response Dispatcher::refuse(const Refusal& refusal) {
  Request request;
  request.path = refusal.path;
  request.id = random_token(rng_);
  Response response = error(request, refusal.status, refusal.detail);
  finish(request, response);
  log(LogLevel::info, "http.refused",
      {{"request", request.id}, {"status", std::int64_t{refusal.status}}});
  return response;
}

Response Dispatcher::route(Request& request, std::string_view& name) {
  Found found = find_route(request.method, request.path);
  if (found.route == nullptr) {
    Response response;
    if (found.allowed.empty()) return error(request, 404);
    if (request.method == "OPTIONS") {
      name = "options";
      response.status = 204;
    } else {
      response = error(request, 405);
    }
    response.headers.emplace_back("Allow", found.allowed);
    return response;
  }
  name = found.route->name;
  request.parameters = std::move(found.parameters);
  try {
    return found.route->handler(service_, request);
  } catch (const std::runtime_error&) {
    // What the store throws when the database fails; its text may quote what was to be written.
    log(LogLevel::error, "http.unavailable",
        {{"request", request.id}, {"route", std::string{name}}});
    return is_for_programs(request.path) ? api::unavailable() : pages::unavailable(service_);
  } catch (const std::exception&) {
    log(LogLevel::error, "http.failed", {{"request", request.id}, {"route", std::string{name}}});
    return error(request, 500);
  }
}

Response Dispatcher::error(const Request& request, int status, std::string_view detail) {
  const std::string_view words = detail.empty() ? usual_detail(status) : detail;
  return is_for_programs(request.path) ? api::problem(status, words)
                                       : pages::error(service_, status, words);
}

void Dispatcher::finish(const Request& request, Response& response) {
  response.headers.emplace_back("X-Request-Id", request.id);
  add_security_headers(response, service_.settings.base_url.starts_with("https://"));
  try {
    add_cors_headers(service_, request, response);
  } catch (const std::runtime_error&) {
    // Without the catalogue no other origin may read the answer; our own still can.
    log(LogLevel::error, "http.no_origins", {{"request", request.id}});
  }
}

}  // namespace postbag::http
