#include "server/http/listener.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

namespace postbag::http {
namespace {

/// A burst of visitors waits here; the kernel's default ceiling (net.core.somaxconn) is 4096.
constexpr int kBacklog = 1024;
/// Connections beyond those being served. Each holds a descriptor; the usual limit is 1024.
constexpr std::size_t kMaxWaiting = 768;

struct AddressFree {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, AddressFree>;

Addresses resolve(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string service = std::to_string(port);
  const int problem =
      getaddrinfo(host.empty() ? nullptr : host.c_str(), service.c_str(), &hints, &found);
  return Addresses{problem == 0 ? found : nullptr};
}

/// The listening socket, or -1 with errno set.
int open_listener(const addrinfo& address) {
  const int opened = socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                            address.ai_protocol);
  if (opened < 0) return -1;
  // Lets a restart take the address at once; unlike SO_REUSEPORT it never lets two services share
  // it.
  const int yes = 1;
  setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(opened, address.ai_addr, address.ai_addrlen) == 0 && ::listen(opened, kBacklog) == 0)
    return opened;
  const int problem = errno;
  close(opened);
  errno = problem;
  return -1;
}

std::string numeric_host(const sockaddr_storage& address, socklen_t size) {
  std::array<char, NI_MAXHOST> host{};
  const int problem = getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host.data(),
                                  host.size(), nullptr, 0, NI_NUMERICHOST);
  return problem == 0 ? std::string{host.data()} : std::string{};
}

int port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXSERV> service{};
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, nullptr, 0, service.data(),
                  service.size(), NI_NUMERICSERV) != 0)
    return 0;
  return std::stoi(service.data());
}

}  // namespace

Listener::Listener(ConnectionLimits limits, Exchange exchange, int threads)
    : limits_(limits), exchange_(std::move(exchange)), threads_(std::max(1, threads)) {
  if (pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0)
    throw std::runtime_error("the listener cannot make a pipe");
}

Listener::~Listener() {
  for (const int descriptor : {socket_, wake_[0], wake_[1]})
    if (descriptor >= 0) close(descriptor);
}

Result<void> Listener::bind(const std::string& host, int port) {
  const std::string address = host + ":" + std::to_string(port);
  const Addresses found = resolve(host, port);
  if (!found)
    return fail("cannot_listen", "Cannot listen on " + address + ": no such address. Set another.",
                "server.listen");
  int problem = 0;
  for (const addrinfo* next = found.get(); next != nullptr && socket_ < 0; next = next->ai_next) {
    socket_ = open_listener(*next);
    problem = errno;
  }
  if (socket_ < 0 && problem == EADDRINUSE)
    return fail("address_in_use",
                "Cannot listen on " + address +
                    ": another program uses it. Stop that one, or set another address.",
                "server.listen");
  if (socket_ < 0)
    return fail(
        "cannot_listen",
        "Cannot listen on " + address + ": " + std::generic_category().message(problem) + ".",
        "server.listen");
  port_ = port_of(socket_);
  return {};
}

void Listener::run() {
  std::vector<std::jthread> pool;
  pool.reserve(static_cast<std::size_t>(threads_));
  for (int i = 0; i < threads_; ++i)
    pool.emplace_back([this] { serve_connections(); });
  accept_connections();
  stop();
}

void Listener::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  arrived_.notify_all();
  // The pipe may be full of earlier calls, which wake as well.
  [[maybe_unused]] const ssize_t written = write(wake_[1], "", 1);
}

void Listener::accept_connections() {
  while (!stopping_) {
    std::array<pollfd, 2> watched{{{wake_[0], POLLIN, 0}, {socket_, POLLIN, 0}}};
    // With too many waiting, new ones stay in the kernel's queue until a thread is free.
    const bool full = waiting_count_ >= kMaxWaiting;
    if (poll(watched.data(), full ? 1 : 2, full ? 10 : -1) <= 0 || watched[1].revents == 0 || full)
      continue;
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int accepted =
        accept4(socket_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_CLOEXEC);
    if (accepted < 0) {
      // Out of descriptors: the connection stays queued, so wait for one to be given back.
      if (errno == EMFILE || errno == ENFILE) poll(watched.data(), 1, 10);
      continue;
    }
    {
      const std::lock_guard lock{mutex_};
      waiting_.push_back({accepted, numeric_host(address, size)});
      ++waiting_count_;
    }
    arrived_.notify_one();
  }
}

void Listener::serve_connections() {
  const std::function<bool()> wanted_elsewhere = [this] { return stopping_ || waiting_count_ > 0; };
  for (;;) {
    Accepted next{};
    {
      std::unique_lock lock{mutex_};
      arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      --waiting_count_;
    }
    try {
      Connection{next.socket, std::move(next.client), limits_, exchange_, wanted_elsewhere}.serve();
    } catch (const std::exception&) {
      log(LogLevel::error, "http.connection_failed");
    }
  }
}

}  // namespace postbag::http
