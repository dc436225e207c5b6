#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/network.h"

namespace postbag::http {

/// Whether the other end of a connection is a proxy of ours; empty is the other end of a Unix
/// socket, which its permissions vouch for.
[[nodiscard]] bool is_trusted(std::string_view peer, std::span<const Network> trusted);

/// Whose request it is: of the addresses that proxies noted in X-Forwarded-For the rightmost that
/// is no proxy of ours. Whatever stands left of it anybody could have written. The peer itself when
/// it is not trusted.
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded_for,
                                         std::span<const Network> trusted);

}  // namespace postbag::http
