#include "base/markup.h"

namespace postbag {
namespace {

std::string_view written(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t') ||
         c == '\x7F';
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    if (const std::string_view special = written(c); !special.empty())
      out.append(special);
    else
      out.push_back(is_control(c) ? ' ' : c);
  }
  return out;
}

}  // namespace postbag
