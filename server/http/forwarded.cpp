#include "server/http/forwarded.h"

#include <algorithm>

#include "base/text.h"

namespace postbag::http {
namespace {

/// Some proxies note the port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
  const std::size_t colon = text.find(':');
  return colon == text.rfind(':') ? text.substr(0, colon) : text;
}

}  // namespace

bool is_trusted(std::string_view peer, std::span<const Network> trusted) {
  return peer.empty() || std::any_of(trusted.begin(), trusted.end(), [&](const Network& network) {
           return network.contains(peer);
         });
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           std::span<const Network> trusted) {
  std::string_view client = peer;
  while (is_trusted(client, trusted) && !forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const std::size_t start = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string_view noted = without_port(trimmed(forwarded_for.substr(start)));
    if (!is_network_address(noted)) break;
    client = noted;
    forwarded_for = forwarded_for.substr(0, start == 0 ? 0 : start - 1);
  }
  return std::string{client};
}

}  // namespace postbag::http
