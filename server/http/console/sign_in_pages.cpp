#include <fmt/format.h>

#include "server/campaign/made.h"
#include "server/http/console/admission.h"
#include "server/http/console/cookies.h"
#include "server/http/console/desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/pages/message.h"
#include "server/http/rate_limit.h"
#include "server/http/security.h"

namespace postbag::http::console {
namespace {

constexpr std::string_view kPurpose = "staff sign-in";

/// What is shown again when somebody was not let in.
struct SignIn {
  int status = 200;
  std::string email = {};
  std::string next;
  std::string notice = {};
  std::vector<Error> errors = {};
};

/// HTTP's header as well as a sentence.
Response with_wait(Response response, Duration wait) {
  if (wait > Duration::zero()) response.headers.emplace_back("Retry-After", retry_after(wait));
  return response;
}

Response ask_password(const View& view, const SignIn& at) {
  Fields page = console_fields(view, "staff_sign_in.title");
  add_errors(view, page, at.errors, "email");
  page["notice"] = at.notice;
  page["next"] = at.next;
  page["form_token"] = view.service().form_tokens.make(kPurpose);
  page["fields"] =
      List{input(view, {"email", "staff_sign_in.email", "email", "username", "email"}, at.email,
                 at.errors),
           input(view, {"password", "staff_sign_in.password", "password", "current-password"}, {},
                 at.errors)};
  return unlisted(pages::show(view, at.status, "staff-sign-in.html", page));
}

Response ask_code(const View& view, std::string_view next, const staff::Refusal& refusal) {
  const bool is_first = refusal.error.code == "code_needed";
  std::vector<Error> errors;
  if (!is_first) errors.push_back(refusal.error);
  Fields page = console_fields(view, "staff_code.title");
  add_errors(view, page, errors, "code");
  page["next"] = next;
  page["ticket"] = refusal.ticket;
  page["form_token"] = view.service().form_tokens.make(kPurpose);
  page["fields"] = List{input(
      view, {"code", "staff_code.code", "text", "one-time-code", "numeric", "short-input", 10}, {},
      errors)};
  const int status = is_first ? 200 : refusal.wait > Duration::zero() ? 429 : 422;
  return unlisted(with_wait(pages::show(view, status, "staff-code.html", page), refusal.wait));
}

Response let_in(Service& service, const Request& request, const staff::Entrance& entrance) {
  service.sign_in_limit.put_back(request.client);
  // The browser had another session: nobody can use that one any more.
  if (const auto old = service.accounts.session(cookie_of(service, request, Cookie::session)))
    service.accounts.sign_out(*old);
  Response response = unlisted(see_other(next_place(request.field("next"))));
  set_cookie(service, response, Cookie::session, entrance.token);
  set_cookie(service, response, Cookie::device, entrance.device);
  return response;
}

Response keep_out(const View& view, const Request& request, const staff::Refusal& refusal) {
  const std::string next = next_place(request.field("next"));
  // The password was right: a whole office behind one address may sign in at nine.
  if (refusal.error.code == "code_needed") view.service().sign_in_limit.put_back(request.client);
  if (!refusal.ticket.empty()) return ask_code(view, next, refusal);
  const int status = refusal.wait > Duration::zero() ? 429 : 422;
  return with_wait(
      ask_password(view, {status, std::string{request.field("email")}, next, {}, {refusal.error}}),
      refusal.wait);
}

/// The answer to a form that must not be followed; nothing when it may.
std::optional<Response> unsafe(const View& view, const Request& request, std::string_view purpose) {
  const Service& service = view.service();
  if (is_cross_site(request, service.settings.base_url))
    return unlisted(pages::error(view, 403, view.text("staff.elsewhere")));
  if (const Duration wait = service.sign_in_limit.take(request.client); wait > Duration::zero())
    return unlisted(pages::too_many(view, wait));
  if (service.form_tokens.check(request.field("form_token"), purpose) != FormTokens::Verdict::good)
    return ask_password(
        view, {403, std::string{request.field("email")}, next_place(request.field("next")),
               view.text("staff_sign_in.again")});
  return std::nullopt;
}

Response dead_link(const View& view) {
  return unlisted(pages::message(view, {404,
                                        view.text("staff_reset.dead"),
                                        {view.text("staff_reset.dead_text")},
                                        view.link("/staff/sign-in"),
                                        view.text("staff_sign_in.title")}));
}

Response ask_address(const View& view, const SignIn& at) {
  Fields page = console_fields(view, "staff_reset.ask");
  add_errors(view, page, at.errors, "email");
  page["notice"] = at.notice;
  page["form_token"] = view.service().form_tokens.make(kPurpose);
  page["fields"] = List{input(view, {"email", "staff_sign_in.email", "email", "username", "email"},
                              at.email, at.errors)};
  return unlisted(pages::show(view, at.status, "staff-forgotten.html", page));
}

staff::StaffMail reset_mail(const View& view, std::string_view id, std::string_view token) {
  const Service& service = view.service();
  const auto& wording = service.correspondence.wording();
  const templates::Mail text =
      wording.mails(Language::english)
          .reset({service.settings.service_name,
                  fmt::format("{}/staff/reset/{}", service.settings.base_url, token),
                  templates::spoken(wording.strings(Language::english), staff::kMailedResetLasts)});
  const std::string& from = service.correspondence.settings().letters_from.text();
  return {std::string{id},
          std::string{id}.append(from.substr(from.rfind('@'))),
          {},
          campaign::made<Line>(text.subject, "subject"),
          campaign::made<Prose>(text.body, "body")};
}

Response ask_new_password(const View& view, const Request& request, const staff::User& owner,
                          const std::vector<Error>& errors) {
  const std::string token{request.parameter("token")};
  Fields page = console_fields(view, "staff_reset.title");
  add_errors(view, page, errors, "password");
  page["email"] = owner.email.text();
  page["reset_href"] = view.link("/staff/reset/" + token);
  page["form_token"] = view.service().form_tokens.make(kPurpose);
  page["fields"] =
      List{input(view, {"password", "staff.new_password", "password", "new-password"}, {}, errors)};
  return unlisted(pages::show(view, errors.empty() ? 200 : 422, "staff-reset.html", page));
}

}  // namespace

Response sign_in(Service& service, const Request& request) {
  const View view{service};
  const auto next = request.query.find("next");
  const std::string place =
      next_place(next == request.query.end() ? std::string_view{} : std::string_view{next->second});
  if (service.accounts.session(cookie_of(service, request, Cookie::session)))
    return unlisted(see_other(place));
  return ask_password(view, {.next = place});
}

Response signed_in(Service& service, const Request& request) {
  const View view{service};
  if (auto answer = unsafe(view, request, kPurpose)) return std::move(*answer);
  const std::string_view device = cookie_of(service, request, Cookie::device);
  const std::string_view ticket = request.field("ticket");
  const auto entered =
      ticket.empty()
          ? service.accounts.sign_in(request.field("email"), request.field("password"), device)
          : service.accounts.enter_code(ticket, request.field("code"), device);
  if (!entered) return keep_out(view, request, entered.error());
  return let_in(service, request, *entered);
}

Response ask_reset(Service& service, const Request&) {
  return ask_address(View{service}, {.next = {}});
}

Response reset_asked(Service& service, const Request& request) {
  const View view{service};
  const std::string typed{request.field("email")};
  if (auto answer = unsafe(view, request, kPurpose)) return std::move(*answer);
  const auto email = EmailAddress::parse(typed);
  if (!email) return ask_address(view, {422, typed, {}, {}, {email.error()}});
  service.accounts.mail_reset(*email, [&](std::string_view id, std::string_view token) {
    return reset_mail(view, id, token);
  });
  return unlisted(pages::message(
      view, {200,
             view.text("staff_reset.asked"),
             {view.text("staff_reset.asked_text"), view.text("staff_reset.asked_nothing")},
             view.link("/staff/sign-in"),
             view.text("staff_sign_in.title")}));
}

Response reset(Service& service, const Request& request) {
  const View view{service};
  if (const Duration wait = service.confirmation_limit.take(request.client);
      wait > Duration::zero())
    return unlisted(pages::too_many(view, wait));
  const auto owner = service.accounts.owner_of_reset(request.parameter("token"));
  if (!owner) return dead_link(view);
  return ask_new_password(view, request, *owner, {});
}

Response was_reset(Service& service, const Request& request) {
  const View view{service};
  if (auto answer = unsafe(view, request, kPurpose)) return std::move(*answer);
  const auto owner = service.accounts.owner_of_reset(request.parameter("token"));
  if (!owner) return dead_link(view);
  const auto device = service.accounts.reset(request.parameter("token"), request.field("password"));
  if (!device) {
    if (device.error().code == "unknown_link") return dead_link(view);
    return ask_new_password(view, request, *owner, {device.error()});
  }
  Response response =
      ask_password(view, {200, owner->email.text(), next_place({}), view.text("staff_reset.done")});
  set_cookie(service, response, Cookie::device, *device);
  return response;
}

Response style(Service& service, const Request& request) {
  return send_asset(service.assets.staff_style, request, true);
}

Response script(Service& service, const Request& request) {
  return send_asset(service.assets.staff_script, request, true);
}

Response sign_out(Service& service, const Request&, const staff::SignedIn& who) {
  service.accounts.sign_out(who);
  Response response = see_other("/staff/sign-in");
  set_cookie(service, response, Cookie::session, {});
  return response;
}

}  // namespace postbag::http::console
