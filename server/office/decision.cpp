#include "server/office/decision.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <stdexcept>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace postbag::office {
namespace {

using nlohmann::json;

struct StepName {
  Step step;
  std::string_view name;
};
constexpr std::array kStepNames{StepName{Step::issue, "issue"},
                                StepName{Step::evidence, "evidence"}, StepName{Step::vote, "vote"},
                                StepName{Step::action, "action"},
                                StepName{Step::outcome, "outcome"}};

constexpr std::int64_t kMostVotes = 10'000'000;

/// Nothing for what is no number of people; empty is none.
std::optional<std::int64_t> number_of(std::string_view typed) {
  const std::string_view text = trimmed(typed);
  if (text.empty()) return 0;
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 && number <= kMostVotes ? std::optional{number} : std::nullopt;
}

/// Nothing when no numbers were typed.
std::optional<Votes> votes_of(const DecisionText& text, std::vector<Error>& errors) {
  const std::initializer_list<std::pair<std::string_view, const std::string*>> typed{
      {"in_favour", &text.in_favour}, {"against", &text.against}, {"abstained", &text.abstained}};
  if (std::all_of(typed.begin(), typed.end(),
                  [](const auto& one) { return trimmed(*one.second).empty(); }))
    return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const auto& [field, value] : typed) {
    const auto number = number_of(*value);
    if (!number)
      errors.push_back({"malformed_votes", "Write how many votes in digits, like 42, or nothing.",
                        std::string{field}});
    numbers.push_back(number.value_or(0));
  }
  return Votes{numbers[0], numbers[1], numbers[2]};
}

Decision read(const json& body) {
  Decision decision{body.at("campaign").get<std::string>(),
                    parse_step(body.at("step").get<std::string>()).value(),
                    Day::parse(body.at("day").get<std::string>(), "day").value(),
                    body.at("text").get<std::string>(), body.at("by").get<std::string>()};
  if (body.contains("votes")) {
    const json& votes = body.at("votes");
    decision.votes =
        Votes{votes.at("in_favour").get<std::int64_t>(), votes.at("against").get<std::int64_t>(),
              votes.at("abstained").get<std::int64_t>()};
  }
  if (body.contains("taken_back"))
    decision.taken_back =
        Day::parse(body.at("taken_back").get<std::string>(), "taken_back").value();
  return decision;
}

}  // namespace

std::string_view name_of(Step step) {
  return std::find_if(kStepNames.begin(), kStepNames.end(),
                      [&](const StepName& one) { return one.step == step; })
      ->name;
}

std::optional<Step> parse_step(std::string_view name) {
  for (const StepName& one : kStepNames)
    if (one.name == name) return one.step;
  return std::nullopt;
}

Checked<Decision> parse(const DecisionText& typed, std::string campaign, const Day& today) {
  std::vector<Error> errors;
  const auto taken = [&](auto result) {
    if (!result) errors.push_back(result.error());
    return result;
  };
  const auto step = parse_step(trimmed(typed.step));
  if (!step) errors.push_back({"unknown_step", "Choose what it was.", "step_kind"});
  const auto day = taken(Day::parse(typed.day, "day"));
  if (day && *day > today)
    errors.push_back({"day_ahead",
                      "This day lies ahead. Write down what has happened; plans go under "
                      "engagements.",
                      "day"});
  const auto text = taken(Prose::parse(typed.text, {"text", "what happened", 1, 4'000}));
  const auto by = taken(Line::parse(typed.by, {"by", "who it was", 0, 200}));
  auto votes = votes_of(typed, errors);
  if (votes && step && *step != Step::vote)
    errors.push_back({"needless_votes",
                      "Only a vote has numbers. Leave them empty, or choose vote.", "in_favour"});
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Decision{std::move(campaign), *step, *day, text->text(), by->text(), votes};
}

const Decision* outcome_of(std::span<const Decision> decisions, std::string_view campaign) {
  const Decision* outcome = nullptr;
  for (const Decision& decision : decisions)
    if (decision.campaign == campaign && decision.step == Step::outcome && !decision.taken_back &&
        (outcome == nullptr || decision.day >= outcome->day))
      outcome = &decision;
  return outcome;
}

std::string body_of(const Decision& decision) {
  json body{{"campaign", decision.campaign},
            {"step", name_of(decision.step)},
            {"day", decision.day.text()},
            {"text", decision.text},
            {"by", decision.by}};
  if (decision.votes)
    body["votes"] = {{"in_favour", decision.votes->in_favour},
                     {"against", decision.votes->against},
                     {"abstained", decision.votes->abstained}};
  if (decision.taken_back) body["taken_back"] = decision.taken_back->text();
  return body.dump();
}

Decision decision_of(std::string_view body) {
  try {
    return read(json::parse(body));
  } catch (const std::exception&) {
    throw std::runtime_error("the database holds a timeline entry that was never recorded");
  }
}

}  // namespace postbag::office
