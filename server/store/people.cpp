#include "server/store/erased.h"
#include "server/store/locks.h"
#include "server/store/people_rows.h"
#include "server/store/sql_store.h"
#include "server/store/state_code.h"
#include "server/store/stored_text.h"

namespace postbag::store {
namespace {

using campaign::LetterMove;
using campaign::LetterState;
using campaign::OwnLetter;
using campaign::OwnMail;
using campaign::Person;
using campaign::Withdrawn;

/// The letters of a supporter, from the two indexes that know them; its values are the key, twice.
constexpr std::string_view kTheirs =
    "letters.id IN (SELECT id FROM letters WHERE confirmed_at IS NULL AND supporter_key = :key "
    "UNION ALL SELECT id FROM letters WHERE confirmed_at IS NOT NULL AND supporter_key = :same_key "
    "AND campaign_id IN (SELECT id FROM campaigns))";

constexpr std::string_view kLetters =
    "SELECT letters.id, public_id, campaign_id, slug, constituency, member, state, state_since, "
    "state_reason, created_at, confirmed_at, due_at, language, letters.source, message_id, "
    "consent_wording, consent_at, has_text, confirmation_hash, supporter_name, supporter_email, "
    "subject, body FROM letters JOIN campaigns ON campaigns.id = campaign_id LEFT JOIN "
    "letter_texts ON letter_id = letters.id WHERE ";

/// A letter's columns, in the order of kLetters.
struct Row {
  OwnLetter letter;
  std::int64_t id = 0;
  std::int64_t state = 0;
  std::int64_t since = 0;
  std::int64_t created_at = 0;
  std::int64_t confirmed_at = 0;
  std::int64_t due_at = 0;
  std::int64_t consent_at = 0;
  std::int64_t has_text = 0;
  std::string hash;
  std::string name;
  std::string email;
  std::string subject;
  std::string body;

  void bind(Query& query) {
    query.into(id).into(letter.public_id).into(letter.campaign_id).into(letter.campaign);
    query.into(letter.constituency).into(letter.member).into(state).into(since);
    query.into(letter.reason).into(created_at).into(confirmed_at).into(due_at);
    query.into(letter.language).into(letter.source).into(letter.message_id);
    query.into(letter.consent_wording).into(consent_at).into(has_text).into(hash);
    query.into(name).into(email).into(subject).into(body);
  }

  [[nodiscard]] OwnLetter taken() {
    const auto moment = [](std::int64_t milliseconds) {
      return milliseconds == 0 ? std::nullopt : std::optional{from_milliseconds(milliseconds)};
    };
    letter.state = state_of(state);
    letter.since = from_milliseconds(since);
    letter.written_at = from_milliseconds(created_at);
    letter.confirmed_at = moment(confirmed_at);
    letter.leaves_at = letter.state == LetterState::queued ? moment(due_at) : std::nullopt;
    letter.consent_at = moment(consent_at);
    letter.has_text = has_text != 0;
    letter.repeated = hash.empty() && (letter.state == LetterState::awaiting_confirmation ||
                                       letter.state == LetterState::expired);
    letter.name = stored<Line>(name);
    letter.email = stored_address(email);
    letter.subject = stored<Line>(subject);
    letter.body = stored<Prose>(body);
    return letter;
  }
};

std::vector<LetterMove> moves_of(Connection& connection, std::int64_t letter_id) {
  std::vector<LetterMove> moves;
  LetterMove move;
  std::int64_t at = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  Query query = connection.query(
      "SELECT at, from_state, to_state, reason, reply FROM letter_history WHERE letter_id = "
      ":letter ORDER BY number");
  query.use(letter_id).into(at).into(from).into(to).into(move.reason).into(move.reply);
  while (query.next()) {
    move.at = from_milliseconds(at);
    move.from = state_of(from);
    move.to = state_of(to);
    moves.push_back(move);
  }
  return moves;
}

std::vector<campaign::OwnQuestion> questions_of(Connection& connection, std::int64_t letter) {
  std::vector<campaign::OwnQuestion> questions;
  campaign::OwnQuestion question;
  std::int64_t asked_at = 0;
  std::int64_t answered_at = 0;
  Query query = connection.query(
      "SELECT round, asked_at, answered_at, answer, manner FROM follow_ups WHERE letter_id = "
      ":letter ORDER BY round");
  query.use(letter).into(question.round).into(asked_at).into(answered_at);
  query.into(question.answer).into(question.manner);
  while (query.next()) {
    question.asked_at = from_milliseconds(asked_at);
    question.answered_at.reset();
    if (answered_at != 0) question.answered_at = from_milliseconds(answered_at);
    questions.push_back(question);
  }
  return questions;
}

std::optional<Instant> stop_of(Connection& connection, std::string_view supporter_key) {
  std::int64_t at = 0;
  Query query = connection.query("SELECT at FROM follow_up_stops WHERE supporter_key = :key");
  if (!query.use(supporter_key).into(at).next()) return std::nullopt;
  return from_milliseconds(at);
}

std::vector<OwnLetter> letters_of(Connection& connection, std::string_view supporter_key,
                                  std::int64_t limit) {
  static const std::string sql = std::string{kLetters} + std::string{kTheirs} +
                                 " ORDER BY confirmed_at IS NULL, letters.id DESC LIMIT :limit";
  std::vector<std::int64_t> ids;
  std::vector<OwnLetter> letters;
  Row row;
  {
    Query query = connection.query(sql);
    row.bind(query.use(supporter_key).use(supporter_key).use(limit));
    while (query.next()) {
      ids.push_back(row.id);
      letters.push_back(row.taken());
    }
  }
  for (std::size_t i = 0; i < letters.size(); ++i) {
    letters[i].moves = moves_of(connection, ids[i]);
    letters[i].questions = questions_of(connection, ids[i]);
  }
  return letters;
}

std::vector<OwnMail> mails_of(Connection& connection, std::string_view supporter_key,
                              std::int64_t limit) {
  std::vector<OwnMail> mails;
  OwnMail mail;
  std::int64_t made_at = 0;
  std::int64_t leaves_at = 0;
  Query query = connection.query(
      "SELECT created_at, due_at, state, recipient, subject, body FROM service_mails WHERE "
      "supporter_key = :key ORDER BY due_at, id LIMIT :limit");
  query.use(supporter_key).use(limit).into(made_at).into(leaves_at).into(mail.state);
  query.into(mail.recipient).into(mail.subject).into(mail.body);
  while (query.next()) {
    mail.made_at = from_milliseconds(made_at);
    mail.leaves_at = from_milliseconds(leaves_at);
    mails.push_back(mail);
  }
  return mails;
}

/// The letter with its number, if it is that supporter's.
std::optional<std::pair<std::int64_t, OwnLetter>> find(Connection& connection,
                                                       std::string_view supporter_key,
                                                       std::string_view public_id) {
  static const std::string sql =
      std::string{kLetters}.append("public_id = :letter AND supporter_key = :key");
  Row row;
  Query query = connection.query(sql);
  row.bind(query.use(public_id).use(supporter_key));
  if (!query.next()) return std::nullopt;
  return std::pair{row.id, row.taken()};
}

Error unknown_letter() {
  return {"unknown_letter", "We do not know this letter.", ""};
}

/// Why a letter cannot be taken back.
Error refusal(LetterState state) {
  if (state == LetterState::withdrawn)
    return {"withdrawn_letter", "You took this letter back before.", ""};
  return {"too_late", "This letter can no longer be taken back.", ""};
}

/// What is personal in a letter goes; the trigger letters_clear does the rest.
void clear(Connection& connection, std::int64_t letter_id) {
  connection
      .query(
          "UPDATE letters SET has_text = 0, consent_wording = NULL, consent_at = NULL, "
          "idempotency_key = NULL, request_digest = NULL WHERE id = :id")
      .use(letter_id)
      .run();
  connection
      .query("UPDATE letter_history SET reply = NULL WHERE letter_id = :id AND reply IS NOT NULL")
      .use(letter_id)
      .run();
}

/// False when it is no longer where a letter can be taken back.
bool take_back(Connection& connection, std::int64_t letter_id, std::string_view reason,
               std::int64_t now) {
  // 0 awaits its confirmation, 1 is queued, 7 held.
  return connection
             .query(
                 "UPDATE letters SET state = 9, state_since = :now, state_reason = :reason, due_at "
                 "= NULL WHERE id = :id AND state IN (0, 1, 7)")
             .use(now)
             .use(reason)
             .use(letter_id)
             .run() == 1;
}

struct Held {
  std::int64_t id;
  LetterState state;
};

/// Locked until the transaction ends, on PostgreSQL.
std::vector<Held> hold_all(Connection& connection, std::string_view supporter_key) {
  static const std::string select =
      "SELECT id, state FROM letters WHERE " + std::string{kTheirs} + " ORDER BY id";
  static const std::string and_lock = select + " FOR UPDATE";
  std::vector<Held> letters;
  std::int64_t id = 0;
  std::int64_t state = 0;
  Query query = connection.query(Phrase{select, and_lock});
  query.use(supporter_key).use(supporter_key).into(id).into(state);
  while (query.next())
    letters.push_back({id, state_of(state)});
  return letters;
}

/// Cuts what stays of a letter from the person, and its link to a confirmation.
void forget_writer(Connection& connection, std::int64_t letter_id) {
  connection
      .query(
          "UPDATE letters SET supporter_key = :erased || CAST(id AS TEXT), confirmation_hash = "
          "NULL, source = NULL WHERE id = :id")
      .use(kErased)
      .use(letter_id)
      .run();
}

}  // namespace

std::optional<std::string> SqlStore::supporter_of(std::string_view public_id) {
  std::optional<std::string> answer;
  database_.read([&](Connection& connection) {
    answer.reset();
    std::string key;
    Query query = connection.query("SELECT supporter_key FROM letters WHERE public_id = :letter");
    if (!query.use(public_id).into(key).next()) return;
    answer = key.starts_with(kErased) ? std::string{} : key;
  });
  return answer;
}

Person SqlStore::person(std::string_view supporter_key, std::int64_t limit) {
  Person person;
  database_.read([&](Connection& connection) {
    person.key = supporter_key;
    person.letters = letters_of(connection, supporter_key, limit + 1);
    person.mails = mails_of(connection, supporter_key, limit);
    person.no_questions_since = stop_of(connection, supporter_key);
  });
  person.more = static_cast<std::int64_t>(person.letters.size()) > limit;
  if (person.more) person.letters.pop_back();
  return person;
}

Result<Withdrawn> SqlStore::withdraw(std::string_view supporter_key, std::string_view public_id) {
  Result<Withdrawn> answer = Withdrawn{};
  database_.write([&](Connection& connection) {
    lock_letter(connection, public_id);
    auto found = find(connection, supporter_key, public_id);
    if (!found) {
      answer = tl::unexpected(unknown_letter());
    } else if (!take_back(connection, found->first, "supporter", now())) {
      answer = tl::unexpected(refusal(found->second.state));
    } else {
      clear(connection, found->first);
      connection
          .query(
              "DELETE FROM service_mails WHERE supporter_key = :key AND letter_id = :letter AND "
              "state = 'queued'")
          .use(supporter_key)
          .use(found->first)
          .run();
      const bool restored = found->second.reason == "restored";
      answer = Withdrawn{std::move(found->second), restored};
    }
  });
  if (answer) database_.checkpoint();
  return answer;
}

Result<void> SqlStore::set_consent(std::string_view supporter_key, std::string_view public_id,
                                   std::string_view wording) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    answer = {};
    lock_letter(connection, public_id);
    const auto found = find(connection, supporter_key, public_id);
    if (!found) {
      answer = tl::unexpected(unknown_letter());
    } else if (!wording.empty() && !found->second.has_text) {
      answer = fail("text_deleted",
                    "Your name and address were deleted with the letter, so nobody could write to "
                    "you.");
    } else if (found->second.consent_wording != wording) {
      // Naming has_text lets the trigger letters_clear look at the letter.
      connection
          .query(
              "UPDATE letters SET consent_wording = :wording, consent_at = :now, has_text = "
              "has_text WHERE id = :id")
          .use_or_null(wording)
          .use(now())
          .use(found->first)
          .run();
    }
  });
  if (answer && wording.empty()) database_.checkpoint();
  return answer;
}

campaign::Erased erase_supporter(Connection& connection, std::string_view supporter_key,
                                 std::int64_t now) {
  campaign::Erased erased;
  lock_supporter(connection, supporter_key);
  connection.query("DELETE FROM service_mails WHERE supporter_key = :key").use(supporter_key).run();
  connection.query("DELETE FROM follow_up_stops WHERE supporter_key = :key")
      .use(supporter_key)
      .run();
  for (const Held& letter : hold_all(connection, supporter_key)) {
    ++erased.letters;
    if (letter.state == LetterState::sending) ++erased.leaving;
    if (take_back(connection, letter.id, "erased", now)) ++erased.withdrawn;
    clear(connection, letter.id);
    forget_writer(connection, letter.id);
  }
  return erased;
}

campaign::Erased SqlStore::erase(std::string_view supporter_key) {
  campaign::Erased erased;
  database_.write(
      [&](Connection& connection) { erased = erase_supporter(connection, supporter_key, now()); });
  if (erased.letters > 0) database_.checkpoint();
  return erased;
}

}  // namespace postbag::store
