#include "server/http/pages/form_fields.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace postbag::http::pages {
namespace {

constexpr std::array kLooks{
    FieldLook{
        .name = "postcode", .autocomplete = "postal-code", .width = "short-input", .most = 40},
    FieldLook{
        .name = "title", .autocomplete = "honorific-prefix", .width = "short-input", .most = 20},
    FieldLook{.name = "first_name", .autocomplete = "given-name", .most = 60},
    FieldLook{.name = "last_name", .autocomplete = "family-name", .most = 80},
    FieldLook{.name = "email",
              .autocomplete = "email",
              .input_type = "email",
              .input_mode = "email",
              .most = 254},
    FieldLook{.name = "address", .autocomplete = "street-address", .most = 400, .lines = 3},
    FieldLook{.name = "story", .spellcheck = true, .most = 4'000, .lines = 8},
    FieldLook{.name = "on_behalf_of", .spellcheck = true, .most = 80},
    // One line in the mail; here it may take two, so that a phone shows it whole.
    FieldLook{.name = "subject", .spellcheck = true, .most = 200, .lines = 2},
    FieldLook{.name = "body", .spellcheck = true, .most = 10'000, .lines = 24},
};

}  // namespace

const FieldLook* find_look(std::string_view name) {
  const auto* const found = std::find_if(
      kLooks.begin(), kLooks.end(), [name](const FieldLook& look) { return look.name == name; });
  return found == kLooks.end() ? nullptr : found;
}

templates::Value field(const View& view, std::string_view name, std::string_view value,
                       const std::vector<Error>& errors, std::string_view label) {
  const FieldLook* const look = find_look(name);
  if (look == nullptr) throw std::out_of_range("a form field without a look");
  const std::string key = "field." + std::string{name};
  const std::string* const hint = view.strings().find(key + "_hint");
  const auto wrong = std::find_if(errors.begin(), errors.end(),
                                  [&](const Error& error) { return error.field == name; });
  const std::string id{name};
  std::string described_by = hint == nullptr ? "" : id + "-hint";
  if (wrong != errors.end()) described_by += (described_by.empty() ? "" : " ") + id + "-error";
  return Fields{{"field_name", id},
                {"label", view.text(label.empty() ? key : label)},
                {"hint", hint == nullptr ? std::string{} : *hint},
                {"error", wrong == errors.end() ? std::string{} : view.text(*wrong)},
                {"field_value", value},
                {"lines", look->lines == 0 ? std::string{} : std::to_string(look->lines)},
                {"width", look->width},
                {"input_type", look->input_type},
                {"autocomplete", look->autocomplete},
                {"input_mode", look->input_mode},
                {"spellcheck", look->spellcheck ? "true" : "false"},
                {"most", std::to_string(look->most)},
                {"described_by", described_by}};
}

void add_errors(const View& view, Fields& page, const std::vector<Error>& errors) {
  List summary;
  summary.reserve(errors.size());
  for (const Error& error : errors)
    summary.emplace_back(
        Fields{{"summary_field", error.field}, {"summary_message", view.text(error)}});
  page["has_errors"] = !summary.empty();
  page["summary"] = std::move(summary);
}

}  // namespace postbag::http::pages
