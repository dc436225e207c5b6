#include "mailer/reply.h"

#include <algorithm>

#include "base/text.h"

namespace postbag::mailer {
namespace {

constexpr std::size_t kLongestText = 200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The length of a status code at the start (RFC 3463 section 2: class.subject.detail, the latter
/// two of one to three digits), or 0.
std::size_t enhanced_code_length(std::string_view text) {
  if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5')) return 0;
  std::size_t at = 1;
  for (int part = 0; part < 2; ++part) {
    if (at >= text.size() || text[at] != '.') return 0;
    const std::size_t start = ++at;
    while (at < text.size() && at - start < 3 && is_digit(text[at]))
      ++at;
    if (at == start) return 0;
  }
  return at == text.size() || text[at] == ' ' ? at : 0;
}

void append_text(Reply& reply, std::string_view text) {
  if (const std::size_t length = enhanced_code_length(text)) {
    reply.enhanced_code = text.substr(0, length);
    text.remove_prefix(length);
  }
  text = trimmed(text);
  if (!reply.text.empty() && !text.empty()) reply.text += ' ';
  reply.text += text;
}

}  // namespace

Reply find_reply(std::span<const std::string> lines, int code) {
  Reply reply;
  reply.code = code;
  const std::string digits = std::to_string(code);
  const auto is_part = [&](const std::string& line, char after) {
    return line.starts_with(digits) &&
           (line.size() == 3 ? after == ' ' : line.size() > 3 && line[3] == after);
  };
  std::size_t last = lines.size();
  while (last > 0 && !is_part(lines[last - 1], ' '))
    --last;
  if (last == 0) return reply;
  std::size_t first = last - 1;
  while (first > 0 && is_part(lines[first - 1], '-'))
    --first;
  for (const std::string& line : lines.subspan(first, last - first))
    append_text(reply, std::string_view{line}.substr(std::min<std::size_t>(4, line.size())));
  reply.text = printable_line(reply.text);
  return reply;
}

std::string printable_line(std::string_view text) {
  std::string line{text.substr(0, kLongestText)};
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return line;
}

}  // namespace postbag::mailer
