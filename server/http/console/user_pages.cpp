#include <algorithm>

#include "server/http/console/desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"
#include "server/http/error_status.h"

namespace postbag::http::console {
namespace {

constexpr std::int64_t kLinesOfAudit = 50;

/// What the page shows besides the accounts.
struct Shown {
  std::string notice = {};
  std::vector<Error> errors = {};
  /// A link that was just made, and whose.
  std::string link = {};
  std::string link_for = {};
  /// What was typed for a new account.
  std::string email = {};
  staff::Role role = staff::Role::viewer;
};

std::string state_of(const View& view, const staff::User& user) {
  if (user.disabled_at) return view.text("staff_users.disabled");
  return view.text(user.password.empty() ? "staff_users.no_password" : "staff_users.enabled");
}

Fields user_fields(const View& view, const staff::User& user) {
  return {{"user", std::to_string(user.id)},
          {"email", user.email.text()},
          {"state", state_of(view, user)},
          {"since", view.text("staff_users.since", {{"date", view.date(user.created_at)}})},
          {"is_enabled", !user.disabled_at.has_value()},
          {"has_totp", !user.totp_secret.empty()},
          {"roles", role_options(view, user.role)}};
}

Response show_users(const View& view, const staff::SignedIn& who, const Shown& shown) {
  Fields page = console_fields(view, "staff_users.title", who);
  add_errors(view, page, shown.errors, "email");
  page["notice"] = shown.notice;
  page["link"] = shown.link;
  page["link_for"] = shown.link_for;
  page["fields"] = List{input(view, {"email", "staff_users.email", "email", "off", "email"},
                              shown.email, shown.errors)};
  page["new_roles"] = role_options(view, shown.role);
  List users;
  for (const staff::User& user : view.service().accounts.users())
    users.emplace_back(user_fields(view, user));
  page["users"] = std::move(users);
  return pages::show(view, shown.errors.empty() ? 200 : 422, "staff-users.html", page);
}

Response show_link(const View& view, const staff::SignedIn& who, std::int64_t id,
                   const std::string& email) {
  const auto token = view.service().accounts.make_reset(who.actor(), id);
  if (!token) return show_users(view, who, {{}, {token.error()}});
  return show_users(
      view, who,
      {.link = view.service().settings.base_url + "/staff/reset/" + *token, .link_for = email});
}

Response add_user(const View& view, const Request& request, const staff::SignedIn& who) {
  const std::string typed{request.field("email")};
  const auto role = staff::parse_role(request.field("role")).value_or(staff::Role::viewer);
  const auto email = EmailAddress::parse(typed);
  if (!email) return show_users(view, who, {{}, {email.error()}, {}, {}, typed, role});
  const auto added = view.service().accounts.add(who.actor(), *email, role, {});
  if (!added) return show_users(view, who, {{}, {added.error()}, {}, {}, typed, role});
  return show_link(view, who, *added, email->text());
}

Result<void> change_user(staff::Accounts& accounts, const Request& request,
                         const staff::Actor& actor, std::int64_t id) {
  const std::string_view step = request.field("step");
  if (step == "disable") return accounts.disable(actor, id);
  if (step == "enable") return accounts.enable(actor, id);
  if (step == "forget_totp") return accounts.forget_totp(actor, id);
  const auto role = staff::parse_role(request.field("role"));
  if (step == "role" && role) return accounts.set_role(actor, id, *role);
  return fail("unknown_user", "There is no such account.");
}

/// Such as `user.role`, in words.
std::string deed(const View& view, std::string action) {
  std::replace(action.begin(), action.end(), '.', '_');
  const std::string* const words = view.strings().find("staff_did." + action);
  return words != nullptr ? *words : action;
}

}  // namespace

Response users(Service& service, const Request&, const staff::SignedIn& who) {
  return show_users(View{service}, who, {});
}

Response users_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string_view step = request.field("step");
  if (step == "add") return add_user(view, request, who);
  const std::int64_t id = whole_number(request.field("user"));
  if (step == "link") return show_link(view, who, id, std::string{request.field("email")});
  const auto done = change_user(service.accounts, request, who.actor(), id);
  if (!done) return show_users(view, who, {{}, {done.error()}});
  return show_users(view, who, {view.text("staff_users.changed")});
}

Response audit(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto asked = request.query.find("before");
  const auto lines = service.accounts.audit(
      asked == request.query.end() ? 0 : whole_number(asked->second), kLinesOfAudit);
  List shown;
  for (const auto& [number, entry] : lines)
    shown.emplace_back(Fields{{"at", moment(view, entry.at)},
                              {"actor", entry.actor.name},
                              {"deed", deed(view, entry.action)},
                              {"subject", entry.subject},
                              {"detail", entry.detail}});
  Fields page = console_fields(view, "staff_audit.title", who);
  page["lines"] = std::move(shown);
  const bool more = static_cast<std::int64_t>(lines.size()) == kLinesOfAudit;
  page["older_href"] =
      more ? "/staff/audit?before=" + std::to_string(lines.back().number) : std::string{};
  return pages::show(view, 200, "staff-audit.html", page);
}

}  // namespace postbag::http::console
