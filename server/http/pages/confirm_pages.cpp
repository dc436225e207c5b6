#include <algorithm>
#include <array>
#include <stdexcept>

#include "server/http/error_status.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

using campaign::LetterState;

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

std::string mp_of(const campaign::Confirmation& confirmation) {
  return confirmation.member != nullptr ? confirmation.member->name : "your MP";
}

struct Standing {
  LetterState state;
  std::string_view heading;
  /// Around the MP's name.
  std::string_view before;
  std::string_view after;
};

/// How a confirmed letter stands, in plain words.
constexpr std::array kStandings{
    Standing{LetterState::queued, "Your letter is on its way",
             "You have said yes to this letter. It will be sent to ", " for you."},
    Standing{LetterState::sending, "Your letter is on its way", "It is being sent to ",
             " just now."},
    Standing{LetterState::sent, "Your letter has been sent", "It has gone to ",
             ". Their reply will come to your own email address. It can take some weeks."},
    Standing{LetterState::bounced, "Your letter came back", "We sent it to ",
             ", but it was returned. They have most likely not read it."},
    Standing{LetterState::failed, "Your letter could not be delivered", "The mail server of ",
             " did not take it. You can write to them by post: House of Commons, London, "
             "SW1A 0AA."},
    Standing{LetterState::uncertain, "We are not sure that your letter arrived",
             "The connection broke just as we handed it over for ",
             ". So that it does not arrive twice, it is looked into before it is sent again."},
    Standing{LetterState::held, "Your letter is waiting", "Before it goes to ",
             ", something about it has to be looked at. You need not do anything."},
};

/// Where a letter stands that its owner has said yes to.
Response stand(const Service& service, const campaign::Confirmation& letter) {
  const auto* const found =
      std::find_if(kStandings.begin(), kStandings.end(),
                   [&](const Standing& standing) { return standing.state == letter.status.state; });
  if (found == kStandings.end()) throw std::logic_error("a confirmed letter in no known state");
  Message page{200,
               std::string{found->heading},
               {std::string{found->before} + mp_of(letter) + std::string{found->after}},
               "/",
               "See all campaigns",
               letter.campaign.get()};
  if (letter.campaign) {
    page.link = campaign_path(*letter.campaign) + "/reach";
    page.link_text = "See which MPs this campaign has reached";
  }
  return message(service, page);
}

Response ask(const Service& service, std::string_view token, const campaign::Confirmation& pending,
             std::string_view notice) {
  Fields fields = page_fields(service, "Is this letter yours?", pending.campaign.get());
  fields["name"] = pending.campaign ? pending.campaign->file.title : std::string{};
  const auto* const seat = pending.constituency;
  fields["constituency_name"] = seat != nullptr ? seat->name : std::string{"your constituency"};
  fields["mp_name"] = mp_of(pending);
  fields["from"] = from_text(service, pending.from_name);
  fields["reply_to"] = "";
  fields["to"] = pending.member != nullptr ? pending.member->title : std::string{"Your MP"};
  fields["subject"] = pending.subject.text();
  fields["body"] = pending.body.text();
  fields["form_token"] = service.form_tokens.make(kPurpose);
  fields["hidden"] = List{Fields{{"hidden_name", "token"}, {"hidden_value", token}}};
  fields["notice"] = notice;
  return show(service, 200, "confirm.html", fields);
}

std::string one_of_text(const Service& service, const campaign::Campaign& campaign) {
  const auto reach = service.correspondence.reach(campaign);
  if (!reach.supporters) return {};
  return "You are one of at least " + grouped(*reach.supporters) +
         " people who have written for this campaign.";
}

Response thank(const Service& service, const campaign::Confirmation& confirmation) {
  Fields fields = page_fields(service, "Your letter is on its way", confirmation.campaign.get());
  fields["mp_name"] = mp_of(confirmation);
  fields["one_of"] =
      confirmation.campaign ? one_of_text(service, *confirmation.campaign) : std::string{};
  fields["reach_href"] =
      confirmation.campaign ? campaign_path(*confirmation.campaign) + "/reach" : std::string{"/"};
  return show(service, 200, "thanks.html", fields);
}

/// What the link leads to, without doing anything.
Response look(const Service& service, std::string_view token, std::string_view notice) {
  const auto pending = service.correspondence.pending(token);
  if (!pending) return dead_link(service, pending.error());
  const LetterState state = pending->status.state;
  if (state == LetterState::expired) return dead_link(service, {"expired_letter", "", ""});
  if (state == LetterState::withdrawn) return dead_link(service, {"withdrawn_letter", "", ""});
  if (state != LetterState::awaiting_confirmation) return stand(service, *pending);
  return ask(service, token, *pending, notice);
}

}  // namespace

Response confirm(Service& service, const Request& request) {
  if (const Duration wait = service.confirmation_limit.take(request.client);
      wait > Duration::zero())
    return too_many(service, wait);
  return look(service, request.parameter("token"), "");
}

Response confirmed(Service& service, const Request& request) {
  if (is_cross_site(request, service.settings.base_url))
    return error(service, 403, "The form came from another website. Follow the link in the email.");
  const std::string_view from_address = request.parameter("token");
  const std::string_view token = from_address.empty() ? request.field("token") : from_address;
  const auto verdict = service.form_tokens.check(request.field("form_token"), kPurpose);
  if (const Duration wait = service.confirmation_limit.take(request.client);
      wait > Duration::zero()) {
    service.correspondence.measures().confirmations.add("limit");
    return too_many(service, wait);
  }
  if (verdict != FormTokens::Verdict::good) {
    const bool expired = verdict == FormTokens::Verdict::expired;
    Response page =
        look(service, token,
             std::string{expired ? "This page was open for more than a day."
                                 : "We could not be sure that this page came from us."} +
                 " Please press the button again.");
    if (page.status == 200) page.status = expired ? 422 : 403;
    return page;
  }
  const auto confirmation = service.correspondence.confirm(token);
  if (!confirmation) return dead_link(service, confirmation.error());
  return confirmation->status.state == LetterState::queued ? thank(service, *confirmation)
                                                           : stand(service, *confirmation);
}

}  // namespace postbag::http::pages
