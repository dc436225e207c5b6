#include <array>

#include <fmt/format.h>

#include "server/store/letter_moves.h"
#include "server/store/sql_store.h"
#include "server/store/state_code.h"

namespace postbag::store {
namespace {

using campaign::LetterRow;
using campaign::LetterSearch;
using campaign::LetterStatus;

constexpr std::size_t kStates = static_cast<std::size_t>(campaign::LetterState::withdrawn) + 1;

/// The texts of a search. A state stands in them and not among their values, so that the database
/// sees which partial index it may use, and each has the order of its index: letters_unconfirmed,
/// letters_due or letters_for_staff, else that of the letters themselves. A campaign is a range of
/// one, ordered by it: else PostgreSQL looks for a small one's among all letters.
struct Listings {
  using ByState = std::array<std::string, kStates + 1>;  ///< the last is for any state

  Listings() {
    constexpr const char* rows =
        "SELECT public_id, slug, constituency, member, state, state_since, state_reason, attempts, "
        "message_id, has_text FROM letters JOIN campaigns ON campaigns.id = letters.campaign_id "
        "WHERE {}";
    constexpr const char* page = "{} ORDER BY {} DESC LIMIT :limit";
    one = fmt::format(rows, "public_id = :id");
    for (std::size_t state = 0; state <= kStates; ++state) {
      const std::string chosen = fmt::format(rows, condition(state));
      all.at(state) = fmt::format(page, chosen, order(state));
      of_campaign.at(state) =
          fmt::format(page, chosen + " AND letters.campaign_id BETWEEN :campaign AND :itself",
                      (state < 2 ? "" : "letters.campaign_id DESC, ") + std::string{order(state)});
    }
  }

  static std::string condition(std::size_t state) {
    if (state == kStates) return "letters.id > 0";
    return fmt::format("state = {}{}", state, state < 4 ? "" : " AND state >= 4");
  }
  /// 0 awaits its confirmation, 1 is queued.
  static const char* order(std::size_t state) {
    if (state == 0) return "created_at DESC, letters.id";
    return state == 1 ? "due_at DESC, letters.id" : "letters.id";
  }

  std::string one;
  ByState all;
  ByState of_campaign;
};

const std::string& listing(const LetterSearch& search) {
  static const Listings texts;
  if (!search.public_id.empty()) return texts.one;
  const std::size_t state = search.state ? static_cast<std::size_t>(*search.state) : kStates;
  return search.campaign.empty() ? texts.all.at(state) : texts.of_campaign.at(state);
}

/// 0 when there is none.
std::int64_t id_of_campaign(Connection& connection, std::string_view slug) {
  std::int64_t id = 0;
  if (slug.empty()) return id;
  Query query = connection.query("SELECT id FROM campaigns WHERE slug = :slug");
  static_cast<void>(query.use(slug).into(id).next());
  return id;
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
    const std::int64_t campaign = id_of_campaign(connection, search.campaign);
    Query query = connection.query(listing(search));
    if (search.public_id.empty()) {
      if (!search.campaign.empty()) query.use(campaign).use(campaign);
      query.use(search.limit);
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
  Result<LetterStatus> answer = LetterStatus{};
  database_.write(
      [&](Connection& connection) { answer = move_letter(connection, public_id, action, now()); });
  if (answer && answer->state == campaign::LetterState::queued) wake();
  return answer;
}

}  // namespace postbag::store
