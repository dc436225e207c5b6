#include <map>

#include "server/http/console/admission.h"
#include "server/http/console/delivery_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/letter_lists.h"
#include "server/http/pages/message.h"

namespace postbag::http::console {
namespace {

using campaign::StaffAction;
using office::LetterChoice;

/// Letters moved in one transaction, so that staff never hold up a supporter's letter for long; and
/// for one press of a button.
constexpr std::int64_t kAtOnce = 200;
constexpr std::int64_t kMostForOnePress = 2'000;

Response no_such_letter(const View& view) {
  return pages::message(view, {404,
                               view.text("staff_letter.unknown"),
                               {view.text("staff_letter.unknown_text")},
                               "/staff/delivery",
                               view.text("staff_delivery.title")});
}

/// What the mail server said, in one line; empty where it said nothing.
std::string answer_text(const office::HistoryLine& line) {
  std::string text = line.code == 0 ? std::string{} : std::to_string(line.code);
  for (const std::string* part : {&line.enhanced_code, &line.reply})
    if (!part->empty()) text.append(text.empty() ? "" : " ").append(*part);
  return text;
}

List history_of(const View& view, const std::vector<office::HistoryLine>& history) {
  List lines;
  for (const office::HistoryLine& line : history)
    lines.emplace_back(Fields{{"at", moment(view, line.at)},
                              {"from", state_text(view, line.from)},
                              {"to", state_text(view, line.to)},
                              {"reason", reason_text(view, line.reason)},
                              {"is_attempt", line.started_at.has_value()},
                              {"answer", answer_text(line)}});
  return lines;
}

Response show_letter(const View& view, const staff::SignedIn& who, const office::LetterFile& file,
                     int status, const std::string& notice, const std::vector<Error>& errors) {
  const campaign::LetterRow& row = file.row;
  Fields page = console_fields(view, "staff_letter.title", who);
  add_errors(view, page, errors, "main");
  page["notice"] = notice;
  page["letter"] = row.public_id;
  page["letter_href"] = letter_path(row.public_id);
  page["campaign"] = row.campaign;
  page["mp"] = member_name(view, row.constituency, row.member);
  page["seat"] = seat_name(view, row.constituency);
  page["state"] = state_text(view, row.state);
  page["list_href"] = list_path({row.state});
  page["since"] = moment(view, row.since);
  page["reason"] = reason_text(view, row.reason);
  page["written"] = moment(view, file.written_at);
  page["due"] = file.due_at ? moment(view, *file.due_at) : std::string{};
  page["attempts"] = std::to_string(row.attempts);
  page["message_id"] = row.message_id;
  page["text_kept"] = view.text(row.has_text ? "staff_letter.kept" : "staff_letter.deleted");
  page["history"] = history_of(view, file.history);
  List steps = staff_steps(view, row.state);
  page["may_move"] = who.role >= staff::Role::editor && !steps.empty();
  page["steps"] = std::move(steps);
  return pages::show(view, status, "staff-letter.html", page);
}

/// Why one letter was refused, for staff.
Error refusal(const View& view, const Error& error) {
  const std::string* const words =
      view.strings().find(std::string{"staff_refused."}.append(error.code));
  return {error.code, words != nullptr ? *words : error.message, {}};
}

/// How many letters of a list moved, and why others did not.
struct Outcome {
  std::int64_t seen = 0;
  std::int64_t moved = 0;
  std::map<std::string, std::int64_t> refused;
};

/// Moves a page of the list in one transaction; the number of its last letter, 0 at the end.
std::int64_t move_some(const Service& service, const staff::SignedIn& who,
                       const LetterChoice& choice, StaffAction action, std::int64_t before,
                       Outcome& outcome) {
  const auto listed = service.office.letters(choice, before, kAtOnce);
  std::vector<std::string> ids;
  for (const office::ListedLetter& letter : listed) {
    const std::string held =
        action == StaffAction::release ? would_be_held(service, letter.row) : std::string{};
    if (held.empty()) {
      ids.push_back(letter.row.public_id);
    } else {
      ++outcome.refused[held];
    }
  }
  outcome.seen += static_cast<std::int64_t>(listed.size());
  const office::Moved moved = service.office.move(ids, action, letter_entry(service, who, action));
  outcome.moved += static_cast<std::int64_t>(moved.moved.size());
  for (const Error& error : moved.refused)
    ++outcome.refused[error.code];
  return static_cast<std::int64_t>(listed.size()) == kAtOnce ? listed.back().number : 0;
}

std::string outcome_text(const View& view, const Outcome& outcome, std::int64_t left) {
  std::string text = view.count("staff_letters.moved", outcome.moved);
  for (const auto& [code, count] : outcome.refused) {
    const std::string* const words = view.strings().find("staff_refused." + code);
    text.append(" ").append(
        view.count("staff_letters.not_moved", count, {{"why", words != nullptr ? *words : code}}));
  }
  if (left > 0) text.append(" ").append(view.count("staff_letters.left", left));
  return text;
}

Response move_all(const View& view, const staff::SignedIn& who, const LetterChoice& choice,
                  StaffAction action) {
  Outcome outcome;
  std::int64_t before = 0;
  do
    before = move_some(view.service(), who, choice, action, before, outcome);
  while (before != 0 && outcome.seen < kMostForOnePress);
  LetterChoice rest = choice;
  rest.by.reset();
  std::int64_t left = before == 0 ? 0 : view.service().office.count(choice);
  for (const auto& [code, count] : outcome.refused)
    left -= count;
  return show_letters(view, who, rest, 0, outcome_text(view, outcome, left));
}

Response ask_for_all(const View& view, const staff::SignedIn& who, const LetterChoice& choice,
                     StaffAction action) {
  const std::string step{step_of(action)};
  const std::int64_t count = view.service().office.count(choice);
  Fields page = console_fields(view, "staff_letters.confirm", who);
  add_choice(page, choice);
  page["step"] = step;
  page["question"] = view.count("staff_letters." + step + "_question", count);
  page["consequence"] = view.text("staff_letter." + step + "_text");
  page["because"] = choice.reason ? reason_text(view, *choice.reason) : std::string{};
  page["list_title"] = state_text(view, choice.state);
  page["by"] = std::to_string(to_milliseconds(*choice.by));
  page["step_label"] = view.count("staff_letters." + step + "_button", count);
  page["back_href"] = list_path(choice);
  return pages::show(view, 200, "staff-letters-confirm.html", page);
}

/// The moment that a form was made, from milliseconds; nothing when it is none.
std::optional<Instant> moment_of(std::string_view text) {
  std::int64_t milliseconds = 0;
  if (text.empty() || text.size() > 15) return std::nullopt;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    milliseconds = milliseconds * 10 + (digit - '0');
  }
  return from_milliseconds(milliseconds);
}

}  // namespace

Response letter(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto file = service.office.letter(request.parameter("letter"));
  if (!file) return no_such_letter(view);
  return show_letter(view, who, *file, 200, {}, {});
}

Response letter_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string id{request.parameter("letter")};
  const auto before = service.office.letter(id);
  if (!before) return no_such_letter(view);
  const auto action = parse_step(request.field("step"));
  if (!action) return show_letter(view, who, *before, 200, {}, {});
  if (*action == StaffAction::release && before->row.state == campaign::LetterState::held)
    if (const std::string held = would_be_held(service, before->row); !held.empty())
      return show_letter(view, who, *before, 409, {}, {refusal(view, {held, held, {}})});
  const office::Moved moved =
      service.office.move({{id}}, *action, letter_entry(service, who, *action));
  const auto after = service.office.letter(id).value_or(*before);
  if (!moved.refused.empty())
    return show_letter(view, who, after, 409, {}, {refusal(view, moved.refused.front())});
  return show_letter(view, who, after, 200,
                     view.text("staff_letter.done", {{"state", state_text(view, after.row.state)}}),
                     {});
}

Response letters_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  auto choice = letter_choice(request.form);
  const auto action = parse_step(request.field("step"));
  if (!choice || !action) return see_other("/staff/delivery");
  if (request.field("tried") != "yes") choice->tried = false;
  if (request.field("has_reason") != "yes") choice->reason.reset();
  const auto by = moment_of(request.field("by"));
  choice->by = by.value_or(service.clock.now());
  if (!by) return ask_for_all(view, who, *choice, *action);
  return move_all(view, who, *choice, *action);
}

}  // namespace postbag::http::console
