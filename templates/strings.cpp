#include "templates/strings.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <toml++/toml.h>

#include "base/text.h"
#include "templates/template.h"
#include "templates/tokens.h"

namespace postbag::templates {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

constexpr std::array<std::string_view, 6> kForms{"zero", "one", "two", "few", "many", "other"};

/// CLDR 42, "Language Plural Rules", cardinals of English and Welsh.
std::string_view form_of(Language language, std::int64_t n) {
  if (language == Language::english) return n == 1 ? "one" : "other";
  switch (n) {
    case 0:
      return "zero";
    case 1:
      return "one";
    case 2:
      return "two";
    case 3:
      return "few";
    case 6:
      return "many";
    default:
      return "other";
  }
}

void collect(const toml::table& table, const std::string& path, Texts& texts,
             std::vector<Error>& errors, const std::string& file) {
  for (const auto& [name, node] : table) {
    const std::string key = path + std::string{name.str()};
    if (const auto* inner = node.as_table()) {
      collect(*inner, key + '.', texts, errors, file);
    } else if (const auto* text = node.as_string()) {
      texts.emplace(key, text->get());
    } else {
      errors.push_back({"malformed_strings", file + ": " + key + " must be a text.", key});
    }
  }
}

/// `{name}`, `{{name}}`, `{{#name}}` and `{{/name}}` of a text, each once.
std::set<std::string> placeholders(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != text.npos;) {
    const std::size_t close = text.find('}', open);
    if (close == text.npos) break;
    names.emplace(text.substr(open, close - open));
    open = text.find('{', close);
  }
  return names;
}

/// Whether a key is a form of a plural, other than the one that is always there.
bool is_lesser_form(std::string_view key, const Texts& texts) {
  const std::size_t dot = key.rfind('.');
  if (dot == key.npos || key.ends_with(".other")) return false;
  return std::find(kForms.begin(), kForms.end(), key.substr(dot + 1)) != kForms.end() &&
         texts.contains(std::string{key.substr(0, dot)} + ".other");
}

/// What every language has: of a plural only `other`, since the rest differ.
Texts comparable(const Texts& texts) {
  Texts all;
  for (const auto& [key, text] : texts)
    if (!key.starts_with("error.") && !is_lesser_form(key, texts)) all.emplace(key, text);
  return all;
}

void compare(const Texts& english, const Texts& other, const std::string& file,
             std::vector<Error>& errors) {
  const Texts ours = comparable(english);
  const Texts theirs = comparable(other);
  const auto complain = [&](const std::string& key, const std::string& what) {
    errors.push_back({"malformed_strings", file + ": " + key + ' ' + what, key});
  };
  for (const auto& [key, text] : ours) {
    const auto found = theirs.find(key);
    if (found == theirs.end())
      complain(key, "is missing.");
    else if (placeholders(found->second) != placeholders(text))
      complain(key, "has other {placeholders} than en.toml has.");
  }
  for (const auto& [key, text] : theirs)
    if (!ours.contains(key)) complain(key, "is not in en.toml.");
}

Texts read(const std::filesystem::path& folder, const std::string& file,
           std::vector<Error>& errors) {
  Texts texts;
  const auto source = read_template(folder / file);
  if (!source) {
    errors.push_back(source.error());
    return texts;
  }
  try {
    collect(toml::parse(*source, file), "", texts, errors, file);
  } catch (const toml::parse_error& problem) {
    const auto& place = problem.source().begin;
    errors.push_back({"malformed_strings",
                      file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column) +
                          ": " + std::string{problem.description()},
                      file});
  }
  return texts;
}

}  // namespace

std::string filled(std::string_view text, Strings::Placeholders values) {
  std::string out;
  for (std::size_t place = 0; place < text.size();) {
    const std::size_t open = std::min(text.find('{', place), text.size());
    out.append(text, place, open - place);
    const std::size_t close = text.find('}', open);
    if (close == text.npos) return out.append(text.substr(open));
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto* const value = std::find_if(values.begin(), values.end(),
                                           [&](const auto& known) { return known.first == name; });
    out.append(value != values.end() ? value->second : text.substr(open, close + 1 - open));
    place = close + 1;
  }
  return out;
}

const std::string& Strings::text(std::string_view key) const {
  if (const std::string* found = find(key)) return *found;
  throw std::out_of_range("the catalogue has no text " + std::string{key});
}

std::string Strings::text(std::string_view key, Placeholders values) const {
  return filled(text(key), values);
}

std::string Strings::count(std::string_view key, std::int64_t n, Placeholders values) const {
  const std::string table = std::string{key} + '.';
  const std::string* form = find(table + std::string{form_of(language_, n)});
  const std::string& text = form != nullptr ? *form : this->text(table + "other");
  return filled(filled(text, {{"n", grouped(n)}}), values);
}

const std::string* Strings::find(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? nullptr : &found->second;
}

std::map<std::string, std::string> Strings::table(std::string_view table) const {
  std::map<std::string, std::string> found;
  const std::string start = std::string{table} + '.';
  for (auto text = texts_.lower_bound(start);
       text != texts_.end() && text->first.starts_with(start); ++text)
    found.emplace(text->first.substr(start.size()), text->second);
  return found;
}

Checked<std::string> Strings::put_into(std::string_view source, std::string_view file) const {
  std::string out;
  std::vector<Problem> problems;
  for (std::size_t place = 0; place < source.size();) {
    const std::size_t open = std::min(source.find("[[", place), source.size());
    out.append(source, place, open - place);
    if (open == source.size()) break;
    const std::size_t close = source.find("]]", open);
    if (close == source.npos) {
      problems.push_back({open, "a [[ has no ]]"});
      break;
    }
    const std::string_view key = source.substr(open + 2, close - open - 2);
    if (const std::string* const text = find(key))
      out += *text;
    else
      problems.push_back({open, "the catalogue has no text " + std::string{key}});
    place = close + 2;
  }
  if (!problems.empty()) return tl::unexpected(located(std::move(problems), file, source));
  return out;
}

Checked<Translations> Translations::load(const std::filesystem::path& folder) {
  std::vector<Error> errors;
  Texts english = read(folder, "en.toml", errors);
  Texts welsh = read(folder, "cy.toml", errors);
  const Texts console = read(folder, "console.toml", errors);
  if (errors.empty()) compare(english, welsh, "cy.toml", errors);
  for (const auto& [key, text] : console) {
    if (!english.emplace(key, text).second)
      errors.push_back({"malformed_strings", "console.toml: " + key + " is in en.toml too.", key});
    welsh.emplace(key, text);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Translations{
      {Strings{Language::english, std::move(english)}, Strings{Language::welsh, std::move(welsh)}}};
}

}  // namespace postbag::templates
