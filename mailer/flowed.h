#pragma once

#include <string>
#include <string_view>

namespace postbag::mailer {

/// Text in format=flowed (RFC 3676, DelSp=no), with `\n` line ends and one at the end. Paragraphs
/// are broken at spaces so that lines have at most 72 characters where a space allows it; a line
/// that ends with a space goes on in the next one. Lines that begin with a space, `>` or `From `
/// are space-stuffed. What a reader of RFC 3676 gets back is the text itself, less the spaces at
/// the ends of its lines.
[[nodiscard]] std::string flowed(std::string_view text);

}  // namespace postbag::mailer
