#include "server/http/pages/link_text.h"

#include <algorithm>

namespace postbag::http::pages {
namespace {

void append_escaped(std::string& html, std::string_view text) {
  for (const char c : text) {
    if (c == '&') {
      html += "&amp;";
    } else if (c == '<') {
      html += "&lt;";
    } else if (c == '>') {
      html += "&gt;";
    } else if (c == '"') {
      html += "&quot;";
    } else {
      html += c;
    }
  }
}

bool is_path_character(char c) {
  constexpr std::string_view others = "/-_.~%?=&#";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         others.find(c) != std::string_view::npos;
}

}  // namespace

std::string link_text(std::string_view text, std::string_view base_url) {
  const std::string start = std::string{base_url} + "/";
  std::string html;
  while (!text.empty()) {
    const std::size_t found = std::min(text.find(start), text.size());
    append_escaped(html, text.substr(0, found));
    text.remove_prefix(found);
    if (text.empty()) break;
    const auto* const end = std::find_if_not(
        text.begin() + static_cast<std::ptrdiff_t>(start.size()), text.end(), is_path_character);
    std::string_view address = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    // A full stop after an address ends the sentence.
    while (address.ends_with('.'))
      address.remove_suffix(1);
    html += "<a href=\"";
    append_escaped(html, address);
    html += "\">";
    append_escaped(html, address);
    html += "</a>";
    text.remove_prefix(address.size());
  }
  return html;
}

}  // namespace postbag::http::pages
