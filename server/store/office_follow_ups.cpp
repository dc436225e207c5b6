#include "base/text.h"
#include "server/store/erased.h"
#include "server/store/locks.h"
#include "server/store/mail_rows.h"
#include "server/store/office_store.h"

namespace postbag::store {
namespace {

using office::DueFollowUp;
using office::FollowUp;
using office::FollowUpAnswer;
using office::FollowUpCounts;
using office::FollowUpKey;
using office::FollowUpMail;
using office::Manner;

/// Whose writers may be asked in a round: what due_follow_ups() looks for and ask() looks at once
/// more. It says the condition of the index letters_with_text word for word: SQLite uses it for no
/// other. A letter that is sent is in state 3.
constexpr std::string_view kMayBeAsked =
    "letters.has_text = 1 AND letters.state BETWEEN 3 AND 7 AND letters.state = 3 AND NOT EXISTS "
    "(SELECT 1 FROM follow_ups AS asked WHERE asked.letter_id = letters.id AND (asked.round = "
    ":round OR asked.answer = 'reply')) AND NOT EXISTS (SELECT 1 FROM follow_up_stops AS stop "
    "WHERE stop.supporter_key = letters.supporter_key)";

/// Where a question goes.
struct Addressee {
  std::int64_t letter = 0;
  std::string key;
  std::string language;
  std::string email;
};

/// Whose letter it is, also of one that was erased: then the key tells.
std::string key_of(Connection& connection, std::string_view public_id) {
  std::string key;
  Query query = connection.query("SELECT supporter_key FROM letters WHERE public_id = :letter");
  static_cast<void>(query.use(public_id).into(key).next());
  return key;
}

/// Nothing when its writer may not be asked.
std::optional<Addressee> addressee(Connection& connection, const FollowUpKey& key) {
  static const std::string sql =
      "SELECT letters.id, letters.supporter_key, letters.language, letter_texts.supporter_email "
      "FROM letters JOIN letter_texts ON letter_texts.letter_id = letters.id WHERE "
      "letters.public_id = :letter AND " +
      std::string{kMayBeAsked};
  Addressee found;
  Query query = connection.query(sql);
  query.use(key.public_id).use(std::int64_t{key.round});
  query.into(found.letter).into(found.key).into(found.language).into(found.email);
  if (!query.next() || found.email.empty()) return std::nullopt;
  return found;
}

/// The number of a letter that was asked about and whose writer is still known; 0 when there is
/// none.
std::int64_t asked_letter(Connection& connection, const FollowUpKey& key) {
  std::int64_t letter = 0;
  std::string supporter;
  Query query = connection.query(
      "SELECT letters.id, letters.supporter_key FROM letters JOIN follow_ups ON "
      "follow_ups.letter_id = letters.id WHERE letters.public_id = :letter AND follow_ups.round = "
      ":round");
  query.use(key.public_id).use(std::int64_t{key.round}).into(letter).into(supporter);
  return query.next() && !supporter.starts_with(kErased) ? letter : 0;
}

/// One question and what was answered by some moment.
struct Told {
  std::int64_t letter = 0;
  std::string answer;
  std::string manner;
};

void add(FollowUpCounts& counts, const Told& told) {
  ++counts.asked;
  if (told.answer.empty()) return;
  ++counts.answered;
  if (told.answer == name_of(FollowUpAnswer::holding)) ++counts.holding;
  if (told.answer != name_of(FollowUpAnswer::reply)) return;
  ++counts.replies;
  if (told.manner == name_of(Manner::helpful)) ++counts.helpful;
  if (told.manner == name_of(Manner::between)) ++counts.between;
  if (told.manner == name_of(Manner::unhelpful)) ++counts.unhelpful;
}

}  // namespace

std::vector<DueFollowUp> SqlOfficeStore::due_follow_ups(const office::FollowUpSearch& search) {
  static const std::string sql =
      "SELECT letters.public_id, letters.constituency, letters.member, letters.state_since, "
      "letters.language FROM letters JOIN campaigns ON campaigns.id = letters.campaign_id WHERE "
      "campaigns.slug = :slug AND letters.state_since > :after AND letters.state_since <= :until "
      "AND " +
      std::string{kMayBeAsked} + " ORDER BY letters.state_since, letters.id LIMIT :limit";
  const Duration later = office::kFollowUpAfter.at(static_cast<std::size_t>(search.round) - 1);
  std::vector<DueFollowUp> due;
  database_.read([&](Connection& connection) {
    due.clear();
    DueFollowUp one{{"", search.round}, "", "", {}, ""};
    std::int64_t sent_at = 0;
    Query query = connection.query(sql);
    query.use(search.campaign).use(to_milliseconds(search.after - later));
    query.use(to_milliseconds(search.until - later)).use(std::int64_t{search.round});
    query.use(search.limit).into(one.key.public_id).into(one.constituency).into(one.member);
    query.into(sent_at).into(one.language);
    while (query.next()) {
      one.sent_at = from_milliseconds(sent_at);
      due.push_back(one);
    }
  });
  return due;
}

bool SqlOfficeStore::ask(const FollowUpKey& key, const FollowUpMail& mail, Instant now) {
  bool asked = false;
  database_.write([&](Connection& connection) {
    asked = false;
    // Who is being erased, and who is being asked by another process, is waited for.
    lock_supporter(connection, key_of(connection, key.public_id));
    lock_letter(connection, key.public_id);
    const auto to = addressee(connection, key);
    if (!to) return;
    asked = connection
                .query(
                    "INSERT INTO follow_ups (letter_id, round, asked_at) VALUES (:letter, :round, "
                    ":now) ON CONFLICT (letter_id, round) DO NOTHING")
                .use(to->letter)
                .use(std::int64_t{key.round})
                .use(to_milliseconds(now))
                .run() == 1;
    if (!asked) return;
    queue_mail(connection,
               {.letter = to->letter,
                .key = to->key,
                .public_id = mail.public_id,
                .message_id = mail.message_id,
                .language = to->language,
                .recipient = to->email,
                .subject = mail.subject.text(),
                .body = mail.body.text()},
               to_milliseconds(now));
  });
  return asked;
}

std::optional<FollowUp> SqlOfficeStore::follow_up(const FollowUpKey& key) {
  std::optional<FollowUp> answer;
  database_.read([&](Connection& connection) {
    answer.reset();
    FollowUp found;
    std::int64_t sent_at = 0;
    std::string told;
    std::string manner;
    std::int64_t stopped = 0;
    if (asked_letter(connection, key) == 0) return;
    Query query = connection.query(
        "SELECT campaigns.slug, letters.constituency, letters.member, (SELECT max(at) FROM "
        "letter_history WHERE letter_history.letter_id = letters.id AND to_state = 3), "
        "follow_ups.answer, follow_ups.manner, (SELECT 1 FROM follow_up_stops AS stop WHERE "
        "stop.supporter_key = letters.supporter_key) FROM letters JOIN campaigns ON campaigns.id = "
        "letters.campaign_id JOIN follow_ups ON follow_ups.letter_id = letters.id WHERE "
        "letters.public_id = :letter AND follow_ups.round = :round");
    query.use(key.public_id).use(std::int64_t{key.round});
    query.into(found.campaign).into(found.constituency).into(found.member).into(sent_at);
    query.into(told).into(manner).into(stopped);
    if (!query.next()) return;
    found.sent_at = from_milliseconds(sent_at);
    found.answer = office::parse_follow_up_answer(told);
    found.manner = office::parse_manner(manner);
    found.stopped = stopped != 0;
    answer = found;
  });
  return answer;
}

bool SqlOfficeStore::answer(const FollowUpKey& key, FollowUpAnswer told,
                            std::optional<Manner> manner, Instant now) {
  bool noted = false;
  database_.write([&](Connection& connection) {
    noted = false;
    lock_letter(connection, key.public_id);
    const std::int64_t letter = asked_letter(connection, key);
    if (letter == 0) return;
    const bool has_manner = told == FollowUpAnswer::reply && manner;
    noted = connection
                .query(
                    "UPDATE follow_ups SET answered_at = :now, answer = :answer, manner = :manner "
                    "WHERE letter_id = :letter AND round = :round AND answered_at IS NULL")
                .use(to_milliseconds(now))
                .use(name_of(told))
                .use_or_null(has_manner ? name_of(*manner) : std::string_view{})
                .use(letter)
                .use(std::int64_t{key.round})
                .run() == 1;
  });
  return noted;
}

bool SqlOfficeStore::stop_follow_ups(const FollowUpKey& key, Instant now) {
  bool stopped = false;
  database_.write([&](Connection& connection) {
    stopped = false;
    const std::string supporter = key_of(connection, key.public_id);
    lock_supporter(connection, supporter);
    if (asked_letter(connection, key) == 0) return;
    stopped = true;
    connection
        .query(
            "INSERT INTO follow_up_stops (supporter_key, at) VALUES (:key, :now) ON CONFLICT "
            "(supporter_key) DO NOTHING")
        .use(supporter)
        .use(to_milliseconds(now))
        .run();
    connection
        .query(
            "DELETE FROM service_mails WHERE supporter_key = :key AND state = 'queued' AND EXISTS "
            "(SELECT 1 FROM follow_ups WHERE follow_ups.letter_id = service_mails.letter_id AND "
            "follow_ups.asked_at = service_mails.created_at)")
        .use(supporter)
        .run();
  });
  return stopped;
}

FollowUpCounts SqlOfficeStore::follow_up_counts(std::string_view member, std::string_view campaign,
                                                Instant moment) {
  FollowUpCounts counts;
  database_.read([&](Connection& connection) {
    counts = {};
    Told told;
    Told last;
    Query query = connection.query(
        "SELECT follow_ups.letter_id, CASE WHEN answered_at <= :moment THEN answer END, manner "
        "FROM follow_ups JOIN letters ON letters.id = follow_ups.letter_id JOIN campaigns ON "
        "campaigns.id = letters.campaign_id WHERE letters.member = :member AND asked_at <= :then "
        "AND (campaigns.slug = :slug OR :everywhere = 1) ORDER BY follow_ups.letter_id, round");
    query.use(to_milliseconds(moment)).use(member).use(to_milliseconds(moment)).use(campaign);
    query.use(std::int64_t{campaign.empty() ? 1 : 0});
    query.into(told.letter).into(told.answer).into(told.manner);
    while (query.next()) {
      if (last.letter != 0 && last.letter != told.letter) add(counts, last);
      if (last.letter != told.letter || !told.answer.empty()) last = told;
    }
    if (last.letter != 0) add(counts, last);
  });
  return counts;
}

}  // namespace postbag::store
