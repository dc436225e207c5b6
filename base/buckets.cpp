#include "base/buckets.h"

#include <algorithm>

namespace postbag {

Buckets::Buckets(const Clock& clock, int count, Duration period, int burst) : clock_(clock) {
  if (count <= 0) return;
  interval_ = std::max(Duration{1}, period / count);
  capacity_ = interval_ * (burst > 0 ? burst : count);
}

Duration Buckets::take(std::string_view key) {
  if (interval_ == Duration::zero()) return Duration::zero();
  const Instant now = clock_.now();
  const std::lock_guard lock{mutex_};
  if (buckets_.size() >= kMost) make_room(now);
  FullAt& full_at = buckets_.try_emplace(std::string{key}, now).first->second;
  if (full_at > now + capacity_) full_at = now;  // the clock was set back
  const Instant after = std::max(full_at, now) + interval_;
  if (after > now + capacity_) return after - (now + capacity_);
  full_at = after;
  return Duration::zero();
}

void Buckets::put_back(std::string_view key) {
  const std::lock_guard lock{mutex_};
  const auto bucket = buckets_.find(std::string{key});
  if (bucket != buckets_.end()) bucket->second -= interval_;
}

std::size_t Buckets::size() {
  const std::lock_guard lock{mutex_};
  return buckets_.size();
}

/// A full bucket is as good as none. Should none be full, all start afresh: a flood from that many
/// is not stopped by counting them.
void Buckets::make_room(Instant now) {
  std::erase_if(buckets_, [now](const auto& bucket) { return bucket.second <= now; });
  if (buckets_.size() >= kMost) buckets_.clear();
}

}  // namespace postbag
