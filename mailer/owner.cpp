#include "mailer/owner.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include "base/token.h"

namespace postbag::mailer {
namespace {

std::string host_name() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string{host.data()};
}

/// The number in `pid:[4026531836]`; empty where the system has no such spaces.
std::string space_of_numbers() {
  std::error_code none;
  const std::string link = std::filesystem::read_symlink("/proc/self/ns/pid", none).string();
  const std::size_t from = std::min(link.find('['), link.size());
  return none ? "" : link.substr(from + 1, link.find(']') - from - 1);
}

std::string before_the_number() {
  return host_name() + ':' + space_of_numbers() + '.';
}

}  // namespace

std::string make_owner(Rng& rng) {
  return before_the_number() + std::to_string(getpid()) + ':' + random_token(rng);
}

bool is_gone(std::string_view owner) {
  const std::string here = before_the_number();
  if (!owner.starts_with(here)) return false;
  const std::string_view rest = owner.substr(here.size());
  const std::string_view digits = rest.substr(0, rest.find(':'));
  pid_t process = 0;
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), process);
  if (problem != std::errc{} || end != digits.data() + digits.size() || process <= 0) return false;
  return process == getpid() || (kill(process, 0) != 0 && errno == ESRCH);
}

bool is_of_this_host(std::string_view owner) {
  return owner.starts_with(host_name() + ':');
}

}  // namespace postbag::mailer
