#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace postbag::templates {

/// The words that speak of suicide or self-harm, in English and in Welsh, as the files of a folder
/// list them; templates/help/en.toml says how they are written. They decide one thing only: whether
/// help is offered beside a letter. Whoever asks keeps, counts and logs nothing of the answer.
///
/// Immutable; any number of threads may use it.
class HelpWords {
 public:
  /// Reads `en.toml` and `cy.toml`, which are used together whatever the language of a page. Every
  /// problem at once, each message beginning `file:line:column: `.
  [[nodiscard]] static Checked<HelpWords> load(const std::filesystem::path& folder);
  HelpWords(HelpWords&&) noexcept;
  HelpWords& operator=(HelpWords&&) noexcept;
  HelpWords(const HelpWords&) = delete;
  HelpWords& operator=(const HelpWords&) = delete;
  ~HelpWords();

  /// Whether the text, which may be of any length and need not be UTF-8, holds one of the phrases.
  [[nodiscard]] bool speak_in(std::string_view text) const;

  /// The same lists for the script in the browser: `{"same": […], "except": […], "phrases": […]}`,
  /// every word already in the form that the script compares (`same`: pairs, the longest first).
  [[nodiscard]] const std::string& json() const;

 private:
  struct Lists;
  explicit HelpWords(std::unique_ptr<const Lists> lists);
  std::unique_ptr<const Lists> lists_;
};

}  // namespace postbag::templates
