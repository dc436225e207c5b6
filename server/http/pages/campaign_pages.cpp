#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/journey.h"
#include "server/http/pages/message.h"
#include "server/http/rate_limit.h"
#include "server/http/security.h"
#include "server/http/theme.h"

namespace postbag::http::pages {
namespace {

using Verdict = FormTokens::Verdict;

/// `typed`: what the reader wrote before it closed.
Response show_closed(const View& view, const campaign::Campaign& campaign,
                     const campaign::Closed& closed, std::string typed = {}) {
  const std::string key = "closed." + std::string{closed.code};
  const std::string next = key + (closed.letters_from ? "_until" : "_text");
  const std::string date = closed.letters_from ? view.date(*closed.letters_from) : std::string{};
  Message page{410,
               view.text(key),
               {view.text(next, {{"date", date}})},
               view.link(campaign_path(campaign) + "/reach"),
               view.text("page.see_reach"),
               &campaign};
  // In the other language the page would come without what was typed.
  if (typed.empty()) page.switch_href = view.switched(campaign_path(campaign));
  page.typed = std::move(typed);
  return message(view, page);
}

/// The letter as far as it went.
std::string typed_in(const Request& request) {
  const std::string_view body = request.field("body");
  return std::string{body.empty() ? request.field("story") : body};
}

Response busy(const View& view, const Request& request, Duration wait) {
  Response response =
      show_try_again(view, request, 429, view.text("try_again.busy"),
                     {view.text("try_again.busy_1"), view.text("try_again.busy_2")});
  response.headers.emplace_back("Retry-After", retry_after(wait));
  return response;
}

Response keep_for_later(const View& view, const Request& request) {
  Response response =
      show_try_again(view, request, 503, view.text("try_again.later"),
                     {view.text("try_again.later_1"), view.text("try_again.later_2")});
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

/// Nothing is done on the word of a form that we cannot recognise, and nothing typed into it is
/// lost: our key may have changed while the page was open.
Response ask_again(const View& view, Journey& journey, Verdict verdict) {
  const bool expired = verdict == Verdict::expired;
  Response page =
      journey.stay(view.text(expired ? "try_again.old_page" : "try_again.strange_page"));
  page.status = expired ? 422 : 403;
  return page;
}

Response take_step(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  const std::string_view token = request.field("form_token");
  const Verdict verdict = service.form_tokens.check(token, form_purpose(*found));
  if (const auto closed = service.correspondence.closed(*found))
    return show_closed(view, *found, *closed, typed_in(request));
  Journey journey{view, *found, read_letter_form(request, view.language())};
  const bool sends = verdict == Verdict::good && request.field("step") == "send";
  RateLimit& limit = sends ? service.letter_limit : service.lookup_limit;
  if (const Duration wait = limit.take(request.client); wait > Duration::zero()) {
    if (sends) service.correspondence.measures().submissions.add("limit");
    return busy(view, request, wait);
  }
  if (verdict != Verdict::good) return ask_again(view, journey, verdict);
  return journey.advance(token);
}

/// The browser may keep the page for its own Back button, and asks anew otherwise: a page that
/// answers a form and is not kept cannot be gone back to without sending the form again.
Response kept_for_back(Response page) {
  page.headers.emplace_back("Cache-Control", "private, no-cache");
  return page;
}

bool is_utf8_form(const Request& request) {
  return std::all_of(request.form.begin(), request.form.end(), [](const auto& field) {
    return is_utf8(field.first) && is_utf8(field.second);
  });
}

}  // namespace

Response campaign(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  if (const auto closed = service.correspondence.closed(*found))
    return show_closed(view, *found, *closed);
  LetterForm form;
  if (const auto source = request.query.find("source"); source != request.query.end())
    form.fields.source = checked_source(source->second);
  return show_postcode({view, *found, form});
}

Response campaign_again(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  return {303, "text/plain; charset=utf-8", "", {{"Location", view.link(campaign_path(*found))}}};
}

Response check_email(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  return found ? show_check_email(view, *found, false) : no_such_campaign(view);
}

Response campaign_step(Service& service, const Request& request) {
  if (is_cross_site(request, service.settings.base_url))
    return error(View{service, request}, 403, View{service, request}.text("message.elsewhere"));
  if (!is_utf8_form(request))
    return error(View{service, request}, 400, View{service, request}.text("message.not_utf8"));
  try {
    return kept_for_back(take_step(service, request));
  } catch (const std::runtime_error&) {
    log(LogLevel::error, "http.unavailable", {{"request", request.id}});
    return kept_for_back(keep_for_later(View{service, request}, request));
  }
}

Response theme(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  return send_asset(make_asset("text/css; charset=utf-8", theme_css(found->file.theme)), request,
                    true);
}

Response logo(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  const auto& logo = found->file.theme.logo;
  if (!logo) return error(view, 404);
  Response response = send_asset(make_asset(logo->media_type, logo->bytes), request, true);
  // Beside the policy of every page: opened by itself, an SVG is a document of nobody's.
  response.headers.emplace_back("Content-Security-Policy", "sandbox");
  return response;
}

}  // namespace postbag::http::pages
