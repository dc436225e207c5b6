#include "mailer/owner.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>

#include <unistd.h>

#include "base/token.h"

namespace postbag::mailer {
namespace {

std::string host_name() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string{host.data()};
}

}  // namespace

std::string make_owner(Rng& rng) {
  return host_name() + ':' + std::to_string(getpid()) + ':' + random_token(rng);
}

bool is_gone(std::string_view owner) {
  const std::string here = host_name() + ':';
  if (!owner.starts_with(here)) return false;
  const std::string_view rest = owner.substr(here.size());
  const std::string_view digits = rest.substr(0, rest.find(':'));
  pid_t process = 0;
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), process);
  if (problem != std::errc{} || end != digits.data() + digits.size() || process <= 0) return false;
  return process == getpid() || (kill(process, 0) != 0 && errno == ESRCH);
}

}  // namespace postbag::mailer
