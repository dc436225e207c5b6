#include "server/http/connection.h"

#include <array>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace postbag::http {
namespace {

using Kind = Timeouts::Kind;

/// What is still read of a refused request, so that the client sees the refusal and not a reset.
constexpr std::size_t kMaxLinger = std::size_t{32} * 1024 * 1024;
/// A request up to this size is taken however much is held: 10,000 connections make 40 MB of them,
/// and who sends large ones keeps nobody from reading a page or confirming a letter.
constexpr std::size_t kAlwaysTaken = 4096;
/// A buffer up to this size is kept while nothing is in it.
constexpr std::size_t kKeptBuffer = 1024;

}  // namespace

Connection::Connection(Descriptor socket, std::string client, ConnectionsShare& share)
    : socket_(std::move(socket)),
      client_(std::move(client)),
      share_(share),
      place_(share.timeouts.enter(*this)) {
  // Without it the kernel holds a reply back for 40 ms, waiting for the client's acknowledgement.
  const int yes = 1;
  setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  wait_for(Kind::first_byte);
}

Connection::~Connection() {
  share_.held -= input_.size() + kept_;
  share_.timeouts.leave(place_);
}

Connection::Came Connection::advance() {
  switch (stage_) {
    case Stage::reading:
      return read_on();
    case Stage::answering:
      return Came::to_wait;
    case Stage::replying:
      switch (send_reply()) {
        case Progress::done:
          return after_reply();
        case Progress::blocked:
          return keep_reply() ? Came::to_wait : Came::to_end;
        case Progress::failed:
          return Came::to_end;
      }
      return Came::to_end;
    case Stage::lingering:
      break;
  }
  return linger();
}

Connection::Came Connection::time_over() {
  if (stage_ == Stage::reading && !input_.empty())
    return refuse(408, "The request took too long to come in.");
  return Came::to_end;
}

Connection::Came Connection::read_on() {
  for (;;) {
    if (const auto came = examine()) return *came;
    if (!readable_) return Came::to_wait;
    const bool first = input_.empty();
    switch (receive()) {
      case Progress::done:
        break;
      case Progress::blocked:
        return Came::to_wait;
      case Progress::failed:
        return Came::to_end;
    }
    if (first) wait_for(Kind::rest_of_request);
    if (share_.held > share_.limits.max_held && input_.size() > kAlwaysTaken)
      return refuse(503, "The service is very busy. Try again in a little while.");
  }
}

/// What the input holds: nothing while it is neither a whole request nor a wrong one.
std::optional<Connection::Came> Connection::examine() {
  if (input_.empty()) return std::nullopt;
  if (!head_) {
    if (!take_head()) return refusal_ ? std::optional{Came::to_refusal} : std::nullopt;
    if (!allow_body()) return Came::to_end;
  }
  if (input_.size() < head_size_ + head_->content_length) return std::nullopt;
  stage_ = Stage::answering;
  wait_for(Kind::nothing);
  return Came::to_request;
}

/// RFC 9112 section 2.2 wants one before a request passed over. A second one is refused like any
/// other request line: no client sends it.
void Connection::skip_empty_line() {
  if (skipped_ || !input_.starts_with("\r\n")) return;
  skipped_ = true;
  input_.erase(0, 2);
  share_.held -= 2;
}

/// False while there is no whole head, or when it is refused.
bool Connection::take_head() {
  skip_empty_line();
  const std::size_t end = input_.find("\r\n\r\n", searched_);
  const std::size_t size = end == std::string::npos ? input_.size() : end + 4;
  if (size > kMaxHead) {
    static_cast<void>(refuse(431, "The headers are too large."));
    return false;
  }
  if (can_be_no_head(std::string_view{input_}.substr(0, size), searched_)) {
    static_cast<void>(refuse(400, "The request holds a character that HTTP does not."));
    return false;
  }
  if (end == std::string::npos) {
    searched_ = size < 3 ? 0 : size - 3;
    return false;
  }
  auto read = read_head(std::string_view{input_}.substr(0, size), share_.limits.max_body);
  if (auto* refusal = std::get_if<Refusal>(&read)) {
    refusal_ = std::move(*refusal);
    return false;
  }
  head_ = std::move(std::get<RequestHead>(read));
  head_size_ = size;
  return true;
}

/// Tells a client that waits for it to send its body. False when it is gone.
bool Connection::allow_body() {
  if (!head_->wants_continue || input_.size() >= head_size_ + head_->content_length) return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  return send(socket_.number(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(kContinue.size());
}

Connection::Came Connection::refuse(int status, std::string_view detail) {
  refusal_ = Refusal{status, std::string{detail}, asked_path(input_)};
  return Came::to_refusal;
}

Connection::Progress Connection::receive() {
  const auto buffer = share_.scratch;
  const ssize_t got = recv(socket_.number(), buffer.data(), buffer.size(), 0);
  if (got > 0) {
    // Less than there was room for: the socket is empty, and says when more arrives.
    readable_ = ended_ || static_cast<std::size_t>(got) == buffer.size();
    if (stage_ == Stage::lingering) {
      drained_ += static_cast<std::size_t>(got);
    } else {
      input_.append(buffer.data(), static_cast<std::size_t>(got));
      share_.held += static_cast<std::size_t>(got);
    }
    return Progress::done;
  }
  if (got < 0 && errno == EINTR) return Progress::done;
  if (got < 0 && errno == EAGAIN) {
    readable_ = false;
    return Progress::blocked;
  }
  return Progress::failed;
}

WholeRequest Connection::take_request() {
  WholeRequest whole{std::move(head_->request), head_->form};
  whole.request.client = client_;
  const std::size_t size = head_size_ + head_->content_length;
  share_.held -= size;
  if (head_->content_length > 0 && input_.size() == size) {
    input_.erase(0, head_size_);
    whole.request.body = std::move(input_);
    input_ = {};
  } else {
    whole.request.body.assign(input_, head_size_, head_->content_length);
    input_.erase(0, size);
  }
  // Ten thousand idle connections hold no buffers.
  if (input_.empty() && input_.capacity() > kKeptBuffer) input_ = {};
  searched_ = 0;
  skipped_ = false;
  head_.reset();
  ++served_;
  whole.form.last = whole.form.last || served_ >= share_.limits.max_requests;
  return whole;
}

Refusal Connection::take_refusal() {
  stage_ = Stage::answering;
  Refusal refusal = std::move(*refusal_);
  refusal_.reset();
  head_.reset();
  refused_ = true;
  share_.held -= input_.size();
  input_ = {};
  return refusal;
}

void Connection::reply(Reply reply) {
  reply_ = std::move(reply);
  sent_ = 0;
  stage_ = Stage::replying;
  wait_for(Kind::reply_taken);
}

Connection::Progress Connection::send_reply() {
  const std::size_t head = reply_.head.size();
  while (sent_ < head + reply_.body.size()) {
    const std::size_t from_head = std::min(sent_, head);
    const std::size_t from_body = sent_ - from_head;
    std::array<iovec, 2> parts{{{reply_.head.data() + from_head, head - from_head},
                                {reply_.body.data() + from_body, reply_.body.size() - from_body}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = sendmsg(socket_.number(), &message, MSG_NOSIGNAL);
    if (sent >= 0)
      sent_ += static_cast<std::size_t>(sent);
    else if (errno == EAGAIN)
      return Progress::blocked;
    else if (errno != EINTR)
      return Progress::failed;
  }
  return Progress::done;
}

/// Counts a reply that its client does not take as fast as we send. False when it is a large one
/// and too much is held already: who reads slowly is let go before who has not asked yet.
bool Connection::keep_reply() {
  if (kept_ > 0) return true;
  const std::size_t size = reply_.body.size();
  if (share_.held > share_.limits.max_held && size > kAlwaysTaken) return false;
  kept_ = size;
  share_.held += size;
  return true;
}

Connection::Came Connection::after_reply() {
  const bool last = reply_.last;
  reply_ = {};
  share_.held -= std::exchange(kept_, 0);
  if (!last) {
    stage_ = Stage::reading;
    wait_for(input_.empty() ? Kind::next_request : Kind::rest_of_request);
    return read_on();
  }
  if (!refused_) return Came::to_end;
  stage_ = Stage::lingering;
  shutdown(socket_.number(), SHUT_WR);
  wait_for(Kind::end);
  readable_ = true;
  return linger();
}

Connection::Came Connection::linger() {
  while (readable_ && drained_ < kMaxLinger)
    if (receive() == Progress::failed) return Came::to_end;
  return drained_ < kMaxLinger ? Came::to_wait : Came::to_end;
}

void Connection::wait_for(Kind kind) {
  share_.timeouts.start(place_, kind);
}

}  // namespace postbag::http
