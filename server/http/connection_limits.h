#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "base/network.h"

namespace postbag::http {

struct ConnectionLimits {
  std::size_t max_body = 0;
  /// For a request from its first byte to its last, however it drips; and for that first byte on a
  /// new connection.
  std::chrono::milliseconds read_timeout{10'000};
  /// For a reply.
  std::chrono::milliseconds write_timeout{10'000};
  /// How long a connection may wait for its next request.
  std::chrono::milliseconds idle_timeout{15'000};
  /// How long the end of a connection may take, once a request was refused.
  std::chrono::milliseconds linger_timeout{2'000};
  /// How long requests in hand may take once the service stops.
  std::chrono::milliseconds stop_timeout{10'000};
  /// Requests before a connection is closed all the same.
  int max_requests = 10'000;
  /// Connections in all; the system's limit of open files may lower it.
  int max_connections = 10'000;
  /// Connections of one client address; 0: no limit.
  int max_connections_per_client = 0;
  /// Whose connections bear many clients' requests, and are not counted.
  std::vector<Network> trusted_proxies{};
  /// Bytes in all of requests that come in or are in hand, and of replies that their clients do not
  /// take at once. Beyond it only small ones are taken, or kept.
  std::size_t max_held = std::size_t{256} * 1024 * 1024;
};

}  // namespace postbag::http
