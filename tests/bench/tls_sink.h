#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace postbag::bench {

/// A mail server on a port of 127.0.0.1 that wants STARTTLS and throws away what it takes: a thread
/// a connection, so that the client is the slower side. Lives as long as its clients.
class TlsSink {
 public:
  TlsSink() : context_(SSL_CTX_new(TLS_server_method())) {
    make_certificate();
    if (SSL_CTX_use_certificate_file(context_, certificate().c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context_, (folder_ / "key.pem").c_str(), SSL_FILETYPE_PEM) != 1)
      throw std::runtime_error("the sink's certificate cannot be read");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        listen(listener_, 100) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
      throw std::runtime_error("the sink cannot listen");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread{[this] { accept_all(); }};
  }
  TlsSink(const TlsSink&) = delete;
  TlsSink& operator=(const TlsSink&) = delete;
  ~TlsSink() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    sessions_.clear();  // waits for the clients to leave
    close(listener_);
    SSL_CTX_free(context_);
  }

  [[nodiscard]] int port() const { return port_; }
  /// What a client has to trust.
  [[nodiscard]] std::string certificate() const { return folder_ / "certificate.pem"; }

 private:
  /// One client, in clear until it asks for TLS.
  class Session {
   public:
    Session(int socket, SSL_CTX* context) : socket_(socket), tls_(SSL_new(context)) {
      SSL_set_fd(tls_, socket);
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
      SSL_free(tls_);
      close(socket_);
    }

    void serve() {
      say("220 sink\r\n");
      for (std::string command = until("\r\n"); !command.empty(); command = until("\r\n")) {
        if (command.starts_with("EHLO")) {
          say(encrypted_ ? "250 sink\r\n" : "250-sink\r\n250 STARTTLS\r\n");
        } else if (command.starts_with("STARTTLS")) {
          say("220 go on\r\n");
          if (SSL_accept(tls_) != 1) return;
          encrypted_ = true;
        } else if (command.starts_with("DATA")) {
          say("354 go on\r\n");
          if (until("\r\n.\r\n").empty()) return;
          say("250 2.0.0 Ok\r\n");
        } else {
          say(command.starts_with("QUIT") ? "221 bye\r\n" : "250 2.0.0 Ok\r\n");
        }
      }
    }

   private:
    void say(std::string_view text) {
      const auto length = static_cast<int>(text.size());
      if (encrypted_) {
        SSL_write(tls_, text.data(), length);
      } else {
        [[maybe_unused]] const ssize_t sent = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      }
    }

    /// What came up to and with `end`; empty when the client left.
    std::string until(std::string_view end) {
      std::array<char, 16384> buffer;
      for (std::size_t seen = 0;;) {
        const std::size_t at = input_.find(end, seen);
        if (at != std::string::npos) {
          std::string text = input_.substr(0, at + end.size());
          input_.erase(0, at + end.size());
          return text;
        }
        seen = input_.size() < end.size() ? 0 : input_.size() - end.size();
        const ssize_t count = encrypted_
                                  ? SSL_read(tls_, buffer.data(), static_cast<int>(buffer.size()))
                                  : recv(socket_, buffer.data(), buffer.size(), 0);
        if (count <= 0) return {};
        input_.append(buffer.data(), static_cast<std::size_t>(count));
      }
    }

    int socket_;
    SSL* tls_;
    bool encrypted_ = false;
    std::string input_;
  };

  void make_certificate() const {
    const testing::Finished made = testing::run(
        {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", folder_ / "key.pem", "-out", certificate(), "-days", "2", "-subj",
         "/CN=sink", "-addext", "subjectAltName=IP:127.0.0.1"});
    if (made.status != 0) throw std::runtime_error(made.output);
  }

  void accept_all() {
    for (;;) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      const int on = 1;
      setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      sessions_.emplace_back([client, context = context_] { Session{client, context}.serve(); });
    }
  }

  testing::TemporaryFolder folder_;
  SSL_CTX* context_;
  int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int port_ = 0;
  std::vector<std::jthread> sessions_;
  std::jthread acceptor_;
};

}  // namespace postbag::bench
