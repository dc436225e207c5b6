#include "server/main/housekeeper.h"

#include "base/failure.h"
#include "base/log.h"

namespace postbag {

Housekeeper::Housekeeper(std::string failed, std::function<void()> chore,
                         std::function<Duration()> rest)
    : failed_(std::move(failed)), chore_(std::move(chore)) {
  thread_ = std::jthread{[this, rest = std::move(rest)](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      work();
      std::unique_lock lock{mutex_};
      stop_waits_.wait_for(lock, stop, rest(), [] { return false; });
    }
  }};
}

void Housekeeper::work() const {
  try {
    chore_();
  } catch (const std::exception& problem) {
    log(LogLevel::error, failed_, {{"failure", failure_name(problem)}});
  }
}

}  // namespace postbag
