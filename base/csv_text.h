#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace postbag {

/// A table as comma-separated values (RFC 4180: CRLF, quotes doubled) in UTF-8 with a byte order
/// mark, by which spreadsheets know UTF-8. A cell that a spreadsheet would take for a formula (it
/// begins with `=`, `+`, `-`, `@`, tab or carriage return) begins with an apostrophe instead, as
/// OWASP advises; a number, also a negative one, stays as it is. One thread.
class CsvText {
 public:
  CsvText();

  CsvText& row(std::initializer_list<std::string_view> cells);
  CsvText& row(std::span<const std::string> cells);

  /// Everything so far.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void cell(std::string_view value, bool first);

  std::string text_;
};

}  // namespace postbag
