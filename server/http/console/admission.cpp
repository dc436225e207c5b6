#include "server/http/console/admission.h"

#include <algorithm>

#include "server/http/console/cookies.h"
#include "server/http/console/desk.h"
#include "server/http/console/kept_form.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"

namespace postbag::http::console {
namespace {

constexpr std::string_view kHome = "/staff";

Response refused(const View& view, std::string_view detail) {
  return pages::message(view, {403,
                               view.text("staff.refused"),
                               {view.text(detail)},
                               view.link(std::string{kHome}),
                               view.text("staff.to_home")});
}

Response answer(Service& service, const Request& request, const ForStaff& route) {
  const View view{service};
  const auto who = service.accounts.session(cookie_of(service, request, Cookie::session));
  const bool is_form = request.method != "GET";
  const bool elsewhere = is_form && is_cross_site(request, service.settings.base_url);
  if (!who) {
    if (is_form && !elsewhere && is_kept(request, route)) return keep_form(view, request, who);
    const std::string next = is_form ? std::string{kHome} : request.path;
    return see_other(next == kHome ? "/staff/sign-in" : "/staff/sign-in?next=" + next);
  }
  if (who->role < route.least) return refused(view, "staff.not_yours");
  if (!is_form) return route.handler(service, request, *who);
  if (elsewhere) return refused(view, "staff.elsewhere");
  const auto verdict = service.form_tokens.check(request.field("form_token"), form_purpose(*who));
  if (verdict == FormTokens::Verdict::good) return route.handler(service, request, *who);
  return is_kept(request, route) ? keep_form(view, request, who) : refused(view, "staff.old_page");
}

}  // namespace

Response admit(Service& service, const Request& request, const ForStaff& route) {
  return unlisted(answer(service, request, route));
}

std::string form_purpose(const staff::SignedIn& who) {
  return "staff:" + who.token_hash;
}

std::string next_place(std::string_view wanted) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '-' || c == '_' || c == '.' || c == '~';
  };
  const bool ours =
      wanted.starts_with("/staff/") && std::all_of(wanted.begin(), wanted.end(), is_plain) &&
      wanted.find("/.") == std::string_view::npos && wanted.find("//") == std::string_view::npos &&
      !wanted.starts_with("/staff/sign-");
  return std::string{ours ? wanted : kHome};
}

Response see_other(std::string place) {
  Response response;
  response.status = 303;
  response.headers.emplace_back("Location", std::move(place));
  return response;
}

Response unlisted(Response response) {
  response.headers.emplace_back("X-Robots-Tag", "noindex, nofollow, noarchive");
  return response;
}

}  // namespace postbag::http::console
