#include "server/http/console/letter_lists.h"

#include <algorithm>
#include <array>

#include "server/campaign/recipient.h"

namespace postbag::http::console {
namespace {

using campaign::StaffAction;

struct Step {
  StaffAction action;
  std::string_view word;
};

constexpr std::array kSteps{Step{StaffAction::retry, "retry"}, Step{StaffAction::hold, "hold"},
                            Step{StaffAction::release, "release"},
                            Step{StaffAction::resolve_sent, "resolve_sent"},
                            Step{StaffAction::resolve_failed, "resolve_failed"}};

std::string_view named_text(const NamedTexts& named, std::string_view name) {
  const auto found = named.find(name);
  return found == named.end() ? std::string_view{} : std::string_view{found->second};
}

/// Words of the code are all that stands in an address.
bool is_word(std::string_view text) {
  return text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || c == '_';
         });
}

}  // namespace

std::optional<office::LetterChoice> letter_choice(const NamedTexts& named) {
  const auto state = campaign::parse_letter_state(named_text(named, "state"));
  if (!state) return std::nullopt;
  office::LetterChoice choice{*state};
  if (const auto slug = Slug::parse(named_text(named, "campaign"))) choice.campaign = slug->text();
  const auto reason = named.find("reason");
  if (reason != named.end() && is_word(reason->second)) choice.reason = reason->second;
  choice.tried = named_text(named, "tried") == "yes";
  return choice;
}

std::string list_path(const office::LetterChoice& choice) {
  std::string path = "/staff/delivery/letters?state=";
  path.append(campaign::name_of(choice.state));
  if (!choice.campaign.empty()) path.append("&campaign=").append(choice.campaign);
  if (choice.reason) path.append("&reason=").append(*choice.reason);
  if (choice.tried) path.append("&tried=yes");
  return path;
}

std::string letter_path(std::string_view public_id) {
  return std::string{"/staff/delivery/letters/"}.append(public_id);
}

std::string reason_text(const View& view, std::string_view reason) {
  if (reason.empty()) return view.text("staff_reason.none");
  const std::string* const words = view.strings().find(std::string{"staff_reason."}.append(reason));
  return words != nullptr ? *words : std::string{reason};
}

std::string state_text(const View& view, campaign::LetterState state) {
  return view.text(std::string{"staff_state."}.append(campaign::name_of(state)));
}

std::string member_name(const View& view, std::string_view constituency, std::string_view member) {
  const auto* seat = view.service().correspondence.data_set().published().find(constituency);
  if (seat != nullptr && seat->member && seat->member->id == member) return seat->member->name;
  return view.text("staff_letters.former", {{"member", std::string{member}}});
}

std::string seat_name(const View& view, std::string_view constituency) {
  const auto* seat = view.service().correspondence.data_set().published().find(constituency);
  return seat != nullptr ? seat->name : std::string{constituency};
}

List staff_steps(const View& view, campaign::LetterState state) {
  List steps;
  for (const campaign::StaffMove& move : campaign::kStaffMoves) {
    if (std::find(move.from.begin(), move.from.end(), state) == move.from.end()) continue;
    const std::string step{step_of(move.action)};
    steps.emplace_back(Fields{{"step", step},
                              {"step_label", view.text("staff_letter." + step)},
                              {"all_label", view.text("staff_letters." + step)}});
  }
  return steps;
}

std::optional<StaffAction> parse_step(std::string_view step) {
  const auto found =
      std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& one) { return one.word == step; });
  if (found == kSteps.end()) return std::nullopt;
  return found->action;
}

std::string_view step_of(StaffAction action) {
  return kSteps.at(static_cast<std::size_t>(action)).word;
}

std::string would_be_held(const Service& service, const campaign::LetterRow& row) {
  mailer::Job job;
  job.constituency = row.constituency;
  job.member = row.member;
  const auto recipient =
      campaign::address(job, service.correspondence.data_set(), service.correspondence.dissolved());
  return recipient ? std::string{} : recipient.error().code;
}

staff::AuditEntry letter_entry(const Service& service, const staff::SignedIn& who,
                               StaffAction action) {
  return {service.clock.now(), who.actor(), std::string{office::deed_of(action)}, {}, {}};
}

}  // namespace postbag::http::console
