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

/// The look of a field of the letter's forms; null for a name that has none.
[[nodiscard]] const FieldLook* find_look(std::string_view name);

/// What partials/field.html shows: the look of `name`, which must have one, with the catalogue's
/// label and hint (`field.<name>`, `field.<name>_hint`), the value, and the first error of that
/// field, if any. `label` is the key of another label.
[[nodiscard]] templates::Value field(const View& view, std::string_view name,
                                     std::string_view value, const std::vector<Error>& errors,
                                     std::string_view label = {});

/// Puts the errors into the summary at the top of the page.
void add_errors(const View& view, Fields& page, const std::vector<Error>& errors);

}  // namespace postbag::http::pages
