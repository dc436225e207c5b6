#include "server/main/watchdog.h"

#include "base/log.h"

namespace postbag {

Watchdog::Watchdog(const ServiceManager& manager, std::function<bool()> is_well) {
  const auto interval = manager.watchdog_interval();
  if (!interval) return;
  thread_ = std::jthread{[this, &manager, interval = *interval,
                          is_well = std::move(is_well)](const std::stop_token& stop) {
    static_cast<void>(is_well());  // what is asked for the first time may know of no time before
    for (;;) {
      std::unique_lock lock{mutex_};
      stop_waits_.wait_for(lock, stop, interval, [] { return false; });
      lock.unlock();
      if (stop.stop_requested()) return;
      if (is_well()) {
        manager.feed_watchdog();
      } else {
        log(LogLevel::error, "watchdog.not_well");
      }
    }
  }};
}

}  // namespace postbag
