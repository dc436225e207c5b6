#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "server/http/connection.h"

namespace postbag::http {

/// Takes connections on one address and serves each on one of a fixed number of threads.
class Listener {
 public:
  Listener(ConnectionLimits limits, Exchange exchange, int threads);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  /// Call it only after run() has returned, or when it was never called.
  ~Listener();

  /// Takes the address; `port` 0 means any. Errors: `address_in_use`, `cannot_listen`.
  [[nodiscard]] Result<void> bind(const std::string& host, int port);
  [[nodiscard]] int port() const { return port_; }

  /// Serves until stop(), then lets the requests in hand finish.
  void run();
  /// Any thread may call it, any number of times, also before run().
  void stop();

 private:
  struct Accepted {
    int socket;
    std::string client;
  };

  void accept_connections();
  void serve_connections();

  const ConnectionLimits limits_;
  const Exchange exchange_;
  const int threads_;
  int socket_ = -1;
  /// Written to by stop(), to wake the accepting thread.
  int wake_[2] = {-1, -1};
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Accepted> waiting_;  ///< guarded by mutex_
  std::atomic<std::size_t> waiting_count_ = 0;
};

}  // namespace postbag::http
