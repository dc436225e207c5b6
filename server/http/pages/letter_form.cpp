#include "server/http/pages/letter_form.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/http/submission_text.h"

namespace postbag::http::pages {
namespace {

struct CarriedText {
  std::string_view name;
  std::string LetterForm::*member;
};

/// What travels along without being part of the submission.
constexpr std::array kCarried{CarriedText{"letter_for", &LetterForm::letter_for},
                              CarriedText{"asked_in", &LetterForm::asked_in},
                              CarriedText{"drafted", &LetterForm::drafted},
                              CarriedText{"earlier", &LetterForm::earlier}};

/// templates::parse_campaign() takes no more.
constexpr std::size_t kMostQuestions = 6;

/// Nobody comes so far; who does begins again, at an address that is new enough.
constexpr int kMostTurns = 9'999;

/// A text of one line that came from a text area: its line breaks become spaces.
std::string folded(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool breaks = c == '\r' || c == '\n';
    if (!breaks)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

int turn_of(std::string_view text) {
  int turn = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), turn);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  return whole && turn > 0 && turn <= kMostTurns ? turn : 0;
}

}  // namespace

std::string next_path(std::string_view campaign_path, const LetterForm& form) {
  return std::string{campaign_path} + "/step/" + std::to_string(form.turn + 1);
}

std::string answer_name(std::size_t number) {
  return "answer_" + std::to_string(number);
}

LetterForm read_letter_form(const Request& request, Language language) {
  LetterForm form;
  for (const SubmissionText& text : kSubmissionTexts)
    form.fields.*(text.member) = request.field(text.name);
  for (const CarriedText& text : kCarried)
    form.*(text.member) = request.field(text.name);
  form.fields.opt_in = request.field(kOptIn) == "yes";
  form.fields.source = checked_source(form.fields.source);
  form.fields.language = code_of(language);
  form.fields.subject = folded(form.fields.subject);
  form.step = request.field("step");
  form.kept_by_browser = request.fetch_mode.empty() || request.fetch_mode == "navigate";
  form.turn = turn_of(request.parameter("turn"));
  for (std::size_t number = 1; number <= kMostQuestions; ++number)
    form.answers.emplace_back(request.field(answer_name(number)));
  return form;
}

List hidden_fields(const LetterForm& form, std::initializer_list<std::string_view> visible) {
  const auto shown = [&](std::string_view name) {
    return std::find(visible.begin(), visible.end(), name) != visible.end();
  };
  List list;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && !shown(name))
      list.emplace_back(Fields{{"hidden_name", name}, {"hidden_value", value}});
  };
  for (const SubmissionText& text : kSubmissionTexts)
    if (text.name != "language") add(text.name, form.fields.*(text.member));
  for (const CarriedText& text : kCarried)
    add(text.name, form.*(text.member));
  add(kOptIn, form.fields.opt_in ? "yes" : "");
  for (std::size_t i = 0; i < form.answers.size(); ++i)
    add(answer_name(i + 1), form.answers[i]);
  return list;
}

std::string checked_source(std::string_view source) {
  const bool shaped = source.size() <= 64 && std::all_of(source.begin(), source.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                      });
  return std::string{shaped ? source : std::string_view{}};
}

}  // namespace postbag::http::pages
