#pragma once

#include <chrono>
#include <memory>
#include <span>

#include "base/rng.h"
#include "server/http/answer.h"
#include "server/http/exchange.h"
#include "server/http/request_head.h"
#include "server/http/routes.h"
#include "server/http/service.h"
#include "server/http/work_pool.h"

namespace postbag::http {

/// Brings a request to its handler, where the route says, and its answer back with everything that
/// all answers share: kind errors, headers, one line of log. Never throws. Thread-safe.
class Dispatcher {
 public:
  Dispatcher(Service& service, Rng& rng, WorkPool& pool, std::span<const Route> among = routes())
      : service_(service), rng_(rng), pool_(pool), routes_(among) {}

  /// Never blocks. It must outlive the answer.
  void answer(Request&& request, Answer answer);
  [[nodiscard]] Response refuse(const Refusal& refusal);

 private:
  /// A request on its way through the house.
  struct InHand {
    Request request;
    Answer answer;
    std::chrono::steady_clock::time_point start;
    Found found;
    /// Whether a page of another site that asks may read the answer.
    bool may_be_read = false;
  };

  void begin(InHand&& hand);
  void begin_elsewhere(InHand&& hand);
  void ask_catalogue(InHand& hand);
  void work(InHand&& hand);
  [[nodiscard]] Response call(Handler handler, InHand& hand);
  void call_later(LaterHandler handler, InHand&& hand);
  [[nodiscard]] Response failed(const InHand& hand, const std::exception& problem);
  [[nodiscard]] Response no_route(const InHand& hand);
  [[nodiscard]] Response unavailable(const Request& request);
  [[nodiscard]] Response error(const Request& request, int status, std::string_view detail = {});
  void give(const InHand& hand, Response response);
  void finish(const Request& request, bool may_be_read, Response& response);

  Service& service_;
  Rng& rng_;
  WorkPool& pool_;
  const std::span<const Route> routes_;
};

}  // namespace postbag::http
