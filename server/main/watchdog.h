#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "server/main/service_manager.h"

namespace postbag {

/// Feeds the service manager's watchdog for as long as the process is well. A thread of its own.
class Watchdog {
 public:
  /// `is_well` is asked at each interval; where it does not come back, the watchdog is not fed,
  /// and the manager restarts the process. Does nothing without a watchdog to feed.
  Watchdog(const ServiceManager& manager, std::function<bool()> is_well);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog() = default;

 private:
  std::mutex mutex_;
  std::condition_variable_any stop_waits_;
  std::jthread thread_;
};

}  // namespace postbag
