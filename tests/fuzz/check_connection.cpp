#include "tests/fuzz/check_connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <vector>

#include <sys/socket.h>

#include "server/http/connection.h"
#include "server/http/form_body.h"
#include "server/http/routes.h"
#include "tests/fuzz/expect.h"

namespace postbag::testing {
namespace {

using namespace http;

constexpr std::size_t kMaxBody = 4096;
constexpr std::size_t kMaxHeld = std::size_t{64} * 1024;
constexpr std::chrono::milliseconds kLong{60'000};

/// What came of the bytes so far, in one text: each request or refusal, and the end.
class Client {
 public:
  Client() : Client(make_pair()) {}

  void send(std::string_view bytes) {
    while (!bytes.empty() && !ended_) {
      const ssize_t sent =
          ::send(own_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0)
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      else
        expect(errno == EAGAIN, "the connection was closed while it was in use");
      go_on(false);
    }
  }

  [[nodiscard]] std::string end() {
    shutdown(own_.number(), SHUT_WR);
    if (!ended_) go_on(true);
    expect(ended_, "a connection did not end with its client");
    connection_.reset();
    expect(share_.held == 0, "a connection that ended holds bytes");
    return std::move(seen_);
  }

 private:
  struct Pair {
    Descriptor own;
    Descriptor theirs;
  };

  static Pair make_pair() {
    std::array<int, 2> sockets{};
    expect(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, sockets.data()) == 0,
           "no sockets");
    return {Descriptor{sockets[0]}, Descriptor{sockets[1]}};
  }

  explicit Client(Pair pair)
      : own_(std::move(pair.own)),
        connection_(std::in_place, std::move(pair.theirs), "192.0.2.1", share_) {}

  /// As the listener does, answering at once.
  void go_on(bool last) {
    connection_->set_readable(last);
    for (;;) {
      const auto came = connection_->advance();
      expect(share_.held <= kMaxHeld + scratch_.size(), "more is held than may be");
      switch (came) {
        case Connection::Came::to_wait:
          if (!take_replies()) return;
          break;
        case Connection::Came::to_request:
          take(connection_->take_request());
          break;
        case Connection::Came::to_refusal:
          take(connection_->take_refusal());
          break;
        case Connection::Came::to_end:
          ended_ = true;
          seen_ += "end\n";
          return;
      }
    }
  }

  /// So that there is room for more. False when there were none.
  bool take_replies() {
    std::array<char, 4096> buffer{};
    bool any = false;
    while (recv(own_.number(), buffer.data(), buffer.size(), MSG_DONTWAIT) > 0)
      any = true;
    return any;
  }

  void take(WholeRequest whole);
  void take(const Refusal& refusal);

  Descriptor own_;
  ConnectionLimits limits_{.max_body = kMaxBody, .max_requests = 50, .max_held = kMaxHeld};
  Timeouts timeouts_{{kLong, kLong, kLong, kLong, kLong, std::chrono::milliseconds::zero()}};
  std::vector<char> scratch_ = std::vector<char>(std::size_t{16} * 1024);
  ConnectionsShare share_{limits_, timeouts_, scratch_};
  std::optional<Connection> connection_;
  std::string seen_;
  bool ended_ = false;
};

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7F';
}

void expect_clean(const Request& request) {
  for (const std::string* text :
       {&request.content_type, &request.origin, &request.fetch_site, &request.host,
        &request.idempotency_key, &request.requested_method, &request.if_none_match,
        &request.forwarded_for, &request.cookie, &request.method, &request.path})
    expect(std::none_of(text->begin(), text->end(), is_control),
           "a control character came through the head");
  expect(request.path.find(' ') == std::string::npos, "a blank came through the address");
  expect(request.path.starts_with('/') || (request.path == "*" && request.method == "OPTIONS"),
         "an address is no path");
  expect(request.body.size() <= kMaxBody, "a body is too large");
}

void Client::take(WholeRequest whole) {
  Request& request = whole.request;
  expect_clean(request);
  for (const auto& text : {request.method, request.path, request.host, request.content_type,
                           request.body, request.idempotency_key, request.forwarded_for})
    seen_ += text + '\x1F';
  for (const auto& [name, value] : request.query)
    seen_.append(name).append("=").append(value).append("\x1F");
  if (read_form(request))
    for (const auto& [name, value] : request.form)
      seen_.append(name).append("=").append(value).append("\x1F");
  const Found found = find_route(request.method, request.path);
  seen_ += found.route != nullptr ? std::string{found.route->name} : found.allowed;
  seen_ += whole.form.last ? " last\n" : "\n";
  connection_->reply({"HTTP/1.1 200 OK\r\n\r\n", "", whole.form.last});
}

void Client::take(const Refusal& refusal) {
  expect(refusal.status >= 400 && refusal.status < 600 && !refusal.detail.empty(),
         "a refusal does not say why");
  seen_ += std::to_string(refusal.status) + ' ' + refusal.detail + ' ' + refusal.path + '\n';
  connection_->reply({"HTTP/1.1 400 Bad Request\r\n\r\n", "", true});
}

std::string fed(std::initializer_list<std::string_view> parts) {
  Client client;
  for (const std::string_view part : parts)
    client.send(part);
  return client.end();
}

void expect_same(std::string_view bytes, std::size_t cut, const std::string& whole) {
  expect(fed({bytes.substr(0, cut), bytes.substr(cut)}) == whole,
         "parted at byte " + std::to_string(cut) + " it is something else");
}

}  // namespace

void check_connection(std::string_view bytes) {
  const std::string whole = fed({bytes});
  // Two cuts that the bytes themselves choose, so that a finding can be repeated.
  std::size_t sum = bytes.size();
  for (const char c : bytes)
    sum = sum * 31 + static_cast<unsigned char>(c);
  for (const std::size_t cut : {sum, sum / 65'537})
    if (!bytes.empty()) expect_same(bytes, cut % bytes.size(), whole);
}

void check_connection_at_every_byte(std::string_view bytes) {
  const std::string whole = fed({bytes});
  // What is longer than this repeats itself.
  const std::size_t step = bytes.size() > 4096 ? 61 : 1;
  for (std::size_t cut = 1; cut < bytes.size(); cut += step)
    expect_same(bytes, cut, whole);
  Client dripping;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    dripping.send(bytes.substr(i, 1));
  expect(dripping.end() == whole, "byte by byte it is something else");
}

}  // namespace postbag::testing
