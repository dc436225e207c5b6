#include "mailer/flowed.h"

#include "base/text.h"

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
  std::size_t length = 0;
  std::size_t width = 0;
  while (length < paragraph.size()) {
    const std::size_t space = std::min(paragraph.find(' ', length), paragraph.size());
    const std::size_t next = std::min(paragraph.find_first_not_of(' ', space), paragraph.size());
    const std::size_t word = count_characters(paragraph.substr(length, space - length));
    const bool fits = width + word <= kWidth;
    // A broken line must not look like a signature's separator.
    if (!fits && length > 0 && paragraph.substr(0, length) != kSignature) break;
    width += word + (next - space);
    length = next;
  }
  return length;
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
