#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.h"
#include "server/http/pages/view.h"

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
  /// Where the reader sees their letters; none when empty.
  std::string own_link = {};
  /// This page in the other language, where that is not its own address; a 404 has none.
  std::string switch_href = {};
  /// What the reader typed and may want to copy; empty for nothing.
  std::string typed = {};
};

[[nodiscard]] Response message(const View& view, const Message& message);

/// The kind page of an HTTP error; `detail` is what the page says where it has no better words.
[[nodiscard]] Response error(const View& view, int status, std::string detail = {});

/// The 503 of a store that fails.
[[nodiscard]] Response unavailable(const View& view);

[[nodiscard]] Response too_many(const View& view, Duration wait);

[[nodiscard]] Response no_such_campaign(const View& view);

}  // namespace postbag::http::pages
