#pragma once

#include "base/rng.h"
#include "server/http/exchange.h"
#include "server/http/request_head.h"
#include "server/http/service.h"

namespace postbag::http {

/// Brings a request to its handler and its answer back with everything that all answers share:
/// kind errors, headers, one line of log. Never throws. Thread-safe.
class Dispatcher {
 public:
  Dispatcher(Service& service, Rng& rng) : service_(service), rng_(rng) {}

  /// `refused` as in Processor::Handler.
  [[nodiscard]] Response answer(Request request, int refused);
  [[nodiscard]] Response refuse(const Refusal& refusal);

 private:
  [[nodiscard]] Response route(Request& request, std::string_view& name);
  [[nodiscard]] Response error(const Request& request, int status, std::string_view detail = {});
  void finish(const Request& request, Response& response);

  Service& service_;
  Rng& rng_;
};

}  // namespace postbag::http
