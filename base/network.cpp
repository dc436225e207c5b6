#include "base/network.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace postbag {
namespace {

using Bits = std::array<unsigned char, 16>;

struct Address {
  Bits bits{};
  /// Bits that stand before an IPv4 address in this form.
  std::size_t before = 0;
};

std::optional<Address> read_address(std::string_view text) {
  const std::string terminated{text};
  Address address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bits.data()) == 1) return address;
  address.before = 96;
  address.bits[10] = address.bits[11] = 0xFF;
  if (inet_pton(AF_INET, terminated.c_str(), address.bits.data() + 12) == 1) return address;
  return std::nullopt;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const std::size_t most = 128 - address->before;
  std::size_t prefix = most;
  if (slash != std::string_view::npos) {
    const char* const end = text.data() + text.size();
    const auto [rest, problem] = std::from_chars(text.data() + slash + 1, end, prefix);
    if (problem != std::errc{} || rest != end || prefix > most) return std::nullopt;
  }
  Network network;
  network.text_ = text;
  network.first_ = address->bits;
  network.prefix_ = address->before + prefix;
  return network;
}

bool Network::contains(std::string_view address) const {
  const auto read = read_address(address);
  if (!read) return false;
  for (std::size_t bit = 0; bit < prefix_; ++bit) {
    const unsigned int mask = 0x80U >> bit % 8;
    if (((read->bits[bit / 8] ^ first_[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

bool is_loopback_address(std::string_view text) {
  static const std::array ranges{Network::parse("127.0.0.0/8").value(),
                                 Network::parse("::1").value()};
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Network& range) { return range.contains(text); });
}

bool is_network_address(std::string_view text) {
  return read_address(text).has_value();
}

}  // namespace postbag
