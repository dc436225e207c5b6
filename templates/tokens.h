#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "templates/template.h"

namespace postbag::templates {

/// One piece of a mustache template.
struct Token {
  enum class Kind { text, value, ready_html, section, inverted, close, partial, comment };
  Kind kind = Kind::text;
  /// Text: the characters themselves. Comment: nothing. Else the name.
  std::string_view text;
  /// Where the token begins in the source.
  std::size_t offset = 0;
  /// Place of the name in the vocabulary (value, ready_html, section, inverted, close).
  std::size_t name = 0;
};

/// What is wrong with a template, and where.
struct Problem {
  std::size_t offset = 0;
  std::string message;
};

/// A template taken apart. `tokens` point into the source. As mustache(5) wants, a line that holds
/// only sections, comments or partials and white space loses its white space and its newline.
struct Scan {
  std::vector<Token> tokens;
  std::vector<Problem> problems;
};

/// Takes `source` apart and checks all but what the partials hold. The rules are those of
/// Template::parse(), but that partials are let through when `partials_allowed`, and `{{{x}}}` for
/// names with Use::ready_html when the markup is HTML.
[[nodiscard]] Scan scan(std::string_view source, const Vocabulary& vocabulary,
                        bool partials_allowed);

/// `file:line:column: message` for each problem, in the order of the text.
[[nodiscard]] std::vector<Error> located(std::vector<Problem> problems, std::string_view file,
                                         std::string_view source);

}  // namespace postbag::templates
