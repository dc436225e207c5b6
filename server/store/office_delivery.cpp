#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "server/store/letter_moves.h"
#include "server/store/office_store.h"
#include "server/store/staff_rows.h"
#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::LetterState;
using office::Delivery;
using office::LetterChoice;
using office::Tally;

constexpr std::size_t kStates = static_cast<std::size_t>(LetterState::withdrawn) + 1;
constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

std::int64_t number(Connection& connection, std::string_view sql) {
  std::int64_t found = 0;
  Query query = connection.query(sql);
  static_cast<void>(query.into(found).next());
  return found;
}

std::optional<Instant> oldest(Connection& connection, std::string_view sql, std::int64_t now) {
  std::int64_t due = 0;
  Query query = connection.query(sql);
  if (!query.use(now).into(due).next()) return std::nullopt;
  return from_milliseconds(due);
}

std::vector<Tally> tallies(Connection& connection, std::string_view sql) {
  std::vector<Tally> all;
  Tally tally;
  Query query = connection.query(sql);
  query.into(tally.reason).into(tally.enhanced_code).into(tally.letters);
  while (query.next())
    all.push_back(tally);
  return all;
}

/// With what the server said in the attempt that ended them; the states are written out so that
/// their index is used.
std::vector<Tally> ended(Connection& connection, LetterState state) {
  static const auto texts = [] {
    std::array<std::string, kStates> made;
    for (std::size_t code = 0; code < kStates; ++code)
      made.at(code) = fmt::format(
          "SELECT state_reason, enhanced_code, count(*) FROM letters LEFT JOIN letter_history ON "
          "letter_id = letters.id AND to_state = {0} AND number = (SELECT max(number) FROM "
          "letter_history AS latest WHERE latest.letter_id = letters.id) WHERE state = {0} AND "
          "state >= 4 GROUP BY state_reason, enhanced_code ORDER BY 3 DESC, 1, 2",
          code);
    return made;
  }();
  return tallies(connection, texts.at(static_cast<std::size_t>(state)));
}

Delivery::Mails service_mails(Connection& connection, std::int64_t now) {
  Delivery::Mails mails;
  std::string state;
  std::int64_t count = 0;
  Query query = connection.query("SELECT state, count(*) FROM service_mails GROUP BY state");
  query.into(state).into(count);
  while (query.next()) {
    if (state == "queued") mails.waiting = count;
    if (state == "sending") mails.sending = count;
    if (state == "sent") mails.sent = count;
    if (state == "failed") mails.failed = count;
    if (state == "uncertain") mails.uncertain = count;
  }
  mails.oldest_due =
      oldest(connection,
             "SELECT due_at FROM service_mails WHERE state = 'queued' AND due_at <= :now ORDER BY "
             "due_at LIMIT 1",
             now);
  return mails;
}

/// The texts that a choice of letters is asked with: the state stands in them, as in
/// SqlStore::letters().
struct Choosing {
  Choosing() {
    for (std::size_t state = 0; state < kStates; ++state) {
      const std::string which = fmt::format(
          "FROM letters JOIN campaigns ON campaigns.id = letters.campaign_id WHERE state = {}{} "
          "AND campaign_id BETWEEN :first AND :last AND (CAST(:any AS BIGINT) = 1 OR "
          "coalesce(state_reason, '') = :reason) AND attempts >= :least AND state_since <= :by",
          state, state < 4 ? "" : " AND state >= 4");
      count.at(state) = "SELECT count(*) " + which;
      list.at(state) = fmt::format(
          "SELECT letters.id, public_id, slug, constituency, member, state_since, state_reason, "
          "attempts, message_id, has_text {} AND letters.id < :before ORDER BY letters.id DESC "
          "LIMIT :limit",
          which);
    }
  }
  std::array<std::string, kStates> count;
  std::array<std::string, kStates> list;
};

const Choosing& choosing() {
  static const Choosing texts;
  return texts;
}

/// No campaign has the number 0: a slug that is not there chooses none.
void bind(Connection& connection, Query& query, const LetterChoice& choice) {
  std::int64_t first = 0;
  std::int64_t last = kAll;
  if (!choice.campaign.empty()) {
    Query campaign = connection.query("SELECT id FROM campaigns WHERE slug = :slug");
    static_cast<void>(campaign.use(choice.campaign).into(first).next());
    last = first;
  }
  query.use(first).use(last).use(std::int64_t{choice.reason ? 0 : 1});
  query.use(choice.reason.value_or("")).use(std::int64_t{choice.tried ? 1 : 0});
  query.use(choice.by ? to_milliseconds(*choice.by) : kAll);
}

std::vector<office::HistoryLine> history_of(Connection& connection, std::int64_t letter) {
  std::vector<office::HistoryLine> lines;
  office::HistoryLine line;
  std::int64_t at = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t started_at = 0;
  Query query = connection.query(
      "SELECT at, from_state, to_state, reason, started_at, code, enhanced_code, reply FROM "
      "letter_history WHERE letter_id = :letter ORDER BY number");
  query.use(letter).into(at).into(from).into(to).into(line.reason).into(started_at);
  query.into(line.code).into(line.enhanced_code).into(line.reply);
  while (query.next()) {
    line.at = from_milliseconds(at);
    line.from = state_of(from);
    line.to = state_of(to);
    line.started_at = started_at == 0 ? std::nullopt : std::optional{from_milliseconds(started_at)};
    lines.push_back(line);
  }
  return lines;
}

/// Where a letter's columns go that a list and its own page share.
struct Row {
  campaign::LetterRow row;
  std::int64_t id = 0;
  std::int64_t since = 0;
  std::int64_t has_text = 0;

  void bind(Query& query) {
    query.into(id).into(row.public_id).into(row.campaign).into(row.constituency).into(row.member);
    query.into(since).into(row.reason).into(row.attempts).into(row.message_id).into(has_text);
  }
  [[nodiscard]] campaign::LetterRow taken(LetterState state) const {
    campaign::LetterRow taken = row;
    taken.state = state;
    taken.since = from_milliseconds(since);
    taken.has_text = has_text != 0;
    return taken;
  }
};

}  // namespace

Delivery SqlOfficeStore::delivery(Instant now) {
  Delivery delivery;
  const std::int64_t at = to_milliseconds(now);
  database_.read([&](Connection& connection) {
    delivery.waiting =
        number(connection, "SELECT count(*) FROM letters WHERE state = 1 AND attempts = 0");
    delivery.sending = number(connection, "SELECT count(*) FROM letters WHERE state = 2");
    delivery.oldest_due =
        oldest(connection,
               "SELECT due_at FROM letters WHERE state = 1 AND due_at <= :now ORDER BY due_at "
               "LIMIT 1",
               at);
    delivery.retrying = tallies(connection,
                                "SELECT state_reason, '', count(*) FROM letters WHERE state = 1 "
                                "AND attempts > 0 GROUP BY state_reason ORDER BY 3 DESC, 1");
    delivery.held = tallies(connection,
                            "SELECT state_reason, '', count(*) FROM letters WHERE state = 7 AND "
                            "state >= 4 GROUP BY state_reason ORDER BY 3 DESC, 1");
    delivery.uncertain = tallies(connection,
                                 "SELECT state_reason, '', count(*) FROM letters WHERE state = 6 "
                                 "AND state >= 4 GROUP BY state_reason ORDER BY 3 DESC, 1");
    delivery.failed = ended(connection, LetterState::failed);
    delivery.bounced = ended(connection, LetterState::bounced);
    delivery.service_mails = service_mails(connection, at);
  });
  return delivery;
}

std::vector<office::ListedLetter> SqlOfficeStore::letters(const LetterChoice& choice,
                                                          std::int64_t before, std::int64_t limit) {
  std::vector<office::ListedLetter> letters;
  database_.read([&](Connection& connection) {
    letters.clear();
    Row row;
    Query query = connection.query(choosing().list.at(static_cast<std::size_t>(choice.state)));
    bind(connection, query, choice);
    query.use(before == 0 ? kAll : before).use(limit);
    row.bind(query);
    while (query.next())
      letters.push_back({row.id, row.taken(choice.state)});
  });
  return letters;
}

std::int64_t SqlOfficeStore::count(const LetterChoice& choice) {
  std::int64_t letters = 0;
  database_.read([&](Connection& connection) {
    Query query = connection.query(choosing().count.at(static_cast<std::size_t>(choice.state)));
    bind(connection, query, choice);
    static_cast<void>(query.into(letters).next());
  });
  return letters;
}

std::optional<office::LetterFile> SqlOfficeStore::letter(std::string_view public_id) {
  std::optional<office::LetterFile> found;
  database_.read([&](Connection& connection) {
    found.reset();
    office::LetterFile file;
    Row row;
    std::int64_t state = 0;
    std::int64_t created_at = 0;
    std::int64_t due_at = 0;
    Query query = connection.query(
        "SELECT letters.id, public_id, slug, constituency, member, state_since, state_reason, "
        "attempts, message_id, has_text, state, created_at, due_at, language FROM letters JOIN "
        "campaigns ON campaigns.id = letters.campaign_id WHERE public_id = :letter");
    row.bind(query.use(public_id));
    query.into(state).into(created_at).into(due_at).into(file.language);
    if (!query.next()) return;
    file.row = row.taken(state_of(state));
    file.written_at = from_milliseconds(created_at);
    if (file.row.state == LetterState::queued) file.due_at = from_milliseconds(due_at);
    file.history = history_of(connection, row.id);
    found = std::move(file);
  });
  return found;
}

std::vector<office::FailingMember> SqlOfficeStore::failing() {
  std::vector<office::FailingMember> members;
  database_.read([&](Connection& connection) {
    members.clear();
    office::FailingMember member;
    std::int64_t latest = 0;
    // 4 bounced, 5 failed, 7 held.
    Query query = connection.query(
        "SELECT constituency, member, count(*), max(state_since) FROM letters WHERE state >= 4 AND "
        "(state = 4 OR (state = 5 AND state_reason IN ('permanent', 'mailbox_full', "
        "'policy_refusal')) OR (state = 7 AND state_reason = 'no_address')) GROUP BY constituency, "
        "member ORDER BY 3 DESC, 1, 2");
    query.into(member.constituency).into(member.member).into(member.letters).into(latest);
    while (query.next()) {
      member.latest = from_milliseconds(latest);
      members.push_back(member);
    }
  });
  return members;
}

office::Moved SqlOfficeStore::move(std::span<const std::string> public_ids,
                                   campaign::StaffAction action, const staff::AuditEntry& entry) {
  office::Moved answer;
  // In one order, so that two who move the same letters never wait for each other.
  std::vector<std::string> ids{public_ids.begin(), public_ids.end()};
  std::sort(ids.begin(), ids.end());
  database_.write([&](Connection& connection) {
    answer = {};
    for (const std::string& id : ids) {
      auto moved = move_letter(connection, id, action, to_milliseconds(entry.at));
      if (!moved) {
        answer.refused.push_back(std::move(moved.error()));
        continue;
      }
      staff::AuditEntry about = entry;
      about.subject = id;
      write_audit(connection, about);
      answer.moved.push_back(std::move(*moved));
    }
  });
  return answer;
}

}  // namespace postbag::store
