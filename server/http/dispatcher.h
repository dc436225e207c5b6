#pragma once

#include <chrono>
#include <memory>
#include <span>

#include "base/current.h"
#include "base/rng.h"
#include "server/http/answer.h"
#include "server/http/edition.h"
#include "server/http/exchange.h"
#include "server/http/request_head.h"
#include "server/http/routes.h"
#include "server/http/work_pool.h"

namespace postbag::http {

/// Brings a request to its handler, where the route says, and its answer back with everything that
/// all answers share: kind errors, headers, one line of log. Never throws. Thread-safe.
class Dispatcher {
 public:
  Dispatcher(const Current<Edition>& edition, Rng& rng, WorkPool& pool, Measures& measures)
      : edition_(edition), rng_(rng), pool_(pool), measures_(measures) {}

  /// Never blocks. It must outlive the answer.
  void answer(Request&& request, Answer answer);
  [[nodiscard]] Response refuse(const Refusal& refusal);

 private:
  /// A request on its way through the house.
  struct InHand {
    Request request;
    Answer answer;
    std::chrono::steady_clock::time_point start;
    /// What it began with and ends with.
    std::shared_ptr<Edition> edition;
    Found found;
    /// Whether a page of another site that asks may read the answer.
    bool may_be_read = false;

    [[nodiscard]] Service& service() const { return edition->service(); }
  };

  void begin(InHand&& hand);
  void begin_elsewhere(InHand&& hand);
  void work(InHand&& hand);
  template <class Handle>
  [[nodiscard]] Response call(const Handle& handle, InHand& hand);
  void call_later(LaterHandler handler, InHand&& hand);
  [[nodiscard]] Response failed(const InHand& hand, const std::exception& problem);
  [[nodiscard]] Response no_route(const InHand& hand);
  void give(const InHand& hand, Response response);

  const Current<Edition>& edition_;
  Rng& rng_;
  WorkPool& pool_;
  Measures& measures_;
};

}  // namespace postbag::http
