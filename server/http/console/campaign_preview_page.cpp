#include <fmt/format.h>

#include "base/token.h"
#include "server/campaign/made.h"
#include "server/campaign/recipient.h"
#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/campaign_filter.h"
#include "server/http/console/endpoints.h"

namespace postbag::http::console {
namespace {

using templates::Exclusion;
using templates::Variant;

constexpr Field kPostcode{"postcode", "staff_preview.postcode", "text", "off", {}, "short-input",
                          40};

/// What was asked for, and what it came to.
struct Asked {
  std::string postcode;
  std::string constituency;
  Language language = Language::english;
};

Asked asked_in(const Request& request) {
  return {std::string{trimmed(request.field("postcode"))},
          std::string{request.field("constituency")},
          parse_language(request.field("language")).value_or(Language::english)};
}

/// A letter of nobody's: what supporters type is made up, and looks it.
campaign::SubmissionFields sample(const View& view, const staff::SignedIn& who,
                                  const Asked& asked) {
  campaign::SubmissionFields fields;
  fields.postcode = asked.postcode;
  fields.constituency = asked.constituency;
  fields.first_name = "Jo";
  fields.last_name = "Example";
  fields.email = who.email.text();
  fields.address = "1 Example Street";
  fields.story = view.text("staff_preview.story");
  fields.language = code_of(asked.language);
  return fields;
}

/// Why this letter: the MP as filters see them, and the filter that let them through.
std::string reason_of(const View& view, const templates::CampaignFile& file,
                      const data::Constituency& seat, Language language) {
  const auto choice = templates::choose(file, campaign::target_of(seat), language);
  if (const auto* const letter = std::get_if<const Variant*>(&choice)) {
    const auto number = std::to_string(*letter - file.letters.data() + 1);
    return view.text("staff_preview.letter",
                     {{"number", number}, {"filter", filter_text(view, (*letter)->filter)}});
  }
  const Exclusion* const exclusion = std::get<const Exclusion*>(choice);
  if (file.unmatched && exclusion == &*file.unmatched) return view.text("staff_preview.unmatched");
  const auto number = std::to_string(exclusion - file.exclusions.data() + 1);
  return view.text("staff_preview.excluded",
                   {{"number", number}, {"filter", filter_text(view, exclusion->filter)}});
}

std::string described(const View& view, const data::Constituency& seat) {
  const templates::Target target = campaign::target_of(seat);
  std::string text = fmt::format("{}, {}, {}", seat.member->name, target.party, seat.name);
  text.append(", ").append(target.region);
  if (target.nation != target.region) text.append(", ").append(target.nation);
  for (const std::string& office : target.offices)
    text.append("; ").append(office);
  return view.text("staff_preview.mp", {{"mp", text}});
}

/// The draft as a campaign that a letter can be written with.
std::optional<campaign::Campaign> draft_of(const CampaignDesk& desk) {
  auto file = templates::parse_campaign(desk.draft.body, "campaign.toml");
  if (!file) return std::nullopt;
  return campaign::Campaign{0, std::move(*file), campaign::Stage::live, desk.draft.version};
}

List seats(const View& view, const Asked& asked) {
  List options;
  if (asked.postcode.empty()) return options;
  const auto answer = view.service().correspondence.lookup(asked.postcode);
  if (!answer) return options;
  const auto& all = answer->constituencies;
  if (all.size() < 2 && asked.constituency.empty()) return options;
  for (const data::Constituency* seat : all)
    options.emplace_back(Fields{{"option_value", seat->code},
                                {"option_name", seat->name},
                                {"chosen", seat->code == asked.constituency}});
  return options;
}

struct Shown {
  int status = 200;
  std::string notice = {};
  std::vector<Error> errors = {};
};

Fields preview_page(const View& view, const staff::SignedIn& who, const CampaignDesk& desk,
                    const Asked& asked, const Shown& shown) {
  Fields page = campaign_fields(view, "staff_preview.title", who, desk);
  std::vector<Error> errors = shown.errors;
  for (Error& error : errors)
    if (error.field != "constituency") error.field = "postcode";
  add_errors(view, page, errors, "postcode");
  page["notice"] = shown.notice;
  page["fields"] = List{input(view, kPostcode, asked.postcode, errors)};
  page["seats"] = seats(view, asked);
  page["in_welsh"] = asked.language == Language::welsh;
  page["mistakes"] = mistake_links(desk, templates::mistakes_in(desk.draft.body));
  for (const char* name : {"reason", "mp", "explanation", "from", "reply_to", "to", "subject",
                           "body", "text_lang", "postcode", "constituency", "language"})
    page[name] = "";
  return page;
}

void add_letter(const View& view, Fields& page, const campaign::Draft& draft, const Asked& asked) {
  page["from"] = pages::from_text(view.service(), draft.from_name);
  page["reply_to"] = draft.reply_to.text();
  page["to"] = draft.constituency->member->title;
  page["subject"] = draft.subject.text();
  page["body"] = draft.body.text();
  page["text_lang"] = view.lang(draft.language);
  page["postcode"] = asked.postcode;
  page["constituency"] = asked.constituency;
  page["language"] = code_of(asked.language);
}

/// The letter again, and what it is about, for whoever asked for it. It goes to nobody else.
campaign::ServiceMail test_mail(const View& view, const CampaignDesk& desk,
                                const campaign::Draft& draft) {
  const Service& service = view.service();
  SystemRng rng;
  const std::string& from = service.correspondence.settings().letters_from.text();
  const std::string subject =
      view.text("staff_preview.test_subject", {{"subject", draft.subject.text()}});
  const std::string body = fmt::format(
      "{}\n\n{}\n{}\n\n{}",
      view.text("staff_preview.test_text",
                {{"name", desk.title()}, {"version", std::to_string(desk.draft.version)}}),
      view.text("staff_preview.test_from", {{"from", pages::from_text(service, draft.from_name)}}),
      view.text("staff_preview.test_to", {{"to", draft.constituency->member->title}}),
      draft.body.text());
  return {random_token(rng) + from.substr(from.rfind('@')),
          campaign::made<Line>(subject, "subject"), campaign::made<Prose>(body, "body")};
}

void send_test(const View& view, Service& service, const staff::SignedIn& who,
               const CampaignDesk& desk, const campaign::Draft& draft) {
  SystemRng rng;
  service.office.mail_oneself(
      random_token(rng), test_mail(view, desk, draft), who.email,
      campaign_deed(service, who, "campaign.tested", desk.slug, version_text(desk.draft.version)));
}

}  // namespace

Response preview(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  return pages::show(view, 200, "staff-preview.html", preview_page(view, who, *desk, {}, {}));
}

Response previewed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const Asked asked = asked_in(request);
  const auto draft = draft_of(*desk);
  const auto submission = campaign::parse_submission(sample(view, who, asked), false);
  const auto show = [&](const Shown& shown) {
    return preview_page(view, who, *desk, asked, shown);
  };
  if (!draft) return pages::show(view, 422, "staff-preview.html", show({}));
  if (!submission)
    return pages::show(view, 422, "staff-preview.html", show({422, {}, submission.error()}));
  const auto seat = service.correspondence.target(submission->postcode, submission->constituency);
  if (!seat) return pages::show(view, 422, "staff-preview.html", show({422, {}, {seat.error()}}));
  const auto letter = service.correspondence.draft(*draft, *submission);
  const bool sends = letter && request.field("step") == "test" && who.role >= staff::Role::editor;
  if (sends) send_test(view, service, who, *desk, *letter);
  Fields page =
      show({200,
            sends ? view.text("staff_preview.sent", {{"email", who.email.text()}}) : std::string{},
            {}});
  page["mp"] = described(view, **seat);
  page["reason"] = reason_of(view, draft->file, **seat, asked.language);
  if (letter)
    add_letter(view, page, *letter, asked);
  else
    page["explanation"] = letter.error().front().message;
  return pages::show(view, 200, "staff-preview.html", page);
}

}  // namespace postbag::http::console
