#include "server/office/markdown.h"

#include <cstdlib>
#include <memory>

#include <cmark.h>

namespace postbag::office {
namespace {

/// What means something within a line.
constexpr std::string_view kSigns = "\\`*_[]<>&";
/// What means something at the beginning of one.
constexpr std::string_view kFirstSigns = "#+-=";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string safe;
  bool gap = false;
  bool numbered = true;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
      gap = !safe.empty();
      continue;
    }
    if (gap) safe += ' ';
    const bool begins = safe.empty();
    // `1.` and `1)` begin a list.
    const bool ends_number = numbered && !begins && !gap && (c == '.' || c == ')');
    numbered = numbered && !gap && is_digit(c);
    gap = false;
    if (kSigns.find(c) != kSigns.npos || (begins && kFirstSigns.find(c) != kSigns.npos) ||
        ends_number)
      safe += '\\';
    safe += c;
  }
  return safe;
}

std::string html_of(std::string_view markdown) {
  const std::unique_ptr<char, decltype(&std::free)> html{
      cmark_markdown_to_html(markdown.data(), markdown.size(), CMARK_OPT_DEFAULT), &std::free};
  if (!html) throw std::bad_alloc{};
  return html.get();
}

}  // namespace postbag::office
