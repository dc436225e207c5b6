#include <algorithm>

#include <fmt/format.h>

#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/campaign_filter.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"

namespace postbag::http::console {
namespace {

using templates::CampaignDocument;
using templates::DocumentExclusion;
using templates::DocumentLetter;

constexpr Field kSubjects{"subjects", "staff_part.subjects", "text", "off",
                          {},         "wide-input",          2'000};
constexpr Field kBody{"body", "staff_part.body", "text", "off", {}, "wide-input", 20'000};
constexpr Field kExplanation{
    "explanation", "staff_part.explanation", "text", "off", {}, "wide-input", 2'000};
constexpr Field kExplanationWelsh{
    "explanation_welsh", "staff_part.explanation_welsh", "text", "off", {}, "wide-input", 2'000};

/// A letter or an exclusion as a page edits it: both are a filter and texts.
struct Kind {
  std::string_view list;
  std::string_view prefix;
  std::string_view title;
};

constexpr Kind kLetter{"letters", "letter.", "staff_part.letter"};
constexpr Kind kExclusion{"exclusions", "exclusion.", "staff_part.exclusion"};

std::size_t number_of_part(const Request& request) {
  return static_cast<std::size_t>(whole_number(request.parameter("number")));
}

void take_form(DocumentLetter& letter, const Request& request) {
  letter.filter = typed_filter(request);
  letter.language = request.field("language") == "cy" ? "cy" : "";
  letter.subjects = typed_lines(request, kSubjects.name);
  letter.body = typed(request, kBody.name);
}

void take_form(DocumentExclusion& exclusion, const Request& request) {
  exclusion.filter = typed_filter(request);
  exclusion.explanation = typed(request, kExplanation.name);
  exclusion.explanation_welsh = typed(request, kExplanationWelsh.name);
}

void add_fields(const View& view, Fields& page, const DocumentLetter& letter,
                const std::vector<Error>& errors) {
  page["is_letter"] = true;
  page["in_welsh"] = letter.language == "cy";
  page["fields"] = List{text_field(view, kSubjects, 3, joined(letter.subjects), errors),
                        text_field(view, kBody, 24, letter.body, errors)};
}

void add_fields(const View& view, Fields& page, const DocumentExclusion& exclusion,
                const std::vector<Error>& errors) {
  page["is_letter"] = false;
  page["in_welsh"] = false;
  page["fields"] =
      List{text_field(view, kExplanation, 3, exclusion.explanation, errors),
           text_field(view, kExplanationWelsh, 3, exclusion.explanation_welsh, errors)};
}

template <class Part>
Fields part_page(const View& view, const staff::SignedIn& who, const CampaignDesk& desk,
                 const CampaignDocument& document, const Kind& kind, std::size_t number,
                 const Part& part) {
  const auto mistakes = templates::mistakes_in(templates::write_document(document));
  const std::vector<Error> errors = errors_of(view, mistakes, kind.prefix, number, "staff_part");
  Fields page = campaign_fields(view, kind.title, who, desk);
  add_errors(view, page, errors, "party");
  page["heading"] = view.text(kind.title);
  page["number"] = std::to_string(number);
  page["part_action"] = campaign_place(desk.slug, fmt::format("{}/{}", kind.list, number));
  page["for_fields"] = filter_fields(view, part.filter, false, errors);
  page["not_fields"] = filter_fields(view, part.filter, true, errors);
  page["not_open"] = !(part.filter.not_party.empty() && part.filter.not_nation.empty() &&
                       part.filter.not_region.empty() && part.filter.not_office.empty());
  add_no_conflict(page);
  add_fields(view, page, part, errors);
  return page;
}

template <class Part>
Response show_part(Service& service, const Request& request, const staff::SignedIn& who,
                   std::vector<Part> CampaignDocument::*list, const Kind& kind) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto document = editable(view, *desk);
  if (!document) return document.error();
  const std::size_t number = number_of_part(request);
  const std::vector<Part>& parts = (*document).*list;
  if (number < 1 || number > parts.size()) return no_campaign(view);
  Fields page = part_page(view, who, *desk, *document, kind, number, parts[number - 1]);
  page["notice"] = saved_notice(view, request, *desk);
  return pages::show(view, 200, "staff-part.html", page);
}

template <class Part>
Response save_part(Service& service, const Request& request, const staff::SignedIn& who,
                   std::vector<Part> CampaignDocument::*list, const Kind& kind) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  auto document = editable(view, *desk);
  if (!document) return document.error();
  const CampaignDocument before = *document;
  std::vector<Part>& parts = (*document).*list;
  // Where somebody removed it meanwhile, what was typed becomes the last.
  const std::size_t number =
      std::min(std::max<std::size_t>(number_of_part(request), 1), parts.size() + 1);
  if (number > parts.size()) parts.emplace_back();
  take_form(parts[number - 1], request);
  const std::string toml =
      *document == before ? desk->draft.body : templates::write_document(*document);
  const auto saved =
      save_campaign(service, who, *desk, whole_number(request.field("version")), toml);
  if (saved) return go_on_saved(*desk, fmt::format("{}/{}", kind.list, number), *saved);
  Fields page = part_page(view, who, *desk, *document, kind, number, parts[number - 1]);
  if (saved.error().code == "edited_meanwhile") {
    add_conflict(view, page, *desk, templates::write_document(*document));
    return pages::show(view, 409, "staff-part.html", page);
  }
  add_errors(view, page, {saved.error()}, "party");
  return pages::show(view, 422, "staff-part.html", page);
}

}  // namespace

Response campaign_letter(Service& service, const Request& request, const staff::SignedIn& who) {
  return show_part(service, request, who, &CampaignDocument::letters, kLetter);
}

Response campaign_letter_changed(Service& service, const Request& request,
                                 const staff::SignedIn& who) {
  return save_part(service, request, who, &CampaignDocument::letters, kLetter);
}

Response exclusion(Service& service, const Request& request, const staff::SignedIn& who) {
  return show_part(service, request, who, &CampaignDocument::exclusions, kExclusion);
}

Response exclusion_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  return save_part(service, request, who, &CampaignDocument::exclusions, kExclusion);
}

}  // namespace postbag::http::console
