#include "server/main/housekeeper.h"

#include <typeinfo>

#include <boost/core/demangle.hpp>

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
    // Only the kind: what a database says may quote the text that it was given.
    log(LogLevel::error, failed_, {{"failure", boost::core::demangle(typeid(problem).name())}});
  }
}

}  // namespace postbag
