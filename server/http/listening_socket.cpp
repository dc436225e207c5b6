#include "server/http/listening_socket.h"

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <netdb.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace postbag::http {
namespace {

/// A burst of visitors waits here; the kernel's default ceiling (net.core.somaxconn) is 4096.
constexpr int kBacklog = 4096;

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

/// No descriptor, and errno set, on failure.
Descriptor open_on(const addrinfo& address) {
  Descriptor opened{socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                           address.ai_protocol)};
  // Lets a restart take the address at once; unlike SO_REUSEPORT it never lets two services share
  // it.
  const int yes = 1;
  setsockopt(opened.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const bool listening = opened &&
                         ::bind(opened.number(), address.ai_addr, address.ai_addrlen) == 0 &&
                         ::listen(opened.number(), kBacklog) == 0;
  const int problem = errno;
  Descriptor result = listening ? std::move(opened) : Descriptor{};
  errno = problem;
  return result;
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

Descriptor open_unix() {
  return Descriptor{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
}

/// Whether a socket lies there that nobody listens on any more.
bool is_stale(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0 || !S_ISSOCK(found.st_mode)) return false;
  const Descriptor probe = open_unix();
  return connect(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
             0 &&
         errno == ECONNREFUSED;
}

}  // namespace

SocketFile::~SocketFile() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

Result<ListeningSocket> listen_on(const std::filesystem::path& path) {
  const std::string shown = path.string();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (shown.size() >= sizeof address.sun_path)
    return fail("cannot_listen", "The path " + shown + " is too long for a Unix socket.",
                "server.listen");
  shown.copy(address.sun_path, shown.size());
  // Another process that starts at the same time must not take our new socket for a dead one's.
  const std::filesystem::path folder = path.parent_path();
  const Descriptor turn{
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (turn) flock(turn.number(), LOCK_EX);
  if (is_stale(path, address)) unlink(path.c_str());
  Descriptor opened = open_unix();
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  // Nobody can connect before listen(), so nobody does before the permissions are right.
  if (opened && ::bind(opened.number(), generic, sizeof address) == 0) {
    SocketFile file{path};
    if (chmod(path.c_str(), 0660) == 0 && ::listen(opened.number(), kBacklog) == 0)
      return ListeningSocket{std::move(opened), 0, std::move(file)};
  }
  if (errno == EADDRINUSE)
    return fail("address_in_use",
                "Cannot listen on " + shown +
                    ": another program uses it, or it is no socket. Stop that one, remove the "
                    "file, or set another path.",
                "server.listen");
  return fail("cannot_listen",
              "Cannot listen on " + shown + ": " + std::generic_category().message(errno) + ".",
              "server.listen");
}

Result<ListeningSocket> listen_on(const std::string& host, int port) {
  const std::string address = host + ":" + std::to_string(port);
  const Addresses found = resolve(host, port);
  if (!found)
    return fail("cannot_listen", "Cannot listen on " + address + ": no such address. Set another.",
                "server.listen");
  Descriptor opened;
  int problem = 0;
  for (const addrinfo* next = found.get(); next != nullptr && !opened; next = next->ai_next) {
    opened = open_on(*next);
    problem = errno;
  }
  if (!opened && problem == EADDRINUSE)
    return fail("address_in_use",
                "Cannot listen on " + address +
                    ": another program uses it. Stop that one, or set another address.",
                "server.listen");
  if (!opened)
    return fail(
        "cannot_listen",
        "Cannot listen on " + address + ": " + std::generic_category().message(problem) + ".",
        "server.listen");
  const int taken = port_of(opened.number());
  return ListeningSocket{std::move(opened), taken, {}};
}

}  // namespace postbag::http
