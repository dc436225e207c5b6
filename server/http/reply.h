#pragma once

#include <string>
#include <string_view>

#include "server/http/exchange.h"

namespace postbag::http {

/// What a request says about how its reply is to be written.
struct ReplyForm {
  bool http_1_0 = false;
  /// HEAD: all of the reply but its body.
  bool head_only = false;
  bool accepts_gzip = false;
  /// The connection ends with this reply.
  bool last = false;
};

/// The bytes of a reply, in two parts so that a long body is not copied.
struct Reply {
  std::string head;
  std::string body;
  bool last = false;
};

/// The one way in which a response becomes bytes. Compresses text where the client takes it and it
/// pays. A header with a control character in it is left out: it could begin another header.
[[nodiscard]] Reply write_reply(Response response, const ReplyForm& form);

/// Below one packet (1,460 bytes of an Ethernet frame) compression saves no time on the way.
inline constexpr std::size_t kWorthCompressing = 1400;

/// Levels of zlib: for an answer made anew each time, and for what is packed once.
inline constexpr int kQuicklyPacked = 5;
inline constexpr int kTightlyPacked = 9;

/// RFC 1952. Throws std::runtime_error when memory is short.
[[nodiscard]] std::string gzipped(std::string_view text, int level = kQuicklyPacked);

}  // namespace postbag::http
