#include "server/http/console/kept_form.h"

#include <algorithm>
#include <array>

#include "server/http/security.h"

namespace postbag::http::console {
namespace {

constexpr std::string_view kToken = "form_token";

/// Nobody typed these.
constexpr std::array<std::string_view, 3> kNotTyped{kToken, "version", "step"};

bool is_typed(std::string_view name, std::string_view value) {
  return !value.empty() && std::find(kNotTyped.begin(), kNotTyped.end(), name) == kNotTyped.end();
}

}  // namespace

bool is_kept(const Request& request, const ForStaff& route) {
  const bool from_a_page =
      request.fetch_site == "same-origin" || (!request.origin.empty() && request.origin != "null");
  return route.least == staff::Role::editor && from_a_page;
}

Response keep_form(const View& view, const Request& request,
                   const std::optional<staff::SignedIn>& who) {
  Fields page = who ? console_fields(view, "staff_again.title", *who)
                    : console_fields(view, "staff_again.signed_out");
  page["is_signed_in"] = who.has_value();
  page["heading"] = page["page_title"];
  page["action"] = request.path;
  if (!who) page["form_token"] = "";
  List hidden;
  List typed;
  for (const auto& [name, value] : request.form) {
    if (name == kToken) continue;
    hidden.emplace_back(Fields{{"hidden_name", name}, {"hidden_value", value}});
    if (is_typed(name, value)) typed.emplace_back(Fields{{"typed_text", value}});
  }
  page["hidden"] = std::move(hidden);
  page["has_typed"] = !typed.empty();
  page["typed"] = std::move(typed);
  return pages::show(view, 403, "staff-again.html", page);
}

}  // namespace postbag::http::console
