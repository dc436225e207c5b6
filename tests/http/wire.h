#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace postbag::testing {

/// One connection to a server on this machine, on which a test says exactly which bytes go when.
class Wire {
 public:
  explicit Wire(int port, const char* own_address = "127.0.0.1")
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, own_address, &address.sin_addr);
    const bool bound = bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!bound || connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() {
    if (socket_ >= 0) close(socket_);
  }

  [[nodiscard]] bool try_send(std::string_view bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  void send(std::string_view bytes) const {
    if (!try_send(bytes)) throw std::runtime_error("the connection is closed");
  }
  void send_no_more() const { shutdown(socket_, SHUT_WR); }

  /// One reply with a Content-Length; what had come when the connection ended, if it did.
  [[nodiscard]] std::string reply() {
    while (!has_whole_reply() && read()) {
    }
    const std::size_t size = reply_size();
    std::string one = come_.substr(0, size);
    come_.erase(0, one.size());
    return one;
  }

  /// All until the other side closes.
  [[nodiscard]] std::string rest() {
    while (read()) {
    }
    return std::exchange(come_, {});
  }

  /// Leaves without a farewell.
  void reset() {
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(std::exchange(socket_, -1));
  }

 private:
  /// Of the first reply; as good as endless while that is not known.
  [[nodiscard]] std::size_t reply_size() const {
    const std::size_t end = come_.find("\r\n\r\n");
    const std::size_t length = come_.find("Content-Length: ");
    if (end == std::string::npos || length > end) return std::string::npos;
    return end + 4 + std::stoul(come_.substr(length + 16, 20));
  }
  [[nodiscard]] bool has_whole_reply() const { return come_.size() >= reply_size(); }

  bool read() {
    std::array<char, 65536> buffer{};
    const ssize_t got = recv(socket_, buffer.data(), buffer.size(), 0);
    if (got > 0) come_.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  int socket_;
  std::string come_;
};

}  // namespace postbag::testing
