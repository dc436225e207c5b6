#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace postbag::http {

/// How often each client may ask: a bucket of `burst` that refills at a steady rate. Addresses stay
/// in memory only, and at most kMaxClients of them. Thread-safe.
class RateLimit {
 public:
  static constexpr std::size_t kMaxClients = 20'000;

  /// `count` requests in each `period`; 0: no limit. A `burst` under 1 counts as `count`.
  RateLimit(const Clock& clock, int count, Duration period, int burst);

  /// Takes one request of the client at `address`: zero when it may go on, else how long to wait.
  [[nodiscard]] Duration take(std::string_view address);

  /// Clients remembered now.
  [[nodiscard]] std::size_t clients();

 private:
  /// The bucket as the moment at which it is full again: one number says it all.
  using FullAt = Instant;

  void make_room(Instant now);

  const Clock& clock_;
  /// The time in which one request's worth flows back; zero: no limit.
  Duration interval_{};
  /// The whole bucket's.
  Duration capacity_{};
  std::mutex mutex_;
  std::unordered_map<std::string, FullAt> buckets_;  ///< guarded by mutex_
};

/// Who shares a bucket: an IPv4 address, or the /64 that an IPv6 address lies in, which one
/// household or phone commands whole.
[[nodiscard]] std::string client_key(std::string_view address);

/// What a Retry-After header says of that wait: whole seconds, one at least (RFC 9110 section
/// 10.2.3).
[[nodiscard]] std::string retry_after(Duration wait);

}  // namespace postbag::http
