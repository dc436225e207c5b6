#pragma once

#include <string>

#include "base/result.h"
#include "server/http/descriptor.h"

namespace postbag::http {

struct ListeningSocket {
  Descriptor descriptor;
  int port = 0;
};

/// Takes an address, without blocking at accept; `port` 0 means any. Errors: `address_in_use`,
/// `cannot_listen`.
[[nodiscard]] Result<ListeningSocket> listen_on(const std::string& host, int port);

}  // namespace postbag::http
