#include "server/store/letter_moves.h"

#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::StaffMove;

/// False when the letter is not where the move leads from, or has no text to send.
bool make_move(Connection& connection, std::string_view public_id, const StaffMove& move,
               std::int64_t now) {
  if (move.to != campaign::LetterState::queued)
    return connection
               .query(
                   "UPDATE letters SET state = :to, state_since = :now, state_reason = 'staff', "
                   "due_at = NULL WHERE public_id = :id AND (state = :one OR state = :other)")
               .use(code_of(move.to))
               .use(now)
               .use(public_id)
               .use(code_of(move.from[0]))
               .use(code_of(move.from[1]))
               .run() == 1;
  // A cancel window that is still open stays open.
  return connection
             .query(
                 "UPDATE letters SET state = 1, state_since = :now, state_reason = 'staff', "
                 "queued_at = CASE WHEN queued_at > :then THEN queued_at ELSE :as_new END, due_at "
                 "= CASE WHEN queued_at > :meanwhile THEN queued_at ELSE :at_once END WHERE "
                 "public_id = :id AND (state = :one OR state = :other) AND has_text = 1")
             .use(now)
             .use(now)
             .use(now)
             .use(now)
             .use(now)
             .use(public_id)
             .use(code_of(move.from[0]))
             .use(code_of(move.from[1]))
             .run() == 1;
}

/// Why make_move() did nothing.
Error refusal(Connection& connection, std::string_view public_id, const StaffMove& move) {
  const std::string id{public_id};
  std::int64_t code = 0;
  Query query = connection.query("SELECT state FROM letters WHERE public_id = :id");
  if (!query.use(public_id).into(code).next())
    return {"unknown_letter",
            "There is no letter " + id + ". `postbag letters` shows those there are.", ""};
  const campaign::LetterState state = state_of(code);
  if (state != move.from[0] && state != move.from[1])
    return campaign::illegal_move(public_id, state, move.action);
  return {"text_deleted",
          "The letter " + id + " is " + std::string{campaign::name_of(state)} +
              ", but its text was deleted when its time (letters.keep_text) was over, so it can no "
              "longer be sent.",
          ""};
}

}  // namespace

Result<campaign::LetterStatus> move_letter(Connection& connection, std::string_view public_id,
                                           campaign::StaffAction action, std::int64_t now) {
  const StaffMove& move = campaign::move_of(action);
  if (!make_move(connection, public_id, move, now))
    return tl::unexpected(refusal(connection, public_id, move));
  return campaign::LetterStatus{std::string{public_id}, move.to};
}

}  // namespace postbag::store
