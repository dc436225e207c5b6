#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/campaign/store.h"

namespace postbag {

/// Tidies the store at once and then every so often, in a thread of its own, until it is destroyed.
class Housekeeper {
 public:
  /// It looks after dead mailers at least twice within one `lease`. `store` must outlive it.
  Housekeeper(campaign::Store& store, const campaign::Retention& retention, Duration lease);

 private:
  void tidy() const;

  campaign::Store& store_;
  const campaign::Retention retention_;
  std::mutex mutex_;
  std::condition_variable_any stop_waits_;
  std::jthread thread_;
};

}  // namespace postbag
