#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"

namespace postbag {

/// Does a chore at once and then every so often, in a thread of its own, until it is destroyed. A
/// chore that throws is logged and done again when its time comes.
class Housekeeper {
 public:
  /// `failed`: the event logged. The rest between two rounds is asked for anew after each.
  Housekeeper(std::string failed, std::function<void()> chore, std::function<Duration()> rest);
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;
  ~Housekeeper() = default;

 private:
  void work() const;

  const std::string failed_;
  const std::function<void()> chore_;
  std::mutex mutex_;
  std::condition_variable_any stop_waits_;
  std::jthread thread_;
};

}  // namespace postbag
