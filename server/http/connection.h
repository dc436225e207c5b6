#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "server/http/request_head.h"

namespace postbag::http {

/// What turns requests into replies. Called by many threads at once; must not throw.
struct Exchange {
  /// A whole request (head and body as bytes) to the bytes of its reply. `last` says that the
  /// connection ends with this reply; the answer may make it so.
  std::function<std::string(const std::string& request, const std::string& client, bool& last)>
      answer;
  /// The bytes of the reply to what is not a request we take.
  std::function<std::string(const Refusal& refusal)> refuse;
};

struct ConnectionLimits {
  std::size_t max_body = 0;
  /// For a request from its first byte to its last, however it drips.
  std::chrono::milliseconds read_timeout{10'000};
  /// For a reply.
  std::chrono::milliseconds write_timeout{10'000};
  /// How long a connection may wait for its next request.
  std::chrono::milliseconds idle_timeout{5'000};
  /// Requests before a connection is closed all the same.
  int max_requests = 10'000;
};

/// Serves one client's connection to its end. A request is read whole, within limits, before
/// anything looks at it. Owns the socket.
class Connection {
 public:
  /// `wanted_elsewhere` says that other connections wait for a thread, or that the service stops:
  /// then this one ends between two requests.
  Connection(int socket, std::string client, const ConnectionLimits& limits,
             const Exchange& exchange, const std::function<bool()>& wanted_elsewhere);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void serve();

 private:
  using Moment = std::chrono::steady_clock::time_point;

  bool wait_for_request();
  bool serve_request();
  bool read_until(std::size_t size, Moment deadline);
  bool refuse(const Refusal& refusal);
  bool write(std::string_view bytes);
  void linger();

  int socket_;
  std::string client_;
  const ConnectionLimits& limits_;
  const Exchange& exchange_;
  const std::function<bool()>& wanted_elsewhere_;
  /// Read and not yet used.
  std::string input_;
  int served_ = 0;
};

}  // namespace postbag::http
