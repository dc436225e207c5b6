#include "server/http/console/desk.h"

#include <algorithm>
#include <array>

#include "base/time_text.h"
#include "server/http/console/admission.h"

namespace postbag::http::console {
namespace {

struct Place {
  std::string_view href;
  std::string_view title;
  staff::Role role = staff::Role::viewer;
};

constexpr auto kMenu = std::to_array<Place>({
    {"/staff", "staff_home.title"},
    {"/staff/reach", "staff_reach.title"},
    {"/staff/mps", "staff_mps.title"},
    {"/staff/engagements", "staff_engagements.title"},
    {"/staff/delivery", "staff_delivery.title"},
    {"/staff/reports", "staff_reports.title"},
    {"/staff/people", "staff_people.title", staff::Role::admin},
    {"/staff/users", "staff_users.title", staff::Role::admin},
    {"/staff/audit", "staff_audit.title", staff::Role::admin},
    {"/staff/account", "staff_account.title"},
});

/// The pages that `role` may open; the one with this title is where the reader is.
List menu(const View& view, std::string_view title_key, staff::Role role) {
  List places;
  for (const Place& place : kMenu) {
    if (role < place.role) continue;
    places.emplace_back(Fields{{"menu_href", place.href},
                               {"menu_text", view.text(place.title)},
                               {"is_current", place.title == title_key}});
  }
  return places;
}

}  // namespace

templates::Value input(const View& view, const Field& look, std::string_view value,
                       const std::vector<Error>& errors) {
  const std::string name{look.name};
  const std::string* const hint = view.strings().find(std::string{look.label} + "_hint");
  const auto error = std::find_if(errors.begin(), errors.end(),
                                  [&](const Error& one) { return one.field == look.name; });
  const bool wrong = error != errors.end();
  std::string described_by = hint != nullptr ? name + "-hint" : std::string{};
  if (wrong) described_by += (described_by.empty() ? "" : " ") + name + "-error";
  return Fields{{"field_name", name},
                {"label", view.text(look.label)},
                {"hint", hint != nullptr ? *hint : std::string{}},
                {"error", wrong ? view.text(*error) : std::string{}},
                {"field_value", look.type == "password" ? std::string_view{} : value},
                {"lines", ""},
                {"width", look.width},
                {"input_type", look.type},
                {"autocomplete", look.autocomplete},
                {"input_mode", look.input_mode},
                {"spellcheck", "false"},
                {"described_by", described_by},
                {"most", std::to_string(look.most)}};
}

Fields console_fields(const View& view, std::string_view title_key) {
  Fields fields = pages::page_fields(view, view.text(title_key));
  fields["staff_style_href"] = "/assets/staff.css?v=" + view.service().assets.staff_style.version;
  fields["staff_script_href"] = "/assets/staff.js?v=" + view.service().assets.staff_script.version;
  fields["who"] = "";
  fields["menu"] = List{};
  fields["is_admin"] = false;
  fields["is_editor"] = false;
  return fields;
}

Fields console_fields(const View& view, std::string_view title_key, const staff::SignedIn& who) {
  Fields fields = console_fields(view, title_key);
  fields["who"] = who.email.text();
  fields["menu"] = menu(view, title_key, who.role);
  fields["is_admin"] = who.role == staff::Role::admin;
  fields["is_editor"] = who.role >= staff::Role::editor;
  fields["form_token"] = view.service().form_tokens.make(form_purpose(who));
  return fields;
}

void add_errors(const View& view, Fields& page, const std::vector<Error>& errors,
                std::string_view first) {
  List summary;
  for (const Error& error : errors)
    summary.emplace_back(Fields{{"summary_field", error.field.empty() ? first : error.field},
                                {"summary_message", view.text(error)}});
  page["has_errors"] = !errors.empty();
  page["summary"] = std::move(summary);
}

std::string moment(const View& view, Instant instant) {
  return view.date(instant) + ", " + london_time(instant);
}

std::string role_name(const View& view, staff::Role role) {
  return view.text("staff.role_" + std::string{name_of(role)});
}

List role_options(const View& view, staff::Role chosen) {
  List options;
  for (const staff::Role role : staff::kRoles)
    options.emplace_back(Fields{{"role_code", name_of(role)},
                                {"role_name", role_name(view, role)},
                                {"chosen", role == chosen}});
  return options;
}

}  // namespace postbag::http::console
