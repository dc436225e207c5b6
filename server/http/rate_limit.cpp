#include "server/http/rate_limit.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace postbag::http {

RateLimit::RateLimit(const Clock& clock, int count, Duration period, int burst) : clock_(clock) {
  if (count <= 0) return;
  interval_ = std::max(Duration{1}, period / count);
  capacity_ = interval_ * (burst > 0 ? burst : count);
}

Duration RateLimit::take(std::string_view address) {
  if (interval_ == Duration::zero()) return Duration::zero();
  const Instant now = clock_.now();
  const std::lock_guard lock{mutex_};
  if (buckets_.size() >= kMaxClients) make_room(now);
  FullAt& full_at = buckets_.try_emplace(client_key(address), now).first->second;
  if (full_at > now + capacity_) full_at = now;  // the clock was set back
  const Instant after = std::max(full_at, now) + interval_;
  if (after > now + capacity_) return after - (now + capacity_);
  full_at = after;
  return Duration::zero();
}

std::size_t RateLimit::clients() {
  const std::lock_guard lock{mutex_};
  return buckets_.size();
}

/// A full bucket is as good as none. Should none be full, all start afresh: a flood from that many
/// addresses is not stopped by counting addresses.
void RateLimit::make_room(Instant now) {
  std::erase_if(buckets_, [now](const auto& bucket) { return bucket.second <= now; });
  if (buckets_.size() >= kMaxClients) buckets_.clear();
}

std::string retry_after(Duration wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return std::to_string(std::max<std::int64_t>(1, seconds));
}

std::string client_key(std::string_view address) {
  std::string text{address};
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const bool is_ipv4 = std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
  std::array<char, INET6_ADDRSTRLEN> shown{};
  if (is_ipv4) {
    inet_ntop(AF_INET, bytes.data() + kMapped.size(), shown.data(), shown.size());
  } else {
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    inet_ntop(AF_INET6, bytes.data(), shown.data(), shown.size());
  }
  return shown.data();
}

}  // namespace postbag::http
