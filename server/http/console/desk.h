#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/pages/layout.h"

namespace postbag::http::console {

using pages::Fields;
using pages::List;

/// The console is in English, whatever the browser prefers.
class View : public pages::View {
 public:
  explicit View(const Service& service) : pages::View(service, Language::english) {}
};

/// How a field of a form is shown.
struct Field {
  std::string_view name;
  /// In the catalogue; its hint is the same with `_hint`, if there is one.
  std::string_view label;
  std::string_view type = "text";
  /// HTML's autofill names (WCAG 2.2, success criterion 1.3.5).
  std::string_view autocomplete = "off";
  std::string_view input_mode = {};
  std::string_view width = "wide-input";
  /// HTML's maxlength.
  int most = 200;
};

/// What partials/field.html shows. `value` is given back; a password's never is.
[[nodiscard]] templates::Value input(const View& view, const Field& look, std::string_view value,
                                     const std::vector<Error>& errors);

/// What every page of the console needs, for nobody yet.
[[nodiscard]] Fields console_fields(const View& view, std::string_view title_key);

/// The same with the navigation of who is signed in, and the token of their forms.
[[nodiscard]] Fields console_fields(const View& view, std::string_view title_key,
                                    const staff::SignedIn& who);

/// Puts the errors into the summary at the top of the page; those without a field lead to `first`.
void add_errors(const View& view, Fields& page, const std::vector<Error>& errors,
                std::string_view first);

/// `22 November 2026, 09:30`, in London.
[[nodiscard]] std::string moment(const View& view, Instant instant);

[[nodiscard]] std::string role_name(const View& view, staff::Role role);

/// Of a select: the roles, with `chosen` chosen.
[[nodiscard]] List role_options(const View& view, staff::Role chosen);

}  // namespace postbag::http::console
