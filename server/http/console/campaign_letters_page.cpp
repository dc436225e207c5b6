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

/// What can be done with one of a list.
template <class Part>
bool change_order(std::vector<Part>& parts, std::string_view step, std::int64_t number) {
  if (number < 1 || number > static_cast<std::int64_t>(parts.size())) return false;
  const auto at = parts.begin() + (number - 1);
  if (step == "up" && at != parts.begin()) {
    std::iter_swap(at, at - 1);
  } else if (step == "down" && at + 1 != parts.end()) {
    std::iter_swap(at, at + 1);
  } else if (step == "remove") {
    parts.erase(at);
  } else {
    return false;
  }
  return true;
}

/// A new letter comes before the one for all, which must be the last of its language.
void add_letter(CampaignDocument& document) {
  templates::DocumentLetter letter = templates::blank_document().letters.front();
  const auto for_all =
      std::find_if(document.letters.begin(), document.letters.end(),
                   [](const auto& one) { return one.filter.empty() && one.language != "cy"; });
  document.letters.insert(for_all, std::move(letter));
}

List letters_of(const View& view, const CampaignDocument& document,
                const std::vector<templates::Mistake>& mistakes) {
  List list;
  for (std::size_t i = 0; i < document.letters.size(); ++i) {
    const auto& letter = document.letters[i];
    const bool wrong = std::any_of(mistakes.begin(), mistakes.end(), [&](const auto& mistake) {
      return mistake.number == i + 1 && mistake.field.starts_with("letter");
    });
    list.emplace_back(Fields{
        {"number", std::to_string(i + 1)},
        {"part_filter", filter_text(view, letter.filter)},
        {"part_text", letter.subjects.empty() ? std::string{} : letter.subjects.front()},
        {"part_language", view.text(letter.language == "cy" ? "staff_campaign_letters.welsh"
                                                            : "staff_campaign_letters.english")},
        {"is_wrong", wrong},
        {"is_first", i == 0},
        {"is_last", i + 1 == document.letters.size()}});
  }
  return list;
}

List exclusions_of(const View& view, const CampaignDocument& document,
                   const std::vector<templates::Mistake>& mistakes) {
  List list;
  for (std::size_t i = 0; i < document.exclusions.size(); ++i) {
    const auto& exclusion = document.exclusions[i];
    const bool wrong = std::any_of(mistakes.begin(), mistakes.end(), [&](const auto& mistake) {
      return mistake.number == i + 1 && mistake.field.starts_with("exclusion");
    });
    list.emplace_back(Fields{{"number", std::to_string(i + 1)},
                             {"part_filter", filter_text(view, exclusion.filter)},
                             {"part_text", exclusion.explanation},
                             {"is_wrong", wrong},
                             {"is_first", i == 0},
                             {"is_last", i + 1 == document.exclusions.size()}});
  }
  return list;
}

Response show_letters(const View& view, const staff::SignedIn& who, const CampaignDesk& desk,
                      const CampaignDocument& document, int status, std::string notice) {
  const auto mistakes = templates::mistakes_in(templates::write_document(document));
  Fields page = campaign_fields(view, "staff_campaign_letters.title", who, desk);
  page["notice"] = std::move(notice);
  page["letters"] = letters_of(view, document, mistakes);
  page["exclusions"] = exclusions_of(view, document, mistakes);
  return pages::show(view, status, "staff-campaign-letters.html", page);
}

/// The page to go on to; empty when the step makes no sense.
std::string take_step(CampaignDocument& document, const Request& request) {
  const std::string_view step = request.field("step");
  if (step == "add_letter") {
    add_letter(document);
    const auto blank = templates::blank_document().letters.front();
    const auto at = std::find(document.letters.begin(), document.letters.end(), blank);
    return fmt::format("letters/{}", at - document.letters.begin() + 1);
  }
  if (step == "add_exclusion") {
    document.exclusions.emplace_back();
    return fmt::format("exclusions/{}", document.exclusions.size());
  }
  const std::int64_t letter = whole_number(request.field("letter"));
  const std::int64_t exclusion = whole_number(request.field("exclusion"));
  const bool moved = letter > 0 ? change_order(document.letters, step, letter)
                                : change_order(document.exclusions, step, exclusion);
  return moved ? "letters" : std::string{};
}

}  // namespace

Response campaign_letters(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const auto document = editable(view, *desk);
  if (!document) return document.error();
  return show_letters(view, who, *desk, *document, 200, saved_notice(view, request, *desk));
}

Response campaign_letters_changed(Service& service, const Request& request,
                                  const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  auto document = editable(view, *desk);
  if (!document) return document.error();
  // Numbers mean what the reader saw: with another version they could mean another letter.
  const auto conflict = [&] {
    return show_letters(view, who, *desk, *document, 409,
                        view.text("staff_campaign_letters.meanwhile"));
  };
  if (whole_number(request.field("version")) != desk->draft.version) return conflict();
  const CampaignDocument before = *document;
  const std::string next = take_step(*document, request);
  if (next.empty()) return show_letters(view, who, *desk, before, 422, {});
  const auto saved =
      save_campaign(service, who, *desk, desk->draft.version, templates::write_document(*document));
  if (!saved) {
    *document = before;
    return conflict();
  }
  return go_on_saved(*desk, next, *saved);
}

}  // namespace postbag::http::console
