#include "server/http/dispatcher.h"

#include <chrono>
#include <stdexcept>

#include "base/failure.h"
#include "base/log.h"
#include "base/token.h"
#include "server/http/api/problem.h"
#include "server/http/console/admission.h"
#include "server/http/form_body.h"
#include "server/http/forwarded.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"

namespace postbag::http {
namespace {

/// What waits for a thread beyond this number is refused: at some thousands a second the last would
/// wait for a tenth of one. What the route table keeps waits all the same; connections bound it.
constexpr std::size_t kLongestWait = 512;

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

Response unavailable(const Service& service, const Request& request) {
  return is_for_programs(request.path) ? api::unavailable()
                                       : pages::unavailable(pages::View{service, request});
}

Response error(const Service& service, const Request& request, int status,
               std::string_view detail = {}) {
  if (is_for_programs(request.path))
    return api::problem(status, detail.empty() ? usual_detail(status) : detail);
  return pages::error(pages::View{service, request}, status, std::string{detail});
}

/// What all responses have.
void finish(const Service& service, const Request& request, bool may_be_read, Response& response) {
  response.headers.emplace_back("X-Request-Id", request.id);
  add_security_headers(response, service.settings.base_url.starts_with("https://"));
  add_cors_headers(request, may_be_read, response);
}

}  // namespace

void Dispatcher::answer(Request&& request, Answer answer) {
  InHand hand{
      std::move(request), std::move(answer), std::chrono::steady_clock::now(), edition_.get(), {}};
  try {
    hand.request.id = random_token(rng_);
    hand.request.client = client_address(hand.request.client, hand.request.forwarded_for,
                                         hand.service().settings.trusted_proxies);
    hand.found = find_route(hand.request.method, hand.request.path);
    hand.request.parameters = std::move(hand.found.parameters);
    hand.may_be_read = comes_from_a_page(hand.request) && may_read(hand.service(), hand.request);
    begin(std::move(hand));
  } catch (const std::exception&) {
    // Short of memory: the answer is dropped, which is an answer too.
    log(LogLevel::error, "http.failed", {{"request", hand.request.id}});
  }
}

/// On the loop's thread: does at once what takes no time.
void Dispatcher::begin(InHand&& hand) {
  const Route* const route = hand.found.route;
  if (route != nullptr &&
      (std::holds_alternative<Waits>(route->work) || std::holds_alternative<ForStaff>(route->work)))
    return begin_elsewhere(std::move(hand));
  work(std::move(hand));
}

void Dispatcher::begin_elsewhere(InHand&& hand) {
  const std::size_t waiting = pool_.waiting();
  measures_.waiting.set(static_cast<std::int64_t>(waiting));
  if (!hand.found.route->kept_under_load && waiting >= kLongestWait)
    return give(hand, unavailable(hand.service(), hand.request));
  pool_.add([this, kept = std::make_shared<InHand>(std::move(hand))] {
    try {
      work(std::move(*kept));
    } catch (const std::exception&) {
      log(LogLevel::error, "http.failed", {{"request", kept->request.id}});
    }
  });
}

void Dispatcher::work(InHand&& hand) {
  if (hand.found.route == nullptr) return give(hand, no_route(hand));
  const Work& work = hand.found.route->work;
  if (const auto* const later = std::get_if<Later>(&work))
    return call_later(later->handler, std::move(hand));
  const auto answer_by = [&](const auto& handle) {
    Response response = call(handle, hand);
    give(hand, std::move(response));
  };
  if (const auto* const for_staff = std::get_if<ForStaff>(&work))
    return answer_by([for_staff](Service& service, const Request& request) {
      return console::admit(service, request, *for_staff);
    });
  const auto* const quick = std::get_if<Quick>(&work);
  answer_by(quick != nullptr ? quick->handler : std::get<Waits>(work).handler);
}

template <class Handle>
Response Dispatcher::call(const Handle& handle, InHand& hand) {
  try {
    if (!read_form(hand.request)) return error(hand.service(), hand.request, 400);
    return handle(hand.service(), hand.request);
  } catch (const std::exception& problem) {
    return failed(hand, problem);
  }
}

void Dispatcher::call_later(LaterHandler handler, InHand&& hand) {
  const auto kept = std::make_shared<InHand>(std::move(hand));
  const Answer answer{[this, kept](std::optional<Response> response) {
    try {
      if (!response) {
        log(LogLevel::error, "http.failed",
            {{"request", kept->request.id}, {"route", std::string{kept->found.route->name}}});
        response = error(kept->service(), kept->request, 500);
      }
      give(*kept, std::move(*response));
    } catch (const std::exception&) {
      log(LogLevel::error, "http.failed", {{"request", kept->request.id}});
    }
  }};
  try {
    handler(kept->service(), kept->request, answer);
  } catch (const std::exception& problem) {
    answer(failed(*kept, problem));
  }
}

Response Dispatcher::failed(const InHand& hand, const std::exception& problem) {
  const std::initializer_list<LogField> fields{{"request", hand.request.id},
                                               {"route", hand.found.route->name}};
  // What the store throws when the database fails; its text may quote what was to be written.
  if (dynamic_cast<const std::runtime_error*>(&problem) == nullptr) {
    log(LogLevel::error, "http.failed", fields);
    return error(hand.service(), hand.request, 500);
  }
  log(LogLevel::error, "http.unavailable",
      {{"request", hand.request.id},
       {"route", hand.found.route->name},
       {"failure", failure_name(problem)}});
  return unavailable(hand.service(), hand.request);
}

Response Dispatcher::no_route(const InHand& hand) {
  if (hand.found.allowed.empty()) return error(hand.service(), hand.request, 404);
  Response response;
  if (hand.request.method == "OPTIONS")
    response.status = 204;
  else
    response = error(hand.service(), hand.request, 405);
  response.headers.emplace_back("Allow", hand.found.allowed);
  return response;
}

Response Dispatcher::refuse(const Refusal& refusal) {
  measures_.refused[static_cast<std::size_t>(refusal.status / 100) % measures_.refused.size()]
      .add();
  try {
    const auto edition = edition_.get();
    Request request;
    request.path = refusal.path;
    request.id = random_token(rng_);
    Response response = error(edition->service(), request, refusal.status, refusal.detail);
    if (refusal.status == 503) response.headers.emplace_back("Retry-After", "30");
    finish(edition->service(), request, false, response);
    log(LogLevel::info, "http.refused",
        {{"request", request.id}, {"status", std::int64_t{refusal.status}}});
    return response;
  } catch (const std::exception&) {
    log(LogLevel::error, "http.failed");
    return {refusal.status, "text/plain; charset=utf-8", refusal.detail + "\n"};
  }
}

void Dispatcher::give(const InHand& hand, Response response) {
  finish(hand.service(), hand.request, hand.may_be_read, response);
  const Route* const route = hand.found.route;
  const std::chrono::duration<double, std::milli> taken =
      std::chrono::steady_clock::now() - hand.start;
  measures_.answered(
      route != nullptr ? static_cast<std::size_t>(route - routes().data()) : routes().size(),
      response.status, taken.count() / 1e3);
  const bool preflight = route == nullptr && response.status == 204;
  log(LogLevel::info, "http.request",
      {{"request", hand.request.id},
       {"method", hand.request.method},
       {"route", route != nullptr ? route->name
                 : preflight      ? "options"
                                  : "none"},
       {"status", std::int64_t{response.status}},
       {"milliseconds", taken.count()}});
  hand.answer(std::move(response));
}

}  // namespace postbag::http
