#include "server/http/console/desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/qr_code.h"
#include "server/staff/totp.h"

namespace postbag::http::console {
namespace {

/// What the page shows besides what is.
struct Shown {
  std::string notice = {};
  std::vector<Error> errors = {};
  /// Of a second factor that is being set up.
  std::string totp_secret = {};
};

List sessions_of(const View& view, const staff::SignedIn& who) {
  List sessions;
  for (const staff::StoredSession& session : view.service().accounts.sessions(who))
    sessions.emplace_back(Fields{{"began", moment(view, session.created_at)},
                                 {"seen", moment(view, session.seen_at)},
                                 {"is_this", session.token_hash == who.token_hash}});
  return sessions;
}

void add_totp(const View& view, const staff::SignedIn& who, const Shown& shown, Fields& page) {
  page["has_totp"] = who.has_totp;
  page["setting_up"] = !shown.totp_secret.empty();
  page["totp_secret"] = shown.totp_secret;
  page["totp_typed"] = staff::spaced_secret(shown.totp_secret);
  page["qr"] = "";
  page["code_fields"] = List{input(
      view, {"code", "staff_account.code", "text", "one-time-code", "numeric", "short-input", 10},
      {}, shown.errors)};
  page["present_fields"] =
      List{input(view, {"totp_present", "staff_account.present", "password", "current-password"},
                 {}, shown.errors)};
  if (shown.totp_secret.empty()) return;
  page["qr"] = qr_code(staff::totp_address(view.service().settings.service_name, who.email.text(),
                                           shown.totp_secret),
                       view.text("staff_account.qr"));
}

Response show_account(const View& view, const staff::SignedIn& who, const Shown& shown) {
  Fields page = console_fields(view, "staff_account.title", who);
  add_errors(view, page, shown.errors, "present");
  page["notice"] = shown.notice;
  page["role"] = role_name(view, who.role);
  page["password_fields"] =
      List{input(view, {"present", "staff_account.present", "password", "current-password"}, {},
                 shown.errors),
           input(view, {"password", "staff.new_password", "password", "new-password"}, {},
                 shown.errors)};
  List sessions = sessions_of(view, who);
  page["others"] = sessions.size() > 1;
  page["sessions"] = std::move(sessions);
  add_totp(view, who, shown, page);
  return pages::show(view, shown.errors.empty() ? 200 : 422, "staff-account.html", page);
}

/// The account as it is after a change.
Response changed(const View& view, const staff::SignedIn& who, std::string_view notice) {
  return show_account(view, who, {view.text(notice)});
}

Response change_password(const View& view, const Request& request, const staff::SignedIn& who) {
  const auto done = view.service().accounts.change_password(who, request.field("present"),
                                                            request.field("password"));
  if (!done) return show_account(view, who, {{}, {done.error()}});
  return changed(view, who, "staff_account.password_changed");
}

Response confirm_totp(const View& view, const Request& request, staff::SignedIn who) {
  const std::string secret{request.field("totp_secret")};
  auto done = view.service().accounts.confirm_totp(who, secret, request.field("code"),
                                                   request.field("totp_present"));
  if (!done) {
    if (done.error().field == "present") done.error().field = "totp_present";
    return show_account(view, who,
                        {{}, {done.error()}, staff::is_totp_secret(secret) ? secret : ""});
  }
  who.has_totp = true;
  return changed(view, who, "staff_account.totp_on");
}

Response remove_totp(const View& view, const Request& request, staff::SignedIn who) {
  auto done = view.service().accounts.remove_totp(who, request.field("totp_present"));
  if (!done) {
    if (done.error().field == "present") done.error().field = "totp_present";
    return show_account(view, who, {{}, {done.error()}});
  }
  who.has_totp = false;
  return changed(view, who, "staff_account.totp_off");
}

}  // namespace

Response account(Service& service, const Request&, const staff::SignedIn& who) {
  return show_account(View{service}, who, {});
}

Response account_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string_view step = request.field("step");
  if (step == "password") return change_password(view, request, who);
  if (step == "begin_totp") return show_account(view, who, {{}, {}, service.accounts.begin_totp()});
  if (step == "confirm_totp") return confirm_totp(view, request, who);
  if (step == "remove_totp") return remove_totp(view, request, who);
  if (step == "end_others") {
    service.accounts.end_other_sessions(who);
    return changed(view, who, "staff_account.others_ended");
  }
  return show_account(view, who, {});
}

}  // namespace postbag::http::console
