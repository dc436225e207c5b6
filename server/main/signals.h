#pragma once

#include <csignal>

namespace postbag {

/// The signals that the program takes: kept from every thread and waited for by one. To be made
/// before the first thread starts.
class Signals {
 public:
  Signals();

  enum class Wish { reload, stop };
  /// Waits for SIGHUP, or for SIGTERM or SIGINT; in a terminal SIGHUP says that it was closed, and
  /// ends the program too. One that comes meanwhile is answered next.
  [[nodiscard]] Wish wait() const;

 private:
  sigset_t signals_{};
};

}  // namespace postbag
