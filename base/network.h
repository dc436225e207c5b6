#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postbag {

/// A range of network addresses, as `192.0.2.0/24`, `2001:db8::/32`, or one address.
class Network {
 public:
  /// Nothing when it is none.
  [[nodiscard]] static std::optional<Network> parse(std::string_view text);

  /// Whether an address, written as numbers, lies in it. An IPv4 address may also be written as
  /// IPv6 writes it (RFC 4291 section 2.5.5.2). False for what is no address.
  [[nodiscard]] bool contains(std::string_view address) const;

  [[nodiscard]] const std::string& text() const { return text_; }
  bool operator==(const Network&) const = default;

 private:
  std::string text_;
  std::array<unsigned char, 16> first_{};
  std::size_t prefix_ = 0;
};

/// Whether text is an address of this machine to itself: in 127.0.0.0/8, or ::1.
[[nodiscard]] bool is_loopback_address(std::string_view text);

/// Whether text is an IPv4 or IPv6 address, written as numbers.
[[nodiscard]] bool is_network_address(std::string_view text);

}  // namespace postbag
