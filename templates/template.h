#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace postbag::templates {

/// What the finished text is: `text` (letters, mails; nothing is escaped) or `html` (every `{{x}}`
/// is escaped so that it is safe in elements and in quoted attributes).
enum class Markup { text, html };

/// A name that a template may use, and how. `Use` values can be added with `|`.
enum class Use : unsigned {
  text = 1,        ///< `{{x}}`
  section = 2,     ///< `{{#x}}…{{/x}}` and `{{^x}}…{{/x}}`
  ready_html = 4,  ///< `{{{x}}}`: HTML made by the program, put in as it is; Markup::html only
};
[[nodiscard]] constexpr Use operator|(Use a, Use b) {
  return static_cast<Use>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

struct Name {
  std::string name;
  Use use = Use::text;
};

/// All that a template may say. A name outside it is an error, because mustache would render it as
/// nothing without a word.
struct Vocabulary {
  Markup markup = Markup::text;
  std::vector<Name> names;
};

/// Parsed and linted mustache text (mustache(5)), of which this is allowed: `{{x}}`, sections,
/// inverted sections and comments. Immutable, so any number of threads may render it.
///
/// Values are data: a value that holds `{{name}}` comes out as these characters.
class Template {
 public:
  /// Every problem at once, in the order of the text. Each error's field is `name` and its message
  /// begins `name:line:column: ` (both from 1, the column in characters). Refused are: names
  /// outside the vocabulary, sections and tags that are not closed, closing tags without their
  /// opening, `{{{x}}}` and `{{&x}}`, partials and set-delimiter tags.
  [[nodiscard]] static Checked<Template> parse(std::string name, std::string source,
                                               const Vocabulary& vocabulary);

  /// `values[i]` is the value of `vocabulary.names[i]`; an empty one leaves its sections out and
  /// its inverted sections in. Throws std::invalid_argument when there are fewer values than names.
  [[nodiscard]] std::string render(std::span<const std::string_view> values) const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& source() const { return source_; }

 private:
  /// One step of rendering. Literal text is a range of `literals_`.
  struct Step {
    enum class Kind { literal, value, section, inverted };
    Kind kind;
    std::size_t name = 0;   ///< place in the vocabulary
    std::size_t begin = 0;  ///< literal: first byte in `literals_`
    std::size_t end = 0;    ///< literal: past its last byte; sections: the step after the section
  };

  std::string name_;
  std::string source_;
  std::string literals_;
  std::vector<Step> steps_;
  std::size_t name_count_ = 0;
};

/// The text of a template's file. The error names the file; an empty one is an error too.
[[nodiscard]] Result<std::string> read_template(const std::filesystem::path& path);

}  // namespace postbag::templates
