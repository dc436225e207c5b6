#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/console/desk.h"

namespace postbag::http::console {

/// One of the things that a select offers.
struct Option {
  std::string code;
  std::string name;
};

/// What partials/staff-field.html shows as a select; `label` is a text of the catalogue, with its
/// hint where there is one.
[[nodiscard]] templates::Value choice(const View& view, std::string_view name,
                                      std::string_view label, const std::vector<Option>& options,
                                      std::string_view chosen, const std::vector<Error>& errors);

/// What partials/staff-field.html shows as a field of so many lines; 0: an input.
[[nodiscard]] templates::Value text_field(const View& view, const Field& look, int lines,
                                          std::string_view value, const std::vector<Error>& errors);

}  // namespace postbag::http::console
