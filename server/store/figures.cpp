#include "server/store/sql_store.h"
#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::Figures;
using campaign::LetterState;

/// The states stand in the statements, not beside them, so that each is answered from its index.
void count_letters(Connection& connection, Figures& figures) {
  constexpr const char* kRest =
      "SELECT state, count(*) FROM letters WHERE state IN (4, 5, 6, 7) AND state >= 4 GROUP BY "
      "state";
  for (const char* const sql :
       {"SELECT 0, count(*) FROM letters WHERE state = 0",
        "SELECT 1, count(*) FROM letters WHERE state = 1",
        "SELECT 2, count(*) FROM letters WHERE state = 2",
        "SELECT 3, CAST(coalesce(sum(letters), 0) AS BIGINT) FROM reach", kRest}) {
    std::int64_t state = 0;
    std::int64_t count = 0;
    Query query = connection.query(sql);
    query.into(state).into(count);
    while (query.next())
      figures.letters[state_of(state)] = count;
  }
}

std::optional<Instant> oldest(Connection& connection, std::string_view sql, std::int64_t now) {
  std::int64_t due = 0;
  Query query = connection.query(sql);
  if (!query.use(now).into(due).next()) return std::nullopt;
  return from_milliseconds(due);
}

}  // namespace

Figures SqlStore::figures() {
  Figures figures;
  for (const LetterState state : {LetterState::awaiting_confirmation, LetterState::queued,
                                  LetterState::sending, LetterState::sent, LetterState::bounced,
                                  LetterState::failed, LetterState::uncertain, LetterState::held})
    figures.letters[state] = 0;
  database_.read([&](Connection& connection) {
    count_letters(connection, figures);
    figures.oldest_due_letter =
        oldest(connection,
               "SELECT due_at FROM letters WHERE state = 1 AND due_at <= :now ORDER BY due_at "
               "LIMIT 1",
               now());
    figures.oldest_due_service_mail =
        oldest(connection,
               "SELECT due_at FROM service_mails WHERE state = 'queued' AND due_at <= :now ORDER "
               "BY due_at LIMIT 1",
               now());
  });
  return figures;
}

void SqlStore::wait_for_writer() {
  try {
    database_.write([](Connection&) {});
  } catch (const DatabaseError&) {
    // It answered, which is what was asked.
  }
}

}  // namespace postbag::store
