#pragma once

#include <string>
#include <string_view>

namespace postbag::office {

/// A text of somebody's own as part of a line of Markdown (CommonMark 0.30): it comes out as it was
/// written, whatever signs are in it. What was several lines becomes one.
[[nodiscard]] std::string markdown_text(std::string_view text);

/// The HTML of a Markdown text, as CommonMark's own library makes it: headings, paragraphs, lists.
/// Raw HTML and dangerous links are left out. Always the same for the same text.
[[nodiscard]] std::string html_of(std::string_view markdown);

}  // namespace postbag::office
