#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "server/http/exchange.h"
#include "server/http/reply.h"

namespace postbag::http {

/// The bounds of what a request may open with. Browsers send 10 to 30 headers in 1 to 3 KB.
inline constexpr std::size_t kMaxHead = std::size_t{16} * 1024;
inline constexpr std::size_t kMaxTarget = 2048;
inline constexpr std::size_t kMaxHeaders = 64;

/// A request line and headers, read.
struct RequestHead {
  /// All but what the body, the connection and the route say. Of headers that nobody here reads
  /// nothing is kept; `Range` is one of them, which a server may ignore (RFC 9110 section 14.2).
  Request request;
  ReplyForm form;
  std::size_t content_length = 0;
  bool wants_continue = false;
};

/// Why a request is not even looked at.
struct Refusal {
  int status = 400;
  /// One sentence for the person who wrote the client.
  std::string detail;
  /// The path asked for, as far as it could be read: tells the API from the pages.
  std::string path;
};

/// The path in a request line, as far as there is one; for choosing the words of a refusal.
[[nodiscard]] std::string asked_path(std::string_view head);

/// Whether the part of a head that has come holds what no head may, such as a line feed alone or
/// the first byte of TLS: then its end is not worth waiting for. The bytes before `from` are known
/// to be well.
[[nodiscard]] bool can_be_no_head(std::string_view part, std::size_t from);

/// Reads a head, from its first byte to the blank line that ends it, as strictly as RFC 9112
/// allows: what two programs could read differently is refused. So are chunked and compressed
/// bodies, and bodies of GET, HEAD, DELETE and OPTIONS. Of a target in absolute form the path is
/// taken, where its authority is the Host. The path is `*` for `OPTIONS *` only.
[[nodiscard]] std::variant<RequestHead, Refusal> read_head(std::string_view head,
                                                           std::size_t max_body);

}  // namespace postbag::http
