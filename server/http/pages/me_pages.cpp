#include <algorithm>

#include "server/http/error_status.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/pages/standing.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

using campaign::LetterState;
using campaign::OwnLetter;

/// What the address of a request to these pages says, and who reads them.
struct Visit {
  Visit(Service& of, const Request& request)
      : service(of),
        view(of, request),
        token(request.parameter("token")),
        own(of.correspondence.own_letters()) {}

  [[nodiscard]] std::string path(std::string_view rest = {}) const {
    return view.link("/me/" + token + std::string{rest});
  }
  /// Where the page is in the other language, once it has answered a form.
  [[nodiscard]] std::string switched(std::string_view rest = {}) const {
    return view.switched("/me/" + token + std::string{rest});
  }
  /// One form's token is of no use on another person's page.
  [[nodiscard]] std::string purpose() const { return "me:" + token; }

  Service& service;
  const View view;
  const std::string token;
  campaign::OwnLetters own;
};

/// These addresses are secrets of one person: no search engine may keep what is there.
Response for_one_person(Response response) {
  response.headers.emplace_back("X-Robots-Tag", "noindex, nofollow, noarchive");
  return response;
}

/// What a link leads to that shows nothing.
Response dead_link(const Visit& visit, std::string_view code) {
  const std::string key = code == "erased_person" ? "me.erased" : "me.dead";
  return message(visit.view, {status_of(code, false),
                              visit.view.text(key),
                              {visit.view.text(key + "_text")},
                              visit.view.link("/"),
                              visit.view.text("page.see_all"),
                              nullptr,
                              {},
                              visit.switched()});
}

const data::Constituency* seat_of(const Visit& visit, const OwnLetter& letter) {
  return visit.service.correspondence.data_set().find(letter.constituency);
}

/// The MP's name, while the seat is still theirs.
std::string mp_of(const Visit& visit, const OwnLetter& letter) {
  const auto* const seat = seat_of(visit, letter);
  const bool theirs = seat != nullptr && seat->member && seat->member->id == letter.member;
  return theirs ? seat->member->name : visit.view.text("page.your_mp");
}

/// What partials/letter.html shows.
void add_text(const Visit& visit, const OwnLetter& letter, Fields& fields) {
  const auto* const seat = seat_of(visit, letter);
  const bool theirs = seat != nullptr && seat->member && seat->member->id == letter.member;
  fields["from"] = from_text(visit.service, letter.name);
  fields["reply_to"] = letter.email.text();
  fields["to"] = theirs ? seat->member->title : visit.view.text("page.your_mp_start");
  fields["subject"] = letter.subject.text();
  fields["body"] = letter.body.text();
  fields["text_lang"] =
      visit.view.lang(parse_language(letter.language).value_or(Language::english));
}

/// The language of words that somebody agreed to: Welsh where they are what the campaign asks
/// readers of Welsh today.
Language language_of(const std::string& wording, const campaign::Campaign* campaign) {
  if (campaign == nullptr) return Language::english;
  const auto& asked = campaign->file.texts(Language::welsh).consent;
  return asked.text == wording ? asked.language : Language::english;
}

/// What its writer agreed to, or may still agree to.
void add_consent(const View& view, const OwnLetter& letter, const campaign::Campaign* campaign,
                 Fields& fields) {
  const bool ended_unsent =
      letter.state == LetterState::withdrawn || letter.state == LetterState::expired;
  const bool may_agree = letter.has_text && !ended_unsent && campaign != nullptr;
  const templates::InLanguage<std::string> none{"", view.language()};
  const bool asks = letter.consent_wording.empty() && may_agree;
  put(fields, view, "agreed",
      {letter.consent_wording, language_of(letter.consent_wording, campaign)});
  put(fields, view, "not_agreed", asks ? view.texts(*campaign).consent : none);
}

Fields letter_fields(const Visit& visit, const OwnLetter& letter) {
  const View& view = visit.view;
  const auto campaign = visit.service.catalogue.find(letter.campaign_id);
  const auto* const seat = seat_of(visit, letter);
  const Standing standing = standing_of(view, letter.state, mp_of(visit, letter), seat);
  Fields fields{
      {"letter", letter.public_id},
      {"about", view.text("me.about",
                          {{"mp", mp_of(visit, letter)},
                           {"constituency", seat != nullptr ? view.name_of(*seat)
                                                            : view.text("page.your_constituency")},
                           {"date", view.date(letter.written_at)}})},
      {"heading", standing.heading},
      {"text", standing.text},
      {"leaves", leaves_text(view, letter.leaves_at)},
      {"may_withdraw", campaign::can_be_withdrawn(letter.state)},
      {"has_text", letter.has_text}};
  put(fields, view, "name",
      campaign ? view.texts(*campaign).title
               : templates::InLanguage<std::string>{letter.campaign, Language::english});
  add_consent(view, letter, campaign.get(), fields);
  add_text(visit, letter, fields);
  return fields;
}

Response show_letters(const Visit& visit, int status = 200, std::string_view notice = {}) {
  const auto person = visit.own.find(visit.token);
  if (!person) return dead_link(visit, person.error().code);
  List letters;
  for (const OwnLetter& letter : person->letters)
    if (!letter.repeated) letters.emplace_back(letter_fields(visit, letter));
  Fields fields = page_fields(visit.view, visit.view.text("me.title"));
  fields["letters"] = std::move(letters);
  fields["more"] = person->more;
  fields["switch_href"] = visit.switched();
  fields["notice"] = notice;
  fields["form_token"] = visit.service.form_tokens.make(visit.purpose());
  fields["me_href"] = visit.path();
  fields["copy_href"] = visit.path("/letters.json");
  fields["erase_href"] = visit.path("/erase");
  return show(visit.view, status, "me.html", fields);
}

Response show_question(const Visit& visit, int status = 200, std::string_view notice = {}) {
  if (const auto person = visit.own.find(visit.token); !person)
    return dead_link(visit, person.error().code);
  Fields fields = page_fields(visit.view, visit.view.text("me_erase.title"));
  fields["switch_href"] = visit.switched("/erase");
  fields["notice"] = notice;
  fields["form_token"] = visit.service.form_tokens.make(visit.purpose());
  fields["me_href"] = visit.path();
  fields["copy_href"] = visit.path("/letters.json");
  fields["erase_href"] = visit.path("/erase");
  return show(visit.view, status, "me-erase.html", fields);
}

/// What became of something that could not be done, above the letters as they are now.
Response refused(const Visit& visit, const Error& error) {
  if (error.code == "unknown_token" || error.code == "erased_person")
    return dead_link(visit, error.code);
  return show_letters(visit, status_of(error.code, true), visit.view.text("me." + error.code));
}

Response withdraw(Visit& visit, std::string_view letter) {
  const auto withdrawn = visit.own.withdraw(visit.token, letter);
  if (!withdrawn) return refused(visit, withdrawn.error());
  Fields fields = page_fields(visit.view, visit.view.text("me_withdrawn.title"));
  fields["mp_name"] = mp_of(visit, withdrawn->letter);
  fields["may_have_left"] = withdrawn->may_have_left;
  fields["me_href"] = visit.path();
  add_text(visit, withdrawn->letter, fields);
  return show(visit.view, 200, "me-withdrawn.html", fields);
}

Response set_consent(Visit& visit, std::string_view letter, bool agrees) {
  const auto done = visit.own.set_consent(visit.token, letter, agrees, visit.view.language());
  if (!done) return refused(visit, done.error());
  return show_letters(visit, 200, visit.view.text(agrees ? "me.now_agreed" : "me.now_not_agreed"));
}

Response erase(Visit& visit) {
  const auto erased = visit.own.erase(visit.token);
  if (!erased) return dead_link(visit, erased.error().code);
  const View& view = visit.view;
  Message page{200,
               view.text("me_erase.done"),
               {view.text("me_erase.done_text")},
               view.link("/"),
               view.text("page.see_all")};
  if (erased->withdrawn > 0)
    page.paragraphs.push_back(view.count("me_erase.withdrawn", erased->withdrawn));
  if (erased->leaving > 0)
    page.paragraphs.push_back(view.count("me_erase.leaving", erased->leaving));
  return message(view, page);
}

/// The answer to a request that must not be followed; nothing when it may.
std::optional<Response> too_often(const Visit& visit, const Request& request) {
  const Duration wait = visit.service.confirmation_limit.take(request.client);
  if (wait > Duration::zero()) return too_many(visit.view, wait);
  return std::nullopt;
}

/// The same for what changes something: `again` is the page with the button once more.
std::optional<Response> unsafe(const Visit& visit, const Request& request,
                               Response (*again)(const Visit&, int, std::string_view)) {
  if (is_cross_site(request, visit.service.settings.base_url))
    return error(visit.view, 403, visit.view.text("message.elsewhere_confirm"));
  if (auto answer = too_often(visit, request)) return answer;
  const auto verdict =
      visit.service.form_tokens.check(request.field("form_token"), visit.purpose());
  if (verdict == FormTokens::Verdict::good) return std::nullopt;
  const bool expired = verdict == FormTokens::Verdict::expired;
  return again(visit, expired ? 422 : 403,
               visit.view.text(expired ? "confirm.old_page" : "confirm.strange_page"));
}

}  // namespace

Response me(Service& service, const Request& request) {
  const Visit visit{service, request};
  if (auto answer = too_often(visit, request)) return for_one_person(std::move(*answer));
  return for_one_person(show_letters(visit));
}

Response me_changed(Service& service, const Request& request) {
  Visit visit{service, request};
  if (auto answer = unsafe(visit, request, show_letters)) return for_one_person(std::move(*answer));
  const std::string_view step = request.field("step");
  const std::string_view letter = request.field("letter");
  if (step == "withdraw") return for_one_person(withdraw(visit, letter));
  if (step == "agree" || step == "disagree")
    return for_one_person(set_consent(visit, letter, step == "agree"));
  return for_one_person(show_letters(visit));
}

Response me_erase(Service& service, const Request& request) {
  const Visit visit{service, request};
  if (auto answer = too_often(visit, request)) return for_one_person(std::move(*answer));
  return for_one_person(show_question(visit));
}

Response me_erased(Service& service, const Request& request) {
  Visit visit{service, request};
  if (auto answer = unsafe(visit, request, show_question))
    return for_one_person(std::move(*answer));
  return for_one_person(erase(visit));
}

Response me_copy(Service& service, const Request& request) {
  const Visit visit{service, request};
  if (auto answer = too_often(visit, request)) return for_one_person(std::move(*answer));
  auto record = visit.own.record(visit.token, visit.view.language());
  if (!record) return for_one_person(dead_link(visit, record.error().code));
  return for_one_person({200,
                         "application/json; charset=utf-8",
                         std::move(*record),
                         {{"Content-Disposition", "attachment; filename=\"my-letters.json\""}}});
}

}  // namespace postbag::http::pages
