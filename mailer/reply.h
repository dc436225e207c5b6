#pragma once

#include <span>
#include <string>
#include <string_view>

namespace postbag::mailer {

/// What a mail server answered.
struct Reply {
  /// RFC 5321 section 4.2.1; 0 when there was none.
  int code = 0;
  /// RFC 3463, such as `5.1.1`; empty when the reply has none.
  std::string enhanced_code;
  /// The rest, its lines joined: one printable line of at most 200 characters.
  std::string text;
};

/// The last complete reply with this code among the lines a server sent (without line ends). Only
/// the code is filled when there is none.
[[nodiscard]] Reply find_reply(std::span<const std::string> lines, int code);

/// `text` as one line of printable ASCII, at most 200 characters: others become `?`.
[[nodiscard]] std::string printable_line(std::string_view text);

}  // namespace postbag::mailer
