#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "server/http/connection_limits.h"
#include "server/http/descriptor.h"
#include "server/http/reply.h"
#include "server/http/request_head.h"
#include "server/http/timeouts.h"

namespace postbag::http {

/// What all connections of one loop have in common.
struct ConnectionsShare {
  const ConnectionLimits& limits;
  Timeouts& timeouts;
  /// What arrives is read into this first.
  std::span<char> scratch;
  /// Bytes that connections hold of requests that are not whole yet, bodies in hand, and replies
  /// that wait for their clients.
  std::size_t held = 0;
};

/// One request, whole.
struct WholeRequest {
  Request request;
  ReplyForm form;
};

/// One client's connection, which never blocks. A request is read whole, within limits, before
/// anything looks at it; while it is being answered nothing more is read. Owns the socket. Belongs
/// to the loop's thread.
class Connection {
 public:
  Connection(Descriptor socket, std::string client, ConnectionsShare& share);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// What advance() came to.
  enum class Came {
    to_wait,     ///< for the client, or for reply()
    to_request,  ///< take_request(), then reply() once it is answered
    to_refusal,  ///< take_refusal(), then reply()
    to_end,      ///< nothing more can be done with it
  };

  /// The socket has something to read; `ended` when the client sends nothing after that.
  void set_readable(bool ended) {
    readable_ = true;
    ended_ = ended_ || ended;
  }
  /// Does all that can be done without waiting.
  [[nodiscard]] Came advance();
  /// The timeout it waited under has passed.
  [[nodiscard]] Came time_over();

  [[nodiscard]] WholeRequest take_request();
  [[nodiscard]] Refusal take_refusal();
  /// Instead of any request: reply() is all it gets.
  void refuse_all() { refused_ = true; }
  /// Call advance() next.
  void reply(Reply reply);

  [[nodiscard]] int socket() const { return socket_.number(); }
  [[nodiscard]] const std::string& client() const { return client_; }
  /// Between two requests.
  [[nodiscard]] bool is_idle() const { return stage_ == Stage::reading && input_.empty(); }
  [[nodiscard]] bool is_answering() const { return stage_ == Stage::answering; }

 private:
  enum class Stage { reading, answering, replying, lingering };
  enum class Progress { done, blocked, failed };

  [[nodiscard]] Came read_on();
  [[nodiscard]] std::optional<Came> examine();
  void skip_empty_line();
  [[nodiscard]] bool take_head();
  [[nodiscard]] bool allow_body();
  [[nodiscard]] Came refuse(int status, std::string_view detail);
  [[nodiscard]] Progress receive();
  [[nodiscard]] Progress send_reply();
  [[nodiscard]] Came after_reply();
  [[nodiscard]] Came linger();
  [[nodiscard]] bool keep_reply();
  void wait_for(Timeouts::Kind kind);

  Descriptor socket_;
  std::string client_;
  ConnectionsShare& share_;
  Timeouts::Place place_;
  Stage stage_ = Stage::reading;
  bool readable_ = false;
  bool ended_ = false;
  int served_ = 0;
  /// Read and not yet used.
  std::string input_;
  /// How much of it is known to hold no end of a head.
  std::size_t searched_ = 0;
  /// Whether an empty line stood before this request.
  bool skipped_ = false;
  /// Of the request whose body is still awaited, or which is whole.
  std::optional<RequestHead> head_;
  std::size_t head_size_ = 0;
  std::optional<Refusal> refusal_;
  /// The client may still be sending what was refused.
  bool refused_ = false;
  Reply reply_;
  std::size_t sent_ = 0;
  /// Bytes of it that count as held.
  std::size_t kept_ = 0;
  std::size_t drained_ = 0;
};

}  // namespace postbag::http
