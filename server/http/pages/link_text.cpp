#include "server/http/pages/link_text.h"

#include <algorithm>

#include "base/markup.h"

namespace postbag::http::pages {
namespace {

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
    html += escaped(text.substr(0, found));
    text.remove_prefix(found);
    if (text.empty()) break;
    const auto* const end = std::find_if_not(
        text.begin() + static_cast<std::ptrdiff_t>(start.size()), text.end(), is_path_character);
    std::string_view address = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    // A full stop after an address ends the sentence.
    while (address.ends_with('.'))
      address.remove_suffix(1);
    html += "<a href=\"";
    html += escaped(address);
    html += "\">";
    html += escaped(address);
    html += "</a>";
    text.remove_prefix(address.size());
  }
  return html;
}

}  // namespace postbag::http::pages
