#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "server/http/answer.h"
#include "server/http/connection.h"
#include "server/http/listening_socket.h"
#include "server/http/measures.h"
#include "server/http/replies.h"

namespace postbag::http {

/// What turns requests into responses. Neither may throw.
struct Exchange {
  /// Called on the loop's thread with a whole request, so it must not block; the answer may be
  /// given at once or later, on any thread.
  std::function<void(Request&& request, Answer answer)> answer;
  /// The response to what is not a request we take.
  std::function<Response(const Refusal& refusal)> refuse;
};

/// Takes connections on one address and holds all of them on one thread, the one that calls run():
/// it reads whole requests, hands them to the exchange, and writes the replies.
class Listener {
 public:
  Listener(const ConnectionLimits& limits, Exchange exchange, ConnectionMeasures& measures);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  /// Call it only after run() has returned, or when it was never called.
  ~Listener();

  /// As listen_on().
  [[nodiscard]] Result<void> bind(const std::string& host, int port);
  [[nodiscard]] Result<void> bind(const std::filesystem::path& unix_socket);
  [[nodiscard]] int port() const { return socket_.port; }

  /// Serves until stop(), then lets the requests in hand finish. Every Answer is gone when it
  /// returns.
  void run();
  /// Any thread may call it, any number of times, also before run().
  void stop();
  /// Whether the loop has come round since this was last asked; asks it to. For one thread.
  [[nodiscard]] bool answers();

 private:
  struct Held {
    std::uint32_t number = 0;
    std::unique_ptr<Connection> connection;
  };

  void turn();
  void accept_connections();
  void take(Descriptor socket, std::string client);
  void shed(Connection& connection);
  [[nodiscard]] bool is_counted(const std::string& client) const;
  [[nodiscard]] int count_in(const std::string& client);
  void count_out(const std::string& client);
  [[nodiscard]] Connection* find(Replies::To key);
  void serve(Connection& connection, Connection::Came came);
  void hand_on(Connection& connection);
  void take_replies();
  void end(const Connection& connection);
  void end_overdue();
  void begin_stop();
  void watch_for_connections(bool watch);
  [[nodiscard]] int patience() const;

  const ConnectionLimits limits_;
  const Exchange exchange_;
  ConnectionMeasures& measures_;
  std::shared_ptr<Replies> replies_;
  Descriptor epoll_;
  ListeningSocket socket_;
  std::vector<char> scratch_;
  Timeouts timeouts_;
  ConnectionsShare share_;
  std::vector<Held> connections_;  ///< by socket number
  std::size_t open_ = 0;
  std::size_t most_ = 0;
  std::unordered_map<std::string, int> per_client_;
  std::uint32_t last_number_ = 0;
  bool watching_ = false;
  /// When the next connection is tried after the system had no descriptor left.
  Timeouts::Moment accept_again_;
  bool ending_ = false;
  Timeouts::Moment end_by_;
  std::int64_t shed_ = 0;
  Timeouts::Moment shed_logged_;
  std::atomic<bool> stopping_ = false;
  /// Set by answers(), cleared by the loop.
  std::atomic<bool> asked_ = true;
};

}  // namespace postbag::http
