#include <optional>
#include <unordered_map>

#include "server/store/office_store.h"
#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::LetterState;
using office::Ledger;
using office::LedgerLetter;
using office::LedgerSearch;
using office::MpDeliveryProblem;
using office::MpLetters;

/// Letters that moved after the moment: where they stood then is still to be found.
using Moved = std::unordered_map<std::int64_t, std::size_t>;

/// The first move of every letter leaves `awaiting_confirmation`, most by a yes.
void read_letters(Connection& connection, std::int64_t campaign, Ledger& ledger, Moved& moved) {
  std::int64_t id = 0;
  std::int64_t state = 0;
  std::int64_t since = 0;
  std::int64_t opted_in = 0;
  std::int64_t left_at = 0;
  std::string constituency;
  std::string member;
  std::string supporter;
  std::string source;
  Query query = connection.query(
      "SELECT letters.id, state, state_since, CASE WHEN consent_wording IS NULL THEN 0 ELSE 1 END, "
      "coalesce(first_move.at, created_at), constituency, member, supporter_key, letters.source "
      "FROM letters LEFT JOIN letter_history AS first_move ON first_move.letter_id = letters.id "
      "AND first_move.number = 1 WHERE campaign_id = :campaign AND created_at <= :as_of");
  query.use(campaign).use(to_milliseconds(ledger.as_of)).into(id).into(state).into(since);
  query.into(opted_in).into(left_at).into(constituency).into(member).into(supporter).into(source);
  while (query.next()) {
    LedgerLetter letter;
    letter.state = state_of(state);
    letter.since = from_milliseconds(since);
    letter.opted_in = opted_in != 0;
    letter.confirmed_at = from_milliseconds(left_at);
    letter.constituency = ledger.constituencies.number_of(constituency);
    letter.member = ledger.members.number_of(member);
    letter.supporter = ledger.supporters.number_of(supporter);
    letter.source = ledger.sources.number_of(source);
    if (letter.since > ledger.as_of) {
      letter.state = LetterState::awaiting_confirmation;
      moved.emplace(id, ledger.letters.size());
    }
    ledger.letters.push_back(letter);
  }
}

/// Read after the letters: whatever moves meanwhile, moves after the moment.
void read_earlier_moves(Connection& connection, std::int64_t campaign, Ledger& ledger,
                        const Moved& moved) {
  if (moved.empty()) return;
  std::int64_t id = 0;
  std::int64_t at = 0;
  std::int64_t to = 0;
  Query query = connection.query(
      "SELECT letter_id, at, to_state FROM letter_history JOIN letters ON letters.id = letter_id "
      "WHERE campaign_id = :campaign AND created_at <= :as_of AND state_since > :then AND at <= "
      ":that_time ORDER BY letter_id, number");
  const std::int64_t as_of = to_milliseconds(ledger.as_of);
  query.use(campaign).use(as_of).use(as_of).use(as_of).into(id).into(at).into(to);
  while (query.next()) {
    const auto letter = moved.find(id);
    if (letter == moved.end()) continue;
    ledger.letters[letter->second].state = state_of(to);
    ledger.letters[letter->second].since = from_milliseconds(at);
  }
}

void count_letters(Connection& connection, std::string_view member, MpLetters& letters) {
  office::MpLetterCount count;
  std::int64_t state = 0;
  Query query = connection.query(
      "SELECT slug, state, count(*) FROM letters JOIN campaigns ON campaigns.id = campaign_id "
      "WHERE member = :member GROUP BY slug, state ORDER BY slug, state");
  query.use(member).into(count.campaign).into(state).into(count.letters);
  while (query.next()) {
    count.state = state_of(state);
    letters.counts.push_back(count);
  }
}

/// 2 is sending, 3 sent: a row that leaves the one and does not come to the other is a problem, as
/// is one that leaves the other.
void find_problems(Connection& connection, std::string_view member, std::int64_t limit,
                   MpLetters& letters) {
  MpDeliveryProblem problem;
  std::int64_t at = 0;
  std::int64_t state = 0;
  Query query = connection.query(
      "SELECT public_id, slug, constituency, at, to_state, reason, code, enhanced_code FROM "
      "letter_history JOIN letters ON letters.id = letter_id JOIN campaigns ON campaigns.id = "
      "campaign_id WHERE member = :member AND (from_state = 3 OR (from_state = 2 AND to_state <> "
      "3)) ORDER BY at DESC, letter_id DESC, number DESC LIMIT :limit");
  query.use(member).use(limit).into(problem.letter).into(problem.campaign);
  query.into(problem.constituency).into(at).into(state).into(problem.reason).into(problem.code);
  query.into(problem.enhanced_code);
  while (query.next()) {
    problem.at = from_milliseconds(at);
    problem.state = state_of(state);
    letters.problems.push_back(problem);
  }
}

void find_last_sent(Connection& connection, std::string_view member, MpLetters& letters) {
  office::MpLastSent last;
  std::int64_t at = 0;
  Query query = connection.query(
      "SELECT slug, constituency, state_since, campaign_version FROM letters JOIN campaigns ON "
      "campaigns.id = campaign_id WHERE member = :member AND state = 3 ORDER BY state_since DESC, "
      "letters.id DESC LIMIT 1");
  query.use(member).into(last.campaign).into(last.constituency).into(at);
  if (!query.into(last.campaign_version).next()) return;
  last.at = from_milliseconds(at);
  letters.last_sent = last;
}

}  // namespace

Ledger SqlOfficeStore::ledger(const LedgerSearch& search) {
  std::optional<Ledger> ledger;
  database_.read([&](Connection& connection) {
    ledger.emplace().as_of = search.as_of;
    for (const std::int64_t campaign : search.campaigns) {
      Moved moved;
      read_letters(connection, campaign, *ledger, moved);
      read_earlier_moves(connection, campaign, *ledger, moved);
    }
  });
  return std::move(*ledger);
}

MpLetters SqlOfficeStore::letters_to(std::string_view member, std::int64_t most_problems) {
  MpLetters letters;
  database_.read([&](Connection& connection) {
    letters = {};
    count_letters(connection, member, letters);
    find_problems(connection, member, most_problems, letters);
    find_last_sent(connection, member, letters);
  });
  return letters;
}

}  // namespace postbag::store
