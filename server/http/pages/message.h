#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.h"
#include "server/http/service.h"

namespace postbag::http::pages {

/// A page with a few sentences, for all that is not the way of a letter.
struct Message {
  int status = 200;
  std::string heading;
  std::vector<std::string> paragraphs;
  /// Where to go on; none when empty.
  std::string link;
  std::string link_text;
  /// The campaign it belongs to, for its colour and name; may be null.
  const campaign::Campaign* campaign = nullptr;
};

[[nodiscard]] Response message(const Service& service, const Message& message);

/// The kind page of an HTTP error.
[[nodiscard]] Response error(const Service& service, int status, std::string_view detail);

/// The 503 of a store that fails.
[[nodiscard]] Response unavailable(const Service& service);

[[nodiscard]] Response too_many(const Service& service, Duration wait);

[[nodiscard]] Response no_such_campaign(const Service& service);

}  // namespace postbag::http::pages
