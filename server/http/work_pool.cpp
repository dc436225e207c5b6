#include "server/http/work_pool.h"

#include <algorithm>

namespace postbag::http {

WorkPool::WorkPool(int threads) {
  threads_.reserve(static_cast<std::size_t>(std::max(1, threads)));
  for (int i = 0; i < std::max(1, threads); ++i)
    threads_.emplace_back([this] { do_work(); });
}

WorkPool::~WorkPool() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  arrived_.notify_all();
}

void WorkPool::add(Work work) {
  bool wake = false;
  {
    const std::lock_guard lock{mutex_};
    waiting_.push_back(std::move(work));
    wake = free_ > 0;
  }
  if (wake) arrived_.notify_one();
}

std::size_t WorkPool::waiting() const {
  const std::lock_guard lock{mutex_};
  return waiting_.size();
}

void WorkPool::do_work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    ++free_;
    arrived_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    --free_;
    if (waiting_.empty()) return;
    {
      const Work work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work();
    }
    lock.lock();
  }
}

}  // namespace postbag::http
