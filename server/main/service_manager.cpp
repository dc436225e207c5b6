#include "server/main/service_manager.h"

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

namespace postbag {
namespace {

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

ServiceManager::ServiceManager() : socket_(variable("NOTIFY_SOCKET")) {
  const std::string_view whose = variable("WATCHDOG_PID");
  if (whose.empty() || number(whose) == getpid())
    watchdog_ = std::chrono::microseconds{number(variable("WATCHDOG_USEC"))};
}

void ServiceManager::ready(std::string_view status) const {
  say("READY=1\nSTATUS=" + std::string{status});
}

/// The time tells this reload from an earlier one.
void ServiceManager::reloading() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  say("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void ServiceManager::stopping() const {
  say("STOPPING=1\nSTATUS=Ending what is in hand");
}

void ServiceManager::feed_watchdog() const {
  say("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> ServiceManager::watchdog_interval() const {
  if (socket_.empty() || watchdog_ <= std::chrono::microseconds::zero()) return std::nullopt;
  return watchdog_ / 2;
}

void ServiceManager::say(std::string_view message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_.front() == '@') address.sun_path[0] = '\0';  // an abstract name
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const timeval patience{1, 0};  // a manager that does not listen must not stop us
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address), size) < 0)
    log(LogLevel::warning, "service_manager.deaf", {{"errno", std::int64_t{errno}}});
  if (descriptor >= 0) ::close(descriptor);
}

}  // namespace postbag
