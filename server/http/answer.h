#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "server/http/exchange.h"

namespace postbag::http {

/// Where the response to one request goes: to be called once, on any thread, also long after the
/// handler returned. Copies are the same answer; only the first call counts. When the last copy is
/// gone without a call, the client gets a 500, so that no request stays without an answer.
class Answer {
 public:
  /// Takes the response, or nothing when there will be none. Must not throw.
  using Take = std::function<void(std::optional<Response>&&)>;

  explicit Answer(Take take) : state_(std::make_shared<State>(std::move(take))) {}

  void operator()(Response response) const { state_->give(std::move(response)); }

 private:
  class State {
   public:
    explicit State(Take take) : take_(std::move(take)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { give(std::nullopt); }

    void give(std::optional<Response>&& response) {
      if (!given_.exchange(true)) take_(std::move(response));
    }

   private:
    const Take take_;
    std::atomic<bool> given_ = false;
  };

  std::shared_ptr<State> state_;
};

}  // namespace postbag::http
