#include <array>

#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"

namespace postbag::http::console {
namespace {

using templates::CampaignDocument;
using templates::DocumentTexts;

/// A text of the form; its name is its label's key in `[staff_edit]`.
struct TextField {
  std::string DocumentTexts::*member;
  std::string_view name;
  std::string_view welsh_name;
  std::string_view label;
  std::string_view welsh_label;
  /// In characters: as parse_campaign() has it.
  int most;
  /// 0: one line.
  int rows;
};

constexpr std::array kTexts{
    TextField{&DocumentTexts::title, "title", "welsh_title", "staff_edit.title",
              "staff_edit.welsh_title", 120, 0},
    TextField{&DocumentTexts::organisation, "organisation", "welsh_organisation",
              "staff_edit.organisation", "staff_edit.welsh_organisation", 120, 0},
    TextField{&DocumentTexts::summary, "summary", "welsh_summary", "staff_edit.summary",
              "staff_edit.welsh_summary", 1'200, 3},
    TextField{&DocumentTexts::ask, "ask", "welsh_ask", "staff_edit.ask", "staff_edit.welsh_ask",
              300, 0},
    TextField{&DocumentTexts::consent, "consent", "welsh_consent", "staff_edit.consent",
              "staff_edit.welsh_consent", 300, 0},
    TextField{&DocumentTexts::privacy_notice, "privacy_notice", "welsh_privacy_notice",
              "staff_edit.privacy_notice", "staff_edit.welsh_privacy_notice", 10'000, 8},
    TextField{&DocumentTexts::unmatched, "unmatched", "welsh_unmatched", "staff_edit.unmatched",
              "staff_edit.welsh_unmatched", 2'000, 3}};

/// What has one line and no Welsh.
struct PlainField {
  std::string CampaignDocument::*member;
  std::string_view name;
  std::string_view label;
  int most;
};

constexpr std::array kPlain{
    PlainField{&CampaignDocument::opens, "opens", "staff_edit.opens", 10},
    PlainField{&CampaignDocument::closes, "closes", "staff_edit.closes", 10},
    PlainField{&CampaignDocument::accent_colour, "accent_colour", "staff_edit.accent_colour", 7}};

constexpr Field kPrompts{
    "story_prompts", "staff_edit.story_prompts", "text", "off", {}, "wide-input", 4'000};
constexpr Field kWelshPrompts{"welsh_story_prompts",
                              "staff_edit.welsh_story_prompts",
                              "text",
                              "off",
                              {},
                              "wide-input",
                              4'000};
constexpr Field kOrigins{
    "allowed_origins", "staff_edit.allowed_origins", "text", "off", {}, "wide-input", 4'000};

CampaignDocument with_form(CampaignDocument document, const Request& request) {
  for (const TextField& field : kTexts) {
    document.english.*field.member = typed(request, field.name);
    document.welsh.*field.member = typed(request, field.welsh_name);
  }
  for (const PlainField& field : kPlain)
    document.*field.member = std::string{trimmed(request.field(field.name))};
  document.english.story_prompts = typed_lines(request, kPrompts.name);
  document.welsh.story_prompts = typed_lines(request, kWelshPrompts.name);
  document.allowed_origins = typed_lines(request, kOrigins.name);
  document.address_required = request.field("address_required") == "yes";
  return document;
}

/// `mine`, but what it left as it was in `base` is as somebody else saved it meanwhile.
CampaignDocument over_newest(CampaignDocument mine, const CampaignDocument& base,
                             const CampaignDocument& newest) {
  const auto take = [](auto& value, const auto& before, const auto& now) {
    if (value == before) value = now;
  };
  for (const TextField& field : kTexts)
    for (auto texts : {&CampaignDocument::english, &CampaignDocument::welsh})
      take((mine.*texts).*field.member, (base.*texts).*field.member, (newest.*texts).*field.member);
  for (auto texts : {&CampaignDocument::english, &CampaignDocument::welsh})
    take((mine.*texts).story_prompts, (base.*texts).story_prompts, (newest.*texts).story_prompts);
  for (const PlainField& field : kPlain)
    take(mine.*field.member, base.*field.member, newest.*field.member);
  take(mine.allowed_origins, base.allowed_origins, newest.allowed_origins);
  take(mine.address_required, base.address_required, newest.address_required);
  return mine;
}

/// The document that a form was filled with; nothing where it cannot be read any more.
std::optional<CampaignDocument> begun_with(Service& service, const CampaignDesk& desk,
                                           std::int64_t version) {
  const auto record = find_version(service, desk.slug, version);
  if (!record) return std::nullopt;
  auto document = templates::read_document(record->body, "");
  if (!document) return std::nullopt;
  return std::move(*document);
}

templates::Value field_of(const View& view, const TextField& field, bool welsh,
                          std::string_view value, const std::vector<Error>& errors) {
  const Field look{welsh ? field.welsh_name : field.name,
                   welsh ? field.welsh_label : field.label,
                   "text",
                   "off",
                   {},
                   "wide-input",
                   field.most};
  return text_field(view, look, field.rows, value, errors);
}

std::vector<Error> errors_in(const View& view, const CampaignDocument& document) {
  const auto mistakes = templates::mistakes_in(templates::write_document(document));
  return errors_of(view, mistakes, "", 0, "staff_edit");
}

void add_fields(const View& view, Fields& page, const CampaignDocument& document,
                const std::vector<Error>& errors) {
  List english;
  List welsh;
  for (const TextField& field : kTexts) {
    english.push_back(field_of(view, field, false, document.english.*field.member, errors));
    welsh.push_back(field_of(view, field, true, document.welsh.*field.member, errors));
  }
  english.push_back(text_field(view, kPrompts, 3, joined(document.english.story_prompts), errors));
  welsh.push_back(text_field(view, kWelshPrompts, 3, joined(document.welsh.story_prompts), errors));
  List plain;
  for (const PlainField& field : kPlain)
    plain.push_back(input(view,
                          {field.name, field.label, "text", "off", {}, "short-input", field.most},
                          document.*field.member, errors));
  page["fields"] = std::move(english);
  page["welsh_fields"] = std::move(welsh);
  page["plain_fields"] = std::move(plain);
  page["origin_fields"] =
      List{text_field(view, kOrigins, 3, joined(document.allowed_origins), errors)};
  page["address_required"] = document.address_required;
}

Fields edit_page(const View& view, const staff::SignedIn& who, const CampaignDesk& desk,
                 const CampaignDocument& document) {
  Fields page = campaign_fields(view, "staff_edit.heading", who, desk);
  const std::vector<Error> errors = errors_in(view, document);
  add_errors(view, page, errors, "title");
  add_fields(view, page, document, errors);
  add_no_conflict(page);
  page["by_hand"] = templates::write_document(document) != desk.draft.body;
  return page;
}

}  // namespace

Response edit_campaign(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto document = editable(view, *desk);
  if (!document) return document.error();
  Fields page = edit_page(view, who, *desk, *document);
  page["notice"] = saved_notice(view, request, *desk);
  return pages::show(view, 200, "staff-edit.html", page);
}

Response campaign_edited(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto document = editable(view, *desk);
  if (!document) return document.error();
  const std::int64_t version = whole_number(request.field("version"));
  CampaignDocument edited = with_form(*document, request);
  const std::string toml =
      edited == *document ? desk->draft.body : templates::write_document(edited);
  const auto saved = save_campaign(service, who, *desk, version, toml);
  if (saved) return go_on_saved(*desk, "edit", *saved);
  const bool meanwhile = saved.error().code == "edited_meanwhile";
  if (meanwhile)
    if (const auto base = begun_with(service, *desk, version))
      edited = over_newest(std::move(edited), *base, *document);
  Fields page = edit_page(view, who, *desk, edited);
  page["by_hand"] = false;
  if (meanwhile) {
    add_conflict(view, page, *desk, templates::write_document(edited));
    return pages::show(view, 409, "staff-edit.html", page);
  }
  add_errors(view, page, {saved.error()}, "title");
  return pages::show(view, 422, "staff-edit.html", page);
}

}  // namespace postbag::http::console
