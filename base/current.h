#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace postbag {

/// A whole that a newer one replaces while others still use it: whoever got one keeps it for as
/// long as they need. Thread-safe.
template <class Whole>
class Current {
 public:
  explicit Current(std::shared_ptr<Whole> first = nullptr) : whole_(std::move(first)) {}

  [[nodiscard]] std::shared_ptr<Whole> get() const {
    const std::lock_guard lock{mutex_};
    return whole_;
  }

  void replace(std::shared_ptr<Whole> next) {
    const std::lock_guard lock{mutex_};
    whole_.swap(next);  // the old one may end here, but not while others wait
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Whole> whole_;  ///< guarded by mutex_
};

}  // namespace postbag
