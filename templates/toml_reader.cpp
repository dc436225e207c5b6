#include "templates/toml_reader.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"

namespace postbag::templates {
namespace {

std::string kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

std::string wanted(std::string_view what, const toml::node& found) {
  return "must be " + std::string(what) + ", not " + kind_of(found);
}

// The byte at a line and column (in characters, both from 1).
std::size_t offset_of(std::string_view content, const toml::source_position& where) {
  std::size_t offset = 0;
  for (toml::source_index line = 1; line < where.line; ++line) {
    const std::size_t newline = content.find('\n', offset);
    if (newline == content.npos) return content.size();
    offset = newline + 1;
  }
  for (toml::source_index column = 1; column < where.column && offset < content.size(); ++column) {
    ++offset;
    while (offset < content.size() && (static_cast<unsigned char>(content[offset]) & 0xC0) == 0x80)
      ++offset;
  }
  return offset;
}

toml::source_position position_of(std::string_view content, std::size_t offset) {
  const std::string_view before = content.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_begin = newline == before.npos ? 0 : newline + 1;
  return {static_cast<toml::source_index>(std::count(before.begin(), before.end(), '\n') + 1),
          static_cast<toml::source_index>(count_characters(before.substr(line_begin)) + 1)};
}

// Moves `place` past one byte, line end or, where the string has them, escape (TOML 1.0, "String");
// how many bytes of the value it stands for.
std::size_t pass_one(std::string_view content, std::size_t& place, bool has_escapes) {
  const char first = content[place++];
  if (first == '\r') return 0;  // toml++ turns CRLF into a newline
  if (!has_escapes || first != '\\' || place >= content.size()) return 1;
  const char sign = content[place++];
  if (sign == 'u' || sign == 'U') {
    const std::size_t digits = sign == 'u' ? 4 : 8;
    const unsigned long code =
        std::stoul("0" + std::string(content.substr(place, digits)), nullptr, 16);
    place += digits;
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  if (std::string_view(" \t\r\n").find(sign) == std::string_view::npos) return 1;
  // A line that ends with a backslash goes on at the next character that is not white space.
  place = std::min(content.find_first_not_of(" \t\r\n", place), content.size());
  return 0;
}

}  // namespace

void TomlReport::complain(std::string field, const toml::source_position& where,
                          const std::string& message) {
  mistakes_.push_back({std::move(field), 0, where.line, where.column, message});
}

void TomlReport::complain_inside(std::string field, const toml::value<std::string>& value,
                                 std::size_t offset, const std::string& message) {
  std::size_t place = offset_of(content_, value.source().begin);
  const char quote = content_[place];
  const bool of_lines = content_.substr(place, 3) == std::string(3, quote);
  place += of_lines ? 3 : 1;
  // TOML drops a newline right after the opening quotes.
  if (of_lines && content_.substr(place, 2) == "\r\n") ++place;
  if (of_lines && content_.substr(place, 1) == "\n") ++place;
  for (std::size_t said = 0; said < offset && place < content_.size();)
    said += pass_one(content_, place, quote == '"');
  complain(std::move(field), position_of(content_, place), message);
}

std::size_t TomlReport::place_of(const toml::source_position& where) const {
  return offset_of(content_, where);
}

std::vector<Mistake> TomlReport::take_mistakes() {
  std::stable_sort(mistakes_.begin(), mistakes_.end(), [](const Mistake& a, const Mistake& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return std::exchange(mistakes_, {});
}

std::vector<Error> TomlReport::take_errors() {
  std::vector<Error> errors;
  for (Mistake& mistake : take_mistakes())
    errors.push_back(
        {"malformed_campaign",
         fmt::format("{}:{}:{}: {}", file_name_, mistake.line, mistake.column, mistake.message),
         std::move(mistake.field)});
  return errors;
}

std::optional<toml::table> read_toml(std::string_view content, std::string_view file_name,
                                     TomlReport& report) {
  try {
    return toml::parse(content, file_name);
  } catch (const toml::parse_error& error) {
    report.complain("", error.source().begin,
                    "this is not TOML: " + std::string(error.description()));
    return std::nullopt;
  }
}

TomlTable::TomlTable(const toml::table& table, std::string path,
                     const std::vector<std::string_view>& known, TomlReport& report)
    : table_(table), path_(std::move(path)), report_(report) {
  for (const auto& [key, value] : table_)
    if (std::find(known.begin(), known.end(), key.str()) == known.end())
      report_.complain(
          field(key.str()), key.source().begin,
          "unknown key \"" + std::string(key.str()) + "\"" + did_you_mean(key.str(), known));
}

std::string TomlTable::field(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void TomlTable::complain(std::string_view key, const std::string& message) const {
  const toml::node* found = node(key);
  report_.complain(field(key), found ? found->source().begin : table_.source().begin,
                   field(key) + " " + message);
}

const toml::value<std::string>* TomlTable::text_node(std::string_view key, Need need) const {
  const toml::node* found = node(key);
  if (!found) {
    if (need == Need::required) complain(key, "is missing");
    return nullptr;
  }
  if (!found->is_string()) complain(key, wanted("a text in quotes", *found));
  return found->as_string();
}

std::string TomlTable::line(std::string_view key, Need need, std::size_t maximum) const {
  const auto* text = text_node(key, need);
  if (!text) return {};
  const std::string label = "the " + std::string(key);
  const auto parsed =
      Line::parse(text->get(), {key, label, need == Need::required ? 1U : 0U, maximum});
  if (!parsed) {
    complain(key, "is wrong: " + parsed.error().message);
    return {};
  }
  return parsed->text();
}

std::string TomlTable::prose(std::string_view key, Need need, std::size_t maximum) const {
  const auto* text = text_node(key, need);
  if (!text) return {};
  const std::string label = "the " + std::string(key);
  const auto parsed =
      Prose::parse(text->get(), {key, label, need == Need::required ? 1U : 0U, maximum});
  if (!parsed) {
    complain(key, "is wrong: " + parsed.error().message);
    return {};
  }
  return parsed->text();
}

bool TomlTable::yes_or_no(std::string_view key, bool fallback) const {
  const toml::node* found = node(key);
  if (!found) return fallback;
  if (!found->is_boolean()) complain(key, wanted("true or false", *found));
  return found->value_or(fallback);
}

std::vector<const toml::value<std::string>*> TomlTable::list(std::string_view key, Need need,
                                                             std::size_t maximum) const {
  const toml::node* found = node(key);
  if (!found) {
    if (need == Need::required) complain(key, "is missing");
    return {};
  }
  const toml::array* array = found->as_array();
  if (!array) {
    complain(key, wanted("a list of texts, as in [\"one\", \"two\"]", *found));
    return {};
  }
  if (array->empty()) complain(key, "is an empty list; fill it or leave it out");
  std::vector<const toml::value<std::string>*> texts;
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    const auto parsed = text ? Line::parse(text->get(), {key, "each text", 1, maximum})
                             : Result<Line>(fail("", "It " + wanted("a text", element) + "."));
    if (parsed) {
      texts.push_back(text);
    } else {
      report_.complain(field(key), element.source().begin,
                       field(key) + " is wrong: " + parsed.error().message);
    }
  }
  return texts;
}

std::vector<std::string> TomlTable::texts(std::string_view key, std::size_t maximum) const {
  std::vector<std::string> texts;
  for (const auto* text : list(key, Need::optional, maximum))
    texts.emplace_back(trimmed(text->get()));
  return texts;
}

std::vector<const toml::table*> TomlTable::tables(std::string_view key) const {
  std::vector<const toml::table*> tables;
  const toml::node* found = node(key);
  if (!found) return tables;
  const toml::array* array = found->as_array();
  if (!array) {
    complain(key, wanted("written [[" + field(key) + "]]", *found));
    return tables;
  }
  for (const toml::node& element : *array) {
    if (const toml::table* table = element.as_table()) {
      tables.push_back(table);
    } else {
      report_.complain(field(key), element.source().begin,
                       field(key) + " " + wanted("written [[" + field(key) + "]]", element));
    }
  }
  return tables;
}

}  // namespace postbag::templates
