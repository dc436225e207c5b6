#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/http/pages/layout.h"

namespace postbag::http::pages {

/// How a field is shown, whoever fills it in.
struct FieldLook {
  std::string_view name;
  std::string_view label;
  std::string_view hint = {};
  /// WCAG 2.2, success criterion 1.3.5; HTML's autofill names.
  std::string_view autocomplete = {};
  std::string_view input_type = "text";
  std::string_view input_mode = {};
  /// CSS class that says how much is expected.
  std::string_view width = "wide-input";
  bool spellcheck = false;
  /// What a browser lets in, in UTF-16 code units (HTML's maxlength): never more characters than
  /// parse_submission() takes.
  int most = 0;
  /// Of a text area; 0 for a single line.
  int lines = 0;
};

/// The look of a field of the letter's forms. Throws std::out_of_range for a name that has none.
[[nodiscard]] const FieldLook& look_of(std::string_view name);

/// What partials/field.html shows: the look, the value and the first error of that field, if any.
[[nodiscard]] templates::Value field(const FieldLook& look, std::string_view value,
                                     const std::vector<Error>& errors);

/// Puts the errors into the summary at the top of the page.
void add_errors(Fields& page, const std::vector<Error>& errors);

}  // namespace postbag::http::pages
