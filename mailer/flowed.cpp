#include "mailer/flowed.h"

#include <algorithm>

namespace postbag::mailer {
namespace {

/// RFC 3676 section 4.2 advises at most 78; 72 leaves room for a reply's quote marks.
constexpr std::size_t kWidth = 72;
constexpr std::string_view kSignature = "-- ";

std::string_view without_trailing_spaces(std::string_view line) {
  const std::size_t last = line.find_last_not_of(' ');
  return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// How much of `paragraph` makes its first line: up to and with the spaces before the first word
/// that does not fit.
std::size_t first_line_length(std::string_view paragraph) {
  std::size_t width = 0;  // in characters
  std::size_t word = 0;   // where the present one starts
  for (std::size_t at = 0; at < paragraph.size(); ++at) {
    if ((static_cast<unsigned char>(paragraph[at]) & 0xC0U) != 0x80U) ++width;
    if (paragraph[at] == ' ') continue;
    if (at > 0 && paragraph[at - 1] == ' ') word = at;
    // A broken line must not look like a signature's separator.
    if (width > kWidth && word > 0 && paragraph.substr(0, word) != kSignature) return word;
  }
  return paragraph.size();
}

void append_line(std::string& out, std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('>') || line.starts_with("From ")) out += ' ';
  out += line;
  out += '\n';
}

void append_paragraph(std::string& out, std::string_view paragraph) {
  if (paragraph != kSignature) paragraph = without_trailing_spaces(paragraph);
  do {
    const std::size_t length = first_line_length(paragraph);
    append_line(out, paragraph.substr(0, length));
    paragraph.remove_prefix(length);
  } while (!paragraph.empty());
}

}  // namespace

std::string flowed(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32 + 1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    append_paragraph(out, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace postbag::mailer
