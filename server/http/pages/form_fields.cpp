#include "server/http/pages/form_fields.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace postbag::http::pages {
namespace {

constexpr std::array kLooks{
    FieldLook{.name = "postcode",
              .label = "Your postcode",
              .hint = "The one where you live, like DE1 1AA",
              .autocomplete = "postal-code",
              .width = "short-input",
              .most = 40},
    FieldLook{.name = "title",
              .label = "Title (optional)",
              .hint = "Like Ms, Mr, Mx or Dr",
              .autocomplete = "honorific-prefix",
              .width = "short-input",
              .most = 20},
    FieldLook{.name = "first_name",
              .label = "First name",
              .hint = "",
              .autocomplete = "given-name",
              .most = 60},
    FieldLook{.name = "last_name",
              .label = "Last name",
              .hint = "",
              .autocomplete = "family-name",
              .most = 80},
    FieldLook{
        .name = "email",
        .label = "Email address",
        .hint = "We send you one email to make sure the letter is yours. Your MP answers to it.",
        .autocomplete = "email",
        .input_type = "email",
        .input_mode = "email",
        .most = 254},
    FieldLook{.name = "address",
              .label = "Your address",
              .hint = "Street and town. Your postcode is added for you. MPs check that you live in "
                      "their constituency.",
              .autocomplete = "street-address",
              .most = 400,
              .lines = 3},
    FieldLook{.name = "story",
              .label = "Your own words (optional)",
              .hint = "",
              .autocomplete = "off",
              .spellcheck = true,
              .most = 4'000,
              .lines = 8},
    FieldLook{.name = "subject",
              .label = "Subject",
              .hint = "",
              .autocomplete = "off",
              .spellcheck = true,
              .most = 200},
    FieldLook{.name = "body",
              .label = "Letter",
              .hint = "",
              .autocomplete = "off",
              .spellcheck = true,
              .most = 10'000,
              .lines = 24},
};

}  // namespace

const FieldLook& look_of(std::string_view name) {
  const auto* const found = std::find_if(
      kLooks.begin(), kLooks.end(), [name](const FieldLook& look) { return look.name == name; });
  if (found == kLooks.end()) throw std::out_of_range("a form field without a look");
  return *found;
}

templates::Value field(const FieldLook& look, std::string_view value,
                       const std::vector<Error>& errors) {
  const std::string name{look.name};
  const auto wrong = std::find_if(errors.begin(), errors.end(),
                                  [&](const Error& error) { return error.field == look.name; });
  std::string described_by = look.hint.empty() ? "" : name + "-hint";
  if (wrong != errors.end()) described_by += (described_by.empty() ? "" : " ") + name + "-error";
  return Fields{{"field_name", name},
                {"label", look.label},
                {"hint", look.hint},
                {"error", wrong == errors.end() ? std::string{} : wrong->message},
                {"field_value", value},
                {"lines", look.lines == 0 ? std::string{} : std::to_string(look.lines)},
                {"width", look.width},
                {"input_type", look.input_type},
                {"autocomplete", look.autocomplete},
                {"input_mode", look.input_mode},
                {"spellcheck", look.spellcheck ? "true" : "false"},
                {"most", std::to_string(look.most)},
                {"described_by", described_by}};
}

void add_errors(Fields& page, const std::vector<Error>& errors) {
  List summary;
  summary.reserve(errors.size());
  for (const Error& error : errors)
    summary.emplace_back(
        Fields{{"summary_field", error.field}, {"summary_message", error.message}});
  page["has_errors"] = !summary.empty();
  page["summary"] = std::move(summary);
}

}  // namespace postbag::http::pages
