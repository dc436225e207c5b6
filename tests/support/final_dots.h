#pragma once

#include <atomic>
#include <functional>

#include "mailer/transport.h"

namespace postbag::testing {

/// A final dot without a ledger: allowed as `answer` says, with a count of what was asked.
class AskedDot final : public mailer::FinalDot {
 public:
  explicit AskedDot(std::function<bool()> answer = [] { return true; })
      : answer_(std::move(answer)) {}

  void expect() noexcept override { ++expected; }
  bool allowed() override {
    ++asked;
    return answer_();
  }

  bool awaited() noexcept override { return worth_waiting; }

  std::atomic<bool> worth_waiting = true;
  int expected = 0;
  int asked = 0;

 private:
  std::function<bool()> answer_;
};

}  // namespace postbag::testing
