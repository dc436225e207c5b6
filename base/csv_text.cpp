#include "base/csv_text.h"

#include <algorithm>

namespace postbag {
namespace {

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view some) {
    return !some.empty() &&
           std::all_of(some.begin(), some.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, point)) &&
         (point == std::string_view::npos || digits(text.substr(point + 1)));
}

/// Also behind spaces and in the wide forms that some spreadsheets take for the same signs.
bool is_formula(std::string_view text) {
  if (text.find_first_of("\t\r\n") == 0) return true;
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  constexpr std::string_view signs = "=+-@\t\r";
  if (!text.empty() && signs.find(text.front()) != std::string_view::npos) return !is_number(text);
  return text.starts_with("\uFF1D") || text.starts_with("\uFF0B") || text.starts_with("\uFF0D") ||
         text.starts_with("\uFF20");
}

}  // namespace

CsvText::CsvText() : text_("\uFEFF") {}

CsvText& CsvText::row(std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view value : cells) {
    cell(value, first);
    first = false;
  }
  text_ += "\r\n";
  return *this;
}

CsvText& CsvText::row(std::span<const std::string> cells) {
  bool first = true;
  for (const std::string& value : cells) {
    cell(value, first);
    first = false;
  }
  text_ += "\r\n";
  return *this;
}

void CsvText::cell(std::string_view value, bool first) {
  if (!first) text_ += ',';
  const bool formula = is_formula(value);
  if (!formula && value.find_first_of("\",;\r\n") == std::string_view::npos) {
    text_ += value;
    return;
  }
  text_ += '"';
  if (formula) text_ += '\'';
  for (const char c : value) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

}  // namespace postbag
