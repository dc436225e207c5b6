#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "server/http/campaign_access.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/journey.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"
#include "server/http/theme.h"

namespace postbag::http::pages {
namespace {

using Verdict = FormTokens::Verdict;

Response closed(const Service& service, const campaign::Campaign& campaign, const Error& error) {
  return message(service,
                 {410,
                  error.code == "unopened_campaign" ? "Not open yet" : "This campaign has closed",
                  {error.message},
                  campaign_path(campaign) + "/reach",
                  "See which MPs it has reached",
                  &campaign});
}

Response busy(const Service& service, const Request& request, Duration wait) {
  Response response =
      show_try_again(service, request, 429, "Please wait a moment",
                     {"A great many requests came from your connection. Nothing has been sent yet.",
                      "Everything you typed is kept in this page. Wait a minute, then try again."});
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  response.headers.emplace_back("Retry-After", std::to_string(std::max<std::int64_t>(1, seconds)));
  return response;
}

Response keep_for_later(const Service& service, const Request& request) {
  Response response = show_try_again(
      service, request, 503, "We cannot take your letter just now",
      {"The fault is ours. Nothing has been sent, and everything you typed is kept in this page.",
       "Leave it open, wait a few minutes, then try again."});
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

/// Nothing is done on the word of a form that we cannot recognise, and nothing typed into it is
/// lost: our key may have changed while the page was open.
Response ask_again(Journey& journey, Verdict verdict) {
  const bool expired = verdict == Verdict::expired;
  Response page =
      journey.stay(std::string{expired ? "This page was open for more than a day."
                                       : "We could not be sure that this page came from us."} +
                   " Nothing is lost, and nothing has been sent. Please press the button again.");
  page.status = expired ? 422 : 403;
  return page;
}

Response take_step(Service& service, const Request& request) {
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(service);
  const std::string_view token = request.field("form_token");
  const Verdict verdict = service.form_tokens.check(token, form_purpose(*found));
  if (const auto open = check_open(*found, service.clock.now()); !open)
    return closed(service, *found, open.error());
  Journey journey{service, *found, read_letter_form(request)};
  const bool sends = verdict == Verdict::good && request.field("step") == "send";
  RateLimit& limit = sends ? service.letter_limit : service.lookup_limit;
  if (const Duration wait = limit.take(request.client); wait > Duration::zero()) {
    if (sends) service.correspondence.measures().submissions.add("limit");
    return busy(service, request, wait);
  }
  if (verdict != Verdict::good) return ask_again(journey, verdict);
  return journey.advance(token);
}

bool is_utf8_form(const Request& request) {
  return std::all_of(request.form.begin(), request.form.end(), [](const auto& field) {
    return is_utf8(field.first) && is_utf8(field.second);
  });
}

}  // namespace

Response campaign(Service& service, const Request& request) {
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(service);
  if (const auto open = check_open(*found, service.clock.now()); !open)
    return closed(service, *found, open.error());
  LetterForm form;
  if (const auto source = request.query.find("source"); source != request.query.end())
    form.fields.source = checked_source(source->second);
  return show_postcode({service, *found, form});
}

Response campaign_step(Service& service, const Request& request) {
  if (is_cross_site(request, service.settings.base_url))
    return error(service, 403, "The form came from another website. Please start here instead.");
  if (!is_utf8_form(request))
    return error(service, 400,
                 "The form is not valid UTF-8. Nothing has been sent. Go back in your browser: all "
                 "you typed is still there.");
  try {
    return take_step(service, request);
  } catch (const std::runtime_error&) {
    log(LogLevel::error, "http.unavailable", {{"request", request.id}});
    return keep_for_later(service, request);
  }
}

Response theme(Service& service, const Request& request) {
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(service);
  return send_asset(make_asset("text/css; charset=utf-8", theme_css(found->file.accent_colour)),
                    request, true);
}

}  // namespace postbag::http::pages
