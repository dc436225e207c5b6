#include "server/store/sql_store.h"
#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::Reach;
using campaign::ReachCell;

std::vector<ReachCell> cells(Query& query, std::int64_t campaign_id) {
  std::vector<ReachCell> all;
  ReachCell cell;
  query.use(campaign_id).into(cell.constituency).into(cell.member).into(cell.letters);
  while (query.next())
    all.push_back(cell);
  return all;
}

Reach counters(Connection& connection, std::int64_t campaign_id) {
  Reach reach;
  Query rows = connection.query(
      "SELECT constituency, member, letters FROM reach WHERE campaign_id = :id AND letters > 0 "
      "ORDER BY constituency, member");
  reach.cells = cells(rows, campaign_id);
  Query query = connection.query("SELECT supporters FROM campaigns WHERE id = :id");
  static_cast<void>(query.use(campaign_id).into(reach.supporters).next());
  return reach;
}

/// The same from the letters themselves: 3 is sent.
Reach counted(Connection& connection, std::int64_t campaign_id) {
  Reach reach;
  Query rows = connection.query(
      "SELECT constituency, member, count(*) FROM letters WHERE campaign_id = :id AND state = 3 "
      "GROUP BY constituency, member "
      "ORDER BY constituency, member");
  reach.cells = cells(rows, campaign_id);
  Query query = connection.query(
      "SELECT count(*) FROM letters WHERE campaign_id = :id AND confirmed_at IS NOT NULL");
  static_cast<void>(query.use(campaign_id).into(reach.supporters).next());
  return reach;
}

void set_counters(Connection& connection, std::int64_t campaign_id, const Reach& reach) {
  connection.query("DELETE FROM reach WHERE campaign_id = :id").use(campaign_id).run();
  for (const ReachCell& cell : reach.cells)
    connection.query("INSERT INTO reach VALUES (:campaign, :constituency, :member, :letters)")
        .use(campaign_id)
        .use(cell.constituency)
        .use(cell.member)
        .use(cell.letters)
        .run();
  connection.query("UPDATE campaigns SET supporters = :count WHERE id = :id")
      .use(reach.supporters)
      .use(campaign_id)
      .run();
}

/// SQLite has one writer anyway.
void hold_still(Connection& connection) {
  if (connection.dialect() == Dialect::postgresql)
    connection.execute(
        "SET LOCAL statement_timeout = 0; LOCK TABLE campaigns, letters IN SHARE ROW EXCLUSIVE "
        "MODE");
}

}  // namespace

campaign::Reach SqlStore::reach(std::int64_t campaign_id) {
  Reach reach;
  database_.read([&](Connection& connection) { reach = counters(connection, campaign_id); });
  return reach;
}

campaign::Store::Recount SqlStore::recount(std::int64_t campaign_id) {
  Recount recount;
  database_.write([&](Connection& connection) {
    hold_still(connection);
    recount.was = counters(connection, campaign_id);
    recount.is = counted(connection, campaign_id);
    if (recount.was != recount.is) set_counters(connection, campaign_id, recount.is);
  });
  return recount;
}

std::vector<std::pair<campaign::LetterState, std::int64_t>> SqlStore::letters_by_state(
    std::int64_t campaign_id) {
  std::vector<std::pair<campaign::LetterState, std::int64_t>> all;
  database_.read([&](Connection& connection) {
    all.clear();
    std::int64_t state = 0;
    std::int64_t count = 0;
    Query query = connection.query(
        "SELECT state, count(*) FROM letters WHERE campaign_id = :id GROUP BY state ORDER BY "
        "state");
    query.use(campaign_id).into(state).into(count);
    while (query.next())
      all.emplace_back(state_of(state), count);
  });
  return all;
}

}  // namespace postbag::store
