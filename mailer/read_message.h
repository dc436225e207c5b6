#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace postbag::mailer {

/// A mail as a person reads it: headers decoded, text as UTF-8 with `\n` line ends.
struct ReadMessage {
  std::string from;
  std::string to;
  /// Empty when replies go to `from`.
  std::string reply_to;
  std::string subject;
  /// The Date header as it stands.
  std::string date;
  /// The text; where it is format=flowed (RFC 3676), its paragraphs are whole lines again.
  std::string body;
};

/// Reads the bytes of a mail with a text/plain part (RFC 5322, MIME). Error: `malformed_message`.
/// Thread-safe.
[[nodiscard]] Result<ReadMessage> read_message(std::string_view bytes);

}  // namespace postbag::mailer
