#include <array>

#include "server/store/sql_store.h"
#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::LetterRow;
using campaign::LetterSearch;
using campaign::LetterStatus;
using campaign::StaffMove;

constexpr std::size_t kStates = static_cast<std::size_t>(campaign::LetterState::withdrawn) + 1;

/// The texts of a search. A state stands in them and not among their values, so that the database
/// sees which partial index it may use; letters_for_staff is one of the states 4 to 7.
struct Listings {
  Listings() {
    const std::string columns =
        "SELECT public_id, slug, constituency, member, state, state_since, state_reason, attempts, "
        "message_id, has_text FROM letters JOIN campaigns ON campaigns.id = letters.campaign_id "
        "WHERE ";
    const std::string newest_first =
        "(slug = :slug OR :any_slug = 1) ORDER BY letters.id DESC LIMIT :limit";
    one = columns + "public_id = :id";
    all = columns + newest_first;
    for (std::size_t state = 0; state < kStates; ++state)
      by_state.at(state) = columns + "state = " + std::to_string(state) + " AND " +
                           (state >= 4 && state <= 7 ? "state IN (4, 5, 6, 7) AND " : "") +
                           newest_first;
  }

  std::string one;
  std::string all;
  std::array<std::string, kStates> by_state;
};

const std::string& listing(const LetterSearch& search) {
  static const Listings texts;
  if (!search.public_id.empty()) return texts.one;
  if (!search.state) return texts.all;
  return texts.by_state.at(static_cast<std::size_t>(code_of(*search.state)));
}

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

std::vector<LetterRow> SqlStore::letters(const LetterSearch& search) {
  std::vector<LetterRow> rows;
  database_.read([&](Connection& connection) {
    rows.clear();
    LetterRow row;
    std::int64_t state = 0;
    std::int64_t since = 0;
    std::int64_t has_text = 0;
    Query query = connection.query(listing(search));
    if (search.public_id.empty()) {
      query.use(search.campaign).use(std::int64_t{search.campaign.empty()}).use(search.limit);
    } else {
      query.use(search.public_id);
    }
    query.into(row.public_id).into(row.campaign).into(row.constituency).into(row.member);
    query.into(state).into(since).into(row.reason).into(row.attempts).into(row.message_id);
    query.into(has_text);
    while (query.next()) {
      row.state = state_of(state);
      row.since = from_milliseconds(since);
      row.has_text = has_text != 0;
      rows.push_back(row);
    }
  });
  return rows;
}

Result<LetterStatus> SqlStore::move(std::string_view public_id, campaign::StaffAction action) {
  const StaffMove& move = campaign::move_of(action);
  Result<LetterStatus> answer = LetterStatus{std::string{public_id}, move.to};
  database_.write([&](Connection& connection) {
    answer = LetterStatus{std::string{public_id}, move.to};
    if (!make_move(connection, public_id, move, now()))
      answer = tl::unexpected(refusal(connection, public_id, move));
  });
  if (answer && move.to == campaign::LetterState::queued) wake();
  return answer;
}

}  // namespace postbag::store
