#include <algorithm>
#include <array>

#include "server/http/error_status.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/pages/standing.h"
#include "server/http/pages/thanks.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

using campaign::LetterState;

constexpr std::string_view kPurpose = "confirm";

struct DeadLink {
  std::string_view code;
  /// Of the catalogue: `confirm.<key>` and `confirm.<key>_text`.
  std::string_view key;
};

constexpr std::array kDeadLinks{DeadLink{"expired_letter", "expired"},
                                DeadLink{"withdrawn_letter", "withdrawn"},
                                DeadLink{"already_wrote", "already"}};

std::string path_of(std::string_view token) {
  return "/confirm/" + std::string{token};
}

/// What a link that cannot be followed leads to.
Response dead_link(const View& view, std::string_view token, std::string_view code) {
  const auto* const known = std::find_if(kDeadLinks.begin(), kDeadLinks.end(),
                                         [&](const DeadLink& link) { return link.code == code; });
  const std::string key =
      "confirm." + std::string{known == kDeadLinks.end() ? std::string_view{"dead"} : known->key};
  return message(view, {status_of(code, false),
                        view.text(key),
                        {view.text(key + "_text")},
                        view.link("/"),
                        view.text("page.see_all"),
                        nullptr,
                        {},
                        view.switched(path_of(token))});
}

std::string mp_of(const View& view, const campaign::Confirmation& confirmation) {
  return confirmation.member != nullptr ? confirmation.member->name : view.text("page.your_mp");
}

/// Where a letter stands that its owner has said yes to.
Response stand(const View& view, std::string_view token, const campaign::Confirmation& letter) {
  const LetterState state = letter.status.state;
  const bool vacant =
      letter.constituency != nullptr && letter.constituency->seat == data::Seat::vacant;
  const bool waits =
      state == LetterState::queued && (vacant || view.service().correspondence.dissolved());
  const bool goes =
      state == LetterState::queued || state == LetterState::sending || state == LetterState::sent;
  if (goes && !waits) return thank(view, letter, view.switched(path_of(token)));
  const Standing standing = standing_of(view, state, mp_of(view, letter), letter.constituency);
  Message page{200,
               standing.heading,
               {standing.text},
               view.link("/"),
               view.text("page.see_all"),
               letter.campaign.get(),
               view.link(letter.own_letters_path),
               view.switched(path_of(token))};
  if (const std::string leaves = leaves_text(view, letter.leaves_at); !leaves.empty())
    page.paragraphs.push_back(leaves);
  if (letter.campaign) {
    page.link = view.link(campaign_path(*letter.campaign) + "/reach");
    page.link_text = view.text("page.see_reach_of_this");
  }
  return message(view, page);
}

Response ask(const View& view, std::string_view token, const campaign::Confirmation& pending,
             std::string_view notice) {
  Fields fields = page_fields(view, view.text("confirm.title"), pending.campaign.get());
  put(fields, view, "name",
      pending.campaign ? view.texts(*pending.campaign).title
                       : templates::InLanguage<std::string>{"", view.language()});
  const auto* const seat = pending.constituency;
  fields["constituency_name"] =
      seat != nullptr ? view.name_of(*seat) : view.text("page.your_constituency");
  fields["mp_name"] = mp_of(view, pending);
  fields["from"] = from_text(view.service(), pending.from_name);
  fields["reply_to"] = "";
  fields["to"] =
      pending.member != nullptr ? pending.member->title : view.text("page.your_mp_start");
  fields["subject"] = pending.subject.text();
  fields["body"] = pending.body.text();
  fields["text_lang"] = view.lang(pending.language);
  fields["form_token"] = view.service().form_tokens.make(kPurpose);
  fields["hidden"] = List{Fields{{"hidden_name", "token"}, {"hidden_value", token}}};
  fields["notice"] = notice.empty() && view.service().correspondence.dissolved()
                         ? view.text("confirm.dissolved", {{"mp", mp_of(view, pending)}})
                         : std::string{notice};
  fields["switch_href"] = view.switched(path_of(token));
  return show(view, 200, "confirm.html", fields);
}

/// What the link leads to, without doing anything.
Response look(const View& view, std::string_view token, std::string_view notice) {
  const auto pending = view.service().correspondence.pending(token);
  if (!pending) return dead_link(view, token, pending.error().code);
  const LetterState state = pending->status.state;
  if (state == LetterState::expired) return dead_link(view, token, "expired_letter");
  if (state == LetterState::withdrawn) return dead_link(view, token, "withdrawn_letter");
  if (state != LetterState::awaiting_confirmation) return stand(view, token, *pending);
  return ask(view, token, *pending, notice);
}

}  // namespace

Response confirm(Service& service, const Request& request) {
  const View view{service, request};
  if (const Duration wait = service.confirmation_limit.take(request.client);
      wait > Duration::zero())
    return too_many(view, wait);
  return look(view, request.parameter("token"), "");
}

Response confirmed(Service& service, const Request& request) {
  const View view{service, request};
  if (is_cross_site(request, service.settings.base_url))
    return error(view, 403, view.text("message.elsewhere_confirm"));
  const std::string_view from_address = request.parameter("token");
  const std::string_view token = from_address.empty() ? request.field("token") : from_address;
  const auto verdict = service.form_tokens.check(request.field("form_token"), kPurpose);
  if (const Duration wait = service.confirmation_limit.take(request.client);
      wait > Duration::zero()) {
    service.correspondence.measures().confirmations.add("limit");
    return too_many(view, wait);
  }
  if (verdict != FormTokens::Verdict::good) {
    const bool expired = verdict == FormTokens::Verdict::expired;
    Response page =
        look(view, token, view.text(expired ? "confirm.old_page" : "confirm.strange_page"));
    if (page.status == 200) page.status = expired ? 422 : 403;
    return page;
  }
  const auto confirmation = service.correspondence.confirm(token);
  return confirmation ? stand(view, token, *confirmation)
                      : dead_link(view, token, confirmation.error().code);
}

}  // namespace postbag::http::pages
