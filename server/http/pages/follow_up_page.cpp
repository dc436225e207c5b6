#include "server/http/pages/endpoints.h"
#include "server/http/pages/form_fields.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"
#include "server/office/follow_ups.h"

namespace postbag::http::pages {
namespace {

using office::FollowUp;
using office::FollowUpKey;

/// Whose question the link of a request is, and who reads it.
struct Visit {
  Visit(Service& of, const Request& request)
      : service(of),
        view(of, request),
        token(request.parameter("token")),
        key(office::read_follow_up_token(token, of.correspondence.settings().secret)) {
    if (key) asked = of.office.follow_up(*key);
  }

  [[nodiscard]] std::string path() const { return view.link("/follow-up/" + token); }
  /// One form's token is of no use on another person's page.
  [[nodiscard]] std::string purpose() const { return "follow-up:" + token; }

  Service& service;
  const View view;
  const std::string token;
  const std::optional<FollowUpKey> key;
  /// Nothing for a link that leads nowhere.
  std::optional<FollowUp> asked;
};

/// These addresses are secrets of one person: no search engine may keep what is there.
Response for_one_person(Response response) {
  response.headers.emplace_back("X-Robots-Tag", "noindex, nofollow, noarchive");
  return response;
}

/// A page that says how it stands: `follow_up.{key}` and its text.
Response say(const Visit& visit, int status, const std::string& key) {
  return message(visit.view, {status,
                              visit.view.text("follow_up." + key),
                              {visit.view.text("follow_up." + key + "_text")},
                              visit.view.link("/"),
                              visit.view.text("page.see_all"),
                              nullptr,
                              {},
                              visit.view.switched("/follow-up/" + visit.token)});
}

std::string mp_of(const Visit& visit) {
  const auto* const seat = visit.service.correspondence.data_set().find(visit.asked->constituency);
  const bool theirs = seat != nullptr && seat->member && seat->member->id == visit.asked->member;
  return theirs ? seat->member->name : visit.view.text("page.your_mp");
}

/// What the link leads to, without doing anything: mail scanners follow links.
Response look(const Visit& visit, int status = 200, std::string_view notice = {},
              const std::vector<Error>& errors = {}) {
  if (!visit.asked) return say(visit, 404, "dead");
  if (visit.asked->stopped) return say(visit, 200, "stopped");
  if (visit.asked->answer) return say(visit, 200, "answered");
  const View& view = visit.view;
  Fields fields = page_fields(view, view.text("follow_up.title"));
  add_errors(view, fields, errors);
  fields["error"] = errors.empty() ? std::string{} : errors.front().message;
  fields["notice"] = notice;
  fields["mp_name"] = mp_of(visit);
  fields["sent_on"] = view.date(visit.asked->sent_at);
  fields["form_action"] = visit.path();
  fields["form_token"] = visit.service.form_tokens.make(visit.purpose());
  fields["switch_href"] = view.switched("/follow-up/" + visit.token);
  return show(view, status, "follow-up.html", fields);
}

Response answer(const Visit& visit, const Request& request) {
  const auto told = office::parse_follow_up_answer(request.field("answer"));
  if (!told)
    return look(visit, 422, {}, {{"no_answer", visit.view.text("follow_up.choose"), "answer"}});
  const bool noted = visit.service.office.answer(
      *visit.key, *told, office::parse_manner(request.field("manner")), visit.service.clock.now());
  return say(visit, 200, noted ? "thanks" : "answered");
}

std::optional<Response> too_often(const Visit& visit, const Request& request) {
  const Duration wait = visit.service.confirmation_limit.take(request.client);
  if (wait > Duration::zero()) return too_many(visit.view, wait);
  return std::nullopt;
}

Response done(const Visit& visit, const Request& request) {
  if (is_cross_site(request, visit.service.settings.base_url))
    return error(visit.view, 403, visit.view.text("message.elsewhere_confirm"));
  if (auto answer = too_often(visit, request)) return std::move(*answer);
  const auto verdict =
      visit.service.form_tokens.check(request.field("form_token"), visit.purpose());
  if (verdict != FormTokens::Verdict::good) {
    const bool expired = verdict == FormTokens::Verdict::expired;
    return look(visit, expired ? 422 : 403,
                visit.view.text(expired ? "confirm.old_page" : "confirm.strange_page"));
  }
  if (!visit.asked) return say(visit, 404, "dead");
  if (request.field("step") != "stop") return answer(visit, request);
  const bool stopped = visit.service.office.stop_follow_ups(*visit.key, visit.service.clock.now());
  return stopped ? say(visit, 200, "stopped") : say(visit, 404, "dead");
}

}  // namespace

Response follow_up(Service& service, const Request& request) {
  const Visit visit{service, request};
  if (auto answer = too_often(visit, request)) return for_one_person(std::move(*answer));
  return for_one_person(look(visit));
}

Response followed_up(Service& service, const Request& request) {
  return for_one_person(done(Visit{service, request}, request));
}

}  // namespace postbag::http::pages
