#include "server/main/housekeeper.h"

#include "base/log.h"

namespace postbag {
namespace {

constexpr Duration kLongestInterval = std::chrono::seconds{30};

}  // namespace

Housekeeper::Housekeeper(campaign::Store& store, const campaign::Retention& retention,
                         Duration lease)
    : store_(store), retention_(retention) {
  const Duration interval = std::min(kLongestInterval, lease / 2);
  thread_ = std::jthread{[this, interval](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      tidy();
      std::unique_lock lock{mutex_};
      stop_waits_.wait_for(lock, stop, interval, [] { return false; });
    }
  }};
}

void Housekeeper::tidy() const {
  try {
    const campaign::Tidied done = store_.tidy(retention_);
    if (done.given_up > 0)
      log(LogLevel::error, "letters.given_up",
          {{"reason", "never_tried"}, {"letters", done.given_up}});
    if (done.recovered + done.uncertain + done.expired + done.purged == 0) return;
    log(LogLevel::info, "store.tidied",
        {{"recovered", done.recovered},
         {"uncertain", done.uncertain},
         {"expired", done.expired},
         {"purged", done.purged}});
  } catch (const std::exception& problem) {
    log(LogLevel::error, "store.tidy_failed", {{"problem", std::string{problem.what()}}});
  }
}

}  // namespace postbag
