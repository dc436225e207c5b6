#include "server/campaign/staff_action.h"

#include <algorithm>
#include <string>

namespace postbag::campaign {
namespace {

bool leads_from(const StaffMove& move, LetterState state) {
  return std::find(move.from.begin(), move.from.end(), state) != move.from.end();
}

std::string names_of(const std::array<LetterState, 2>& states) {
  std::string names{name_of(states[0])};
  if (states[0] != states[1]) names += " or " + std::string{name_of(states[1])};
  return names;
}

/// The commands that a letter in this state may be given.
std::string commands_for(LetterState state) {
  std::string commands;
  for (const StaffMove& move : kStaffMoves)
    if (leads_from(move, state))
      commands += (commands.empty() ? "" : ", ") + std::string{move.command};
  return commands;
}

}  // namespace

const StaffMove& move_of(StaffAction action) {
  return kStaffMoves.at(static_cast<std::size_t>(action));
}

Error illegal_move(std::string_view public_id, LetterState state, StaffAction action) {
  const StaffMove& move = move_of(action);
  const std::string commands = commands_for(state);
  return {"illegal_move",
          "The letter " + std::string{public_id} + " is " + std::string{name_of(state)} +
              "; only one that is " + names_of(move.from) + " can be " + std::string{move.past} +
              ". " +
              (commands.empty() ? "There is nothing to be done with it by hand."
                                : "What can be done with it: " + commands + "."),
          ""};
}

}  // namespace postbag::campaign
