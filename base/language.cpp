#include "base/language.h"

#include <charconv>
#include <string>

#include "base/text.h"

namespace postbag {
namespace {

/// RFC 9110 section 12.4.2: `0.8` of `cy;q=0.8`; 1 where none is given, 0 where it is malformed.
double weight_of(std::string_view parameters) {
  const std::string_view text = trimmed(parameters);
  if (text.empty()) return 1;
  double weight = 0;
  if (!text.starts_with("q=")) return 0;
  const auto [end, problem] = std::from_chars(text.data() + 2, text.data() + text.size(), weight);
  return problem == std::errc{} && end == text.data() + text.size() && weight <= 1 ? weight : 0;
}

}  // namespace

std::string_view code_of(Language language) {
  return language == Language::welsh ? "cy" : "en";
}

std::optional<Language> parse_language(std::string_view code) {
  for (const Language language : kLanguages)
    if (code == code_of(language)) return language;
  return std::nullopt;
}

Language preferred_language(std::string_view accept_language) {
  Language best = Language::english;
  double best_weight = 0;
  const std::string lower = lower_case(accept_language);
  for (std::string_view rest = lower; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    const std::size_t end = std::min(item.find(';'), item.size());
    const std::string_view range = trimmed(item.substr(0, end));
    const auto language = parse_language(range.substr(0, range.find('-')));
    const double weight = weight_of(item.substr(std::min(item.size(), end + 1)));
    if (language && weight > best_weight) {
      best = *language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace postbag
