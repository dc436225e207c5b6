#include "server/http/rate_limit.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace postbag::http {

Duration RateLimit::take(std::string_view address) {
  return buckets_.take(client_key(address));
}

void RateLimit::put_back(std::string_view address) {
  buckets_.put_back(client_key(address));
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
