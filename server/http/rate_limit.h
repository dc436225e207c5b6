#pragma once

#include <string>
#include <string_view>

#include "base/buckets.h"

namespace postbag::http {

/// How often each client may ask. Addresses stay in memory only, and at most kMaxClients of them.
/// Thread-safe.
class RateLimit {
 public:
  static constexpr std::size_t kMaxClients = Buckets::kMost;

  /// `count` requests in each `period`; 0: no limit. A `burst` under 1 counts as `count`.
  RateLimit(const Clock& clock, int count, Duration period, int burst)
      : buckets_(clock, count, period, burst) {}

  /// Takes one request of the client at `address`: zero when it may go on, else how long to wait.
  [[nodiscard]] Duration take(std::string_view address);
  /// For a request that turned out not to count: puts back the one that was taken.
  void put_back(std::string_view address);

  /// Clients remembered now.
  [[nodiscard]] std::size_t clients() { return buckets_.size(); }

 private:
  Buckets buckets_;
};

/// Who shares a bucket: an IPv4 address, or the /64 that an IPv6 address lies in, which one
/// household or phone commands whole.
[[nodiscard]] std::string client_key(std::string_view address);

/// What a Retry-After header says of that wait: whole seconds, one at least (RFC 9110 section
/// 10.2.3).
[[nodiscard]] std::string retry_after(Duration wait);

}  // namespace postbag::http
