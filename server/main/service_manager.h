#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace postbag {

/// What started this process and wants to hear from it, as systemd does: NOTIFY_SOCKET and
/// WATCHDOG_USEC of sd_notify(3) and sd_watchdog_enabled(3). Without one nothing is said.
/// Thread-safe.
class ServiceManager {
 public:
  /// Reads the environment.
  ServiceManager();

  /// It works, at the start or again after reloading(). `status` is one line for people.
  void ready(std::string_view status) const;
  void reloading() const;
  void stopping() const;
  /// It is well.
  void feed_watchdog() const;

  /// How often to feed it: twice in the time after which it bites. Nothing when there is none.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval() const;

 private:
  void say(std::string_view message) const;

  std::string socket_;
  std::chrono::microseconds watchdog_{};
};

}  // namespace postbag
