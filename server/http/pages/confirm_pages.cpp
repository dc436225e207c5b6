#include "server/http/error_status.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

constexpr std::string_view kPurpose = "confirm";

/// What a link that cannot be followed leads to.
Response dead_link(const Service& service, const Error& error) {
  Message page{status_of(error.code, false),
               "This link does not work",
               {error.message},
               "/",
               "See all campaigns"};
  if (error.code == "expired_letter") {
    page.heading = "This link has run out";
    page.paragraphs = {
        "Your letter was not confirmed in time, so it was not sent. You can write it again."};
  } else if (error.code == "withdrawn_letter") {
    page.heading = "This letter was taken back";
    page.paragraphs = {"You asked us not to send it, so it was not sent."};
  } else if (error.code == "already_wrote") {
    page.heading = "You have already written";
    page.paragraphs = {
        "Another letter of yours for this campaign was confirmed first. That one counts, and this "
        "one was not sent."};
  }
  return message(service, page);
}

Response ask(const Service& service, std::string_view token, const campaign::Confirmation& pending,
             std::string_view notice) {
  Fields fields = page_fields(service, "Is this letter yours?", pending.campaign.get());
  fields["name"] = pending.campaign ? pending.campaign->file.title : std::string{};
  const auto* const seat = pending.constituency;
  fields["constituency_name"] = seat != nullptr ? seat->name : std::string{"your constituency"};
  fields["mp_name"] = seat != nullptr && seat->member ? seat->member->name : std::string{"your MP"};
  fields["form_token"] = service.form_tokens.make(kPurpose);
  fields["hidden"] = List{Fields{{"hidden_name", "token"}, {"hidden_value", token}}};
  fields["notice"] = notice;
  return show(service, 200, "confirm.html", fields);
}

std::string one_of_text(const Service& service, const campaign::Campaign& campaign) {
  const auto reach = service.correspondence.reach(campaign);
  if (!reach.supporters) return {};
  return "You are one of " + grouped(*reach.supporters) +
         " people who have written for this campaign.";
}

Response thank(const Service& service, const campaign::Confirmation& confirmation) {
  Fields fields = page_fields(service, "Your letter is on its way", confirmation.campaign.get());
  const auto* const seat = confirmation.constituency;
  fields["mp_name"] = seat != nullptr && seat->member ? seat->member->name : std::string{"your MP"};
  fields["one_of"] =
      confirmation.campaign ? one_of_text(service, *confirmation.campaign) : std::string{};
  fields["reach_href"] =
      confirmation.campaign ? campaign_path(*confirmation.campaign) + "/reach" : std::string{"/"};
  return show(service, 200, "thanks.html", fields);
}

}  // namespace

Response confirm(Service& service, const Request& request) {
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(service, wait);
  const std::string_view token = request.parameter("token");
  const auto pending = service.correspondence.pending(token);
  if (!pending) return dead_link(service, pending.error());
  using campaign::LetterState;
  const LetterState state = pending->status.state;
  if (state == LetterState::expired) return dead_link(service, {"expired_letter", "", ""});
  if (state == LetterState::withdrawn) return dead_link(service, {"withdrawn_letter", "", ""});
  return ask(service, token, *pending, "");
}

Response confirmed(Service& service, const Request& request) {
  if (is_cross_site(request, service.settings.base_url))
    return error(service, 403, "The form came from another website. Follow the link in the email.");
  const std::string_view from_address = request.parameter("token");
  const std::string_view token = from_address.empty() ? request.field("token") : from_address;
  const auto verdict = service.form_tokens.check(request.field("form_token"), kPurpose);
  if (verdict == FormTokens::Verdict::forged)
    return error(service, 403,
                 "The form did not come from this service. Follow the link in the email again.");
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(service, wait);
  if (verdict == FormTokens::Verdict::expired) {
    const auto pending = service.correspondence.pending(token);
    if (!pending) return dead_link(service, pending.error());
    Response page = ask(service, token, *pending,
                        "This page was open for more than a day. Please press the button again.");
    page.status = 422;
    return page;
  }
  const auto confirmation = service.correspondence.confirm(token);
  return confirmation ? thank(service, *confirmation) : dead_link(service, confirmation.error());
}

}  // namespace postbag::http::pages
