#include "server/http/exchange.h"

#include <charconv>

namespace postbag::http {
namespace {

std::string_view find_text(const NamedTexts& texts, std::string_view name) {
  const auto found = texts.find(name);
  return found == texts.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace

std::string_view Request::field(std::string_view name) const {
  return find_text(form, name);
}

std::string_view Request::parameter(std::string_view name) const {
  return find_text(parameters, name);
}

std::optional<Language> Request::chosen_language() const {
  return parse_language(find_text(query, "lang"));
}

Language Request::language() const {
  return chosen_language().value_or(preferred_language(accept_language));
}

bool percent_decode(std::string_view encoded, std::string& decoded) {
  decoded.clear();
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      decoded += encoded[i];
      continue;
    }
    if (i + 2 >= encoded.size()) return false;
    unsigned int value = 0;
    const char* const begin = encoded.data() + i + 1;
    const auto [end, problem] = std::from_chars(begin, begin + 2, value, 16);
    if (problem != std::errc{} || end != begin + 2 || value == 0) return false;
    decoded += static_cast<char>(value);
    i += 2;
  }
  return true;
}

NamedTexts parse_query(std::string_view query) {
  NamedTexts texts;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    std::string spaced{pair};
    for (char& c : spaced)
      if (c == '+') c = ' ';
    const std::string_view whole = spaced;
    const std::size_t equals = std::min(whole.find('='), whole.size());
    std::string name;
    std::string value;
    if (percent_decode(whole.substr(0, equals), name) &&
        percent_decode(whole.substr(std::min(whole.size(), equals + 1)), value))
      texts.try_emplace(std::move(name), std::move(value));
  }
  return texts;
}

}  // namespace postbag::http
