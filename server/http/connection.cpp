#include "server/http/connection.h"

#include <array>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace postbag::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How often an idle connection looks whether its thread is wanted elsewhere.
constexpr milliseconds kGlance{50};
/// What a new connection gets all the same, so that slow networks are not turned away.
constexpr milliseconds kFirstPatience{1'000};
/// What is still read of a refused request, so that the client sees the refusal and not a reset.
constexpr std::size_t kMaxLinger = std::size_t{32} * 1024 * 1024;
constexpr milliseconds kLingerTime{2'000};

bool wait_for(int socket, short events, steady_clock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now()).count();
    pollfd watched{socket, events, 0};
    const int ready = poll(&watched, 1, left > 0 ? static_cast<int>(left) : 0);
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace

Connection::Connection(int socket, std::string client, const ConnectionLimits& limits,
                       const Exchange& exchange, const std::function<bool()>& wanted_elsewhere)
    : socket_(socket),
      client_(std::move(client)),
      limits_(limits),
      exchange_(exchange),
      wanted_elsewhere_(wanted_elsewhere) {
  // Without it the kernel holds a reply back for 40 ms, waiting for the client's acknowledgement.
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

Connection::~Connection() {
  close(socket_);
}

void Connection::serve() {
  while (served_ < limits_.max_requests && wait_for_request() && serve_request())
    ++served_;
}

bool Connection::wait_for_request() {
  if (!input_.empty()) return true;
  const auto start = steady_clock::now();
  const auto deadline = start + (served_ == 0 ? limits_.read_timeout : limits_.idle_timeout);
  const auto own_until = served_ == 0 ? std::min(deadline, start + kFirstPatience) : start;
  for (auto now = start; now < deadline; now = steady_clock::now()) {
    if (wait_for(socket_, POLLIN, std::min(deadline, now + kGlance))) return true;
    if (now >= own_until && wanted_elsewhere_()) return false;
  }
  return false;
}

bool Connection::serve_request() {
  const auto deadline = steady_clock::now() + limits_.read_timeout;
  std::size_t end = std::string::npos;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
    if (input_.size() > kMaxHead)
      return refuse({431, "The headers are too large.", asked_path(input_)});
    if (!read_until(input_.size() + 1, deadline)) {
      if (input_.empty() || steady_clock::now() < deadline) return false;
      return refuse({408, "The request took too long to come in.", asked_path(input_)});
    }
  }
  const std::size_t head_size = end + 4;
  if (head_size > kMaxHead) return refuse({431, "The headers are too large.", asked_path(input_)});
  auto read = read_head(std::string_view{input_}.substr(0, head_size), limits_.max_body);
  if (const auto* refusal = std::get_if<Refusal>(&read)) return refuse(*refusal);
  auto& head = std::get<RequestHead>(read);
  const std::size_t size = head_size + head.content_length;
  if (head.wants_continue && input_.size() < size && !write("HTTP/1.1 100 Continue\r\n\r\n"))
    return false;
  if (!read_until(size, deadline)) {
    if (steady_clock::now() < deadline) return false;
    return refuse({408, "The request took too long to come in.", asked_path(input_)});
  }
  std::string request = std::move(head.bytes);
  request.append(input_, head_size, head.content_length);
  input_.erase(0, size);
  bool last = served_ + 1 >= limits_.max_requests || wanted_elsewhere_();
  return write(exchange_.answer(request, client_, last)) && !last;
}

/// False when the client is gone or the time is over.
bool Connection::read_until(std::size_t size, Moment deadline) {
  std::array<char, std::size_t{16} * 1024> buffer{};
  while (input_.size() < size) {
    if (!wait_for(socket_, POLLIN, deadline)) return false;
    const ssize_t got = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
      input_.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      return false;
    }
  }
  return true;
}

bool Connection::refuse(const Refusal& refusal) {
  if (write(exchange_.refuse(refusal))) linger();
  return false;
}

bool Connection::write(std::string_view bytes) {
  const auto deadline = steady_clock::now() + limits_.write_timeout;
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EINTR && (errno != EAGAIN || !wait_for(socket_, POLLOUT, deadline))) {
      return false;
    }
  }
  return true;
}

void Connection::linger() {
  shutdown(socket_, SHUT_WR);
  const auto deadline = steady_clock::now() + kLingerTime;
  std::array<char, std::size_t{16} * 1024> buffer{};
  for (std::size_t drained = 0; drained < kMaxLinger && wait_for(socket_, POLLIN, deadline);) {
    const ssize_t got = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) return;
    drained += static_cast<std::size_t>(got);
  }
}

}  // namespace postbag::http
