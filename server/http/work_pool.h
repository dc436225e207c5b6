#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace postbag::http {

/// A fixed number of threads for work that may wait. Thread-safe.
class WorkPool {
 public:
  using Work = std::function<void()>;

  explicit WorkPool(int threads);
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;
  /// Does first what still waits.
  ~WorkPool();

  /// `work` must not throw.
  void add(Work work);

  /// How much waits for a thread.
  [[nodiscard]] std::size_t waiting() const;

 private:
  void do_work();

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Work> waiting_;  ///< guarded by mutex_
  std::size_t free_ = 0;      ///< threads that wait for work; guarded by mutex_
  bool ending_ = false;       ///< guarded by mutex_
  std::vector<std::jthread> threads_;
};

}  // namespace postbag::http
