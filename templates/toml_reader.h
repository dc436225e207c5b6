#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/result.h"
#include "templates/mistake.h"

namespace postbag::templates {

/// The errors of one TOML file, each with its place.
class TomlReport {
 public:
  TomlReport(std::string_view file_name, std::string_view content)
      : file_name_(file_name), content_(content) {}

  /// Adds `file:line:column: message`. `field` is the key at fault, such as `letter.body`.
  void complain(std::string field, const toml::source_position& where, const std::string& message);
  /// The same for a place inside a string value: `offset` bytes into what the value says.
  void complain_inside(std::string field, const toml::value<std::string>& value, std::size_t offset,
                       const std::string& message);

  /// The byte of the file that is there.
  [[nodiscard]] std::size_t place_of(const toml::source_position& where) const;
  /// In the order of the file.
  [[nodiscard]] std::vector<Error> take_errors();
  /// The same for a program, without the file's name; their `number` is left 0.
  [[nodiscard]] std::vector<Mistake> take_mistakes();
  [[nodiscard]] bool empty() const { return mistakes_.empty(); }

 private:
  std::string_view file_name_;
  std::string_view content_;
  std::vector<Mistake> mistakes_;
};

/// The file as a table; nothing, and a report, when it is no TOML.
[[nodiscard]] std::optional<toml::table> read_toml(std::string_view content,
                                                   std::string_view file_name, TomlReport& report);

enum class Need { required, optional };

/// Reads one table of the file by its keys and reports what is wrong with them.
class TomlTable {
 public:
  /// `path` names the table in errors (`letter`; empty for the top). Reports every key that is not
  /// `known`, with the nearest one that is.
  TomlTable(const toml::table& table, std::string path, const std::vector<std::string_view>& known,
            TomlReport& report);

  /// Text on one line of at most `maximum` characters; empty when absent or at fault.
  [[nodiscard]] std::string line(std::string_view key, Need need, std::size_t maximum) const;
  /// Text of several lines.
  [[nodiscard]] std::string prose(std::string_view key, Need need, std::size_t maximum) const;
  [[nodiscard]] bool yes_or_no(std::string_view key, bool fallback) const;
  /// A list of texts, each on one line and not empty.
  [[nodiscard]] std::vector<const toml::value<std::string>*> list(std::string_view key, Need need,
                                                                  std::size_t maximum) const;
  /// The same, as plain strings.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::size_t maximum) const;
  /// The tables of `[[key]]`, in their order.
  [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key) const;
  /// The string at `key`, or null when it is absent; something else than a string is reported.
  [[nodiscard]] const toml::value<std::string>* text_node(std::string_view key, Need need) const;
  /// The value at `key`, whatever it is, or null.
  [[nodiscard]] const toml::node* node(std::string_view key) const { return table_.get(key); }

  /// Reports a fault of the value at `key`, or of the table itself when there is none.
  void complain(std::string_view key, const std::string& message) const;
  [[nodiscard]] std::string field(std::string_view key) const;
  [[nodiscard]] TomlReport& report() const { return report_; }

 private:
  const toml::table& table_;
  std::string path_;
  TomlReport& report_;
};

}  // namespace postbag::templates
