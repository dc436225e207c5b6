#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/language.h"
#include "base/result.h"

namespace postbag::templates {

/// The catalogue in one language: the texts of templates/strings/<code>.toml by their keys, such as
/// `thanks.heading`. Immutable; any number of threads may use it.
class Strings {
 public:
  using Placeholders = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Strings(Language language, std::map<std::string, std::string, std::less<>> texts)
      : language_(language), texts_(std::move(texts)) {}

  [[nodiscard]] Language language() const { return language_; }

  /// Throws std::out_of_range for a key that the catalogue does not have.
  [[nodiscard]] const std::string& text(std::string_view key) const;
  /// The same with each `{name}` replaced by its value.
  [[nodiscard]] std::string text(std::string_view key, Placeholders values) const;
  /// The plural form that the language uses for `n` things (CLDR's plural rules), where `{n}` is
  /// the number with its thousands parted: `key` is a table of `other` and any of `zero`, `one`,
  /// `two`, `few` and `many`.
  [[nodiscard]] std::string count(std::string_view key, std::int64_t n,
                                  Placeholders values = {}) const;
  /// The text, or null where there is none.
  [[nodiscard]] const std::string* find(std::string_view key) const;
  /// The texts whose keys begin with `table` and a dot, without both.
  [[nodiscard]] std::map<std::string, std::string> table(std::string_view table) const;

  /// A template's source with each `[[key]]` replaced by its text. Errors
  /// (`file:line:column: …`): unknown keys.
  [[nodiscard]] Checked<std::string> put_into(std::string_view source, std::string_view file) const;

 private:
  Language language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

/// `text` with each `{name}` replaced by its value; other names stay as they are.
[[nodiscard]] std::string filled(std::string_view text, Strings::Placeholders values);

/// The catalogue in all languages.
class Translations {
 public:
  /// Reads `en.toml` and `cy.toml` of `folder` and compares them; and `console.toml`, which is in
  /// English only and part of both. Errors: files that cannot be read or are not TOML, values that
  /// are not texts, keys and placeholders (`{name}`, `{{name}}`) of one that the other lacks, keys
  /// of the console that stand in `en.toml` too. `[error]` stands in the translations only: its
  /// English is written where the checks are made.
  [[nodiscard]] static Checked<Translations> load(const std::filesystem::path& folder);

  [[nodiscard]] const Strings& in(Language language) const {
    return all_.at(static_cast<std::size_t>(language));
  }

 private:
  explicit Translations(std::array<Strings, kLanguages.size()> all) : all_(std::move(all)) {}

  std::array<Strings, kLanguages.size()> all_;
};

}  // namespace postbag::templates
