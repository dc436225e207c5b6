#include "server/main/signals.h"

#include <cstdint>

#include <unistd.h>

#include "base/log.h"

namespace postbag {

Signals::Signals() {
  sigemptyset(&signals_);
  for (const int number : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&signals_, number);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  // A reader that went away is an error of that write, not our end. Only an unknown signal's number
  // could be refused.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
}

Signals::Wish Signals::wait() const {
  int number = 0;
  sigwait(&signals_, &number);
  if (number == SIGHUP && isatty(STDIN_FILENO) == 0) return Wish::reload;
  log(LogLevel::info, "stopping", {{"signal", std::int64_t{number}}});
  return Wish::stop;
}

}  // namespace postbag
