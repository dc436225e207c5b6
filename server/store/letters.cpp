#include "base/digest.h"
#include "base/failure.h"
#include "base/log.h"
#include "base/token.h"
#include "server/store/locks.h"
#include "server/store/sql_store.h"
#include "server/store/state_code.h"
#include "server/store/stored_text.h"

namespace postbag::store {
namespace {

using campaign::LetterState;
using campaign::LetterStatus;
using campaign::NewLetter;
using campaign::PendingLetter;
using campaign::ServiceMail;

/// Set by hold_what_may_have_left() (server/store/backup.h).
constexpr std::string_view kRestored = "restored";

constexpr std::int64_t kHour = Duration{std::chrono::hours{1}}.count();

/// The letter that an idempotency key was first used for, if any.
std::optional<Result<LetterStatus>> earlier_answer(Connection& connection,
                                                   const NewLetter& letter) {
  if (letter.idempotency_key.empty()) return std::nullopt;
  LetterStatus status;
  std::int64_t state = 0;
  std::string digest;
  Query query = connection.query(
      "SELECT public_id, state, request_digest FROM letters WHERE idempotency_key = :key");
  if (!query.use(letter.idempotency_key).into(status.public_id).into(state).into(digest).next())
    return std::nullopt;
  if (digest != letter.request_digest)
    return fail("idempotency_conflict",
                "This Idempotency-Key was already used with another letter. Use a new key for a "
                "new letter.");
  status.state = state_of(state);
  return status;
}

/// Whether the person has a confirmed letter in this campaign.
bool already_wrote(Connection& connection, std::int64_t campaign_id,
                   std::string_view supporter_key) {
  std::int64_t found = 0;
  Query query = connection.query(
      "SELECT 1 FROM letters WHERE campaign_id = :campaign AND supporter_key = :key AND "
      "confirmed_at IS NOT NULL");
  return query.use(campaign_id).use(supporter_key).into(found).next();
}

/// A statement whose first value is the id of the letter that the connection has just inserted. It
/// is not asked for: for RETURNING, SQLite makes a table each time, which costs more.
struct AboutNewLetter {
  AboutNewLetter(const std::string& columns, const std::string& values)
      : sqlite(columns + " VALUES (last_insert_rowid(), " + values),
        postgresql(columns + " VALUES (currval('letters_id_seq'), " + values) {}
  [[nodiscard]] Phrase phrase() const { return {sqlite, postgresql}; }

  std::string sqlite;
  std::string postgresql;
};

void insert_text(Connection& connection, const NewLetter& letter) {
  static const AboutNewLetter sql{
      "INSERT INTO letter_texts (letter_id, supporter_name, supporter_email, subject, body)",
      ":name, :email, :subject, :body)"};
  Query query = connection.query(sql.phrase());
  query.use(letter.supporter_name.text()).use(letter.supporter_email.text());
  query.use(letter.subject.text()).use(letter.body.text()).run();
}

/// An `empty` letter has no text and no link: it only looks like one from outside.
void insert_letter(Connection& connection, const NewLetter& letter, std::int64_t now, bool empty) {
  const auto personal = [&](const std::string& text) {
    return empty ? std::string_view{} : std::string_view{text};
  };
  Query query = connection.query(
      "INSERT INTO letters (public_id, campaign_id, state, state_since, created_at, constituency, "
      "member, supporter_key, message_id, language, source, consent_wording, has_text, "
      "campaign_version, confirmation_hash, idempotency_key, request_digest) VALUES (:public_id, "
      ":campaign, 0, "
      ":since, :created, :constituency, :member, :key, :message_id, :language, :source, :consent, "
      ":has_text, :version, :hash, :idempotency, :digest)");
  query.use(letter.public_id).use(letter.campaign_id).use(now).use(now);
  query.use(letter.constituency)
      .use(letter.member)
      .use(letter.supporter_key)
      .use(letter.message_id)
      .use(letter.language);
  query.use_or_null(letter.source).use_or_null(personal(letter.consent_wording));
  query.use(std::int64_t{empty ? 0 : 1}).use(letter.campaign_version);
  query.use_or_null(personal(letter.confirmation_hash));
  query.use_or_null(letter.idempotency_key).use_or_null(letter.request_digest);
  query.run();
  if (!empty) insert_text(connection, letter);
}

/// When the last mail that waits for this address would have left: it goes, unsent, and its letter
/// expires. Nothing when it was tried before.
std::optional<std::int64_t> take_last_place(Connection& connection, std::string_view supporter_key,
                                            std::int64_t now) {
  std::int64_t id = 0;
  std::int64_t due = 0;
  const bool found = connection
                         .query(
                             "SELECT id, due_at FROM service_mails WHERE supporter_key = :key "
                             "AND state = 'queued' AND attempts = 0 AND due_at > :now ORDER BY "
                             "due_at DESC, id DESC LIMIT 1")
                         .use(supporter_key)
                         .use(now)
                         .into(id)
                         .into(due)
                         .next();
  if (!found) return std::nullopt;
  connection.query("DELETE FROM service_mails WHERE id = :id AND state = 'queued'").use(id).run();
  return due;
}

/// What the person did before, as far as it decides about a new letter.
struct Earlier {
  bool wrote = false;
  /// When the mail leaves, or left, that stands `per_hour` places before a further one.
  std::optional<std::int64_t> mail;
};

/// With one question for both: PostgreSQL is asked over the network.
Earlier find_earlier(Connection& connection, const NewLetter& letter, int per_hour) {
  std::int64_t wrote = 0;
  std::int64_t mail = 0;
  Query query = connection.query(
      "SELECT (SELECT 1 FROM letters WHERE campaign_id = :campaign AND supporter_key = :key AND "
      "confirmed_at IS NOT NULL), (SELECT due_at FROM service_mails WHERE supporter_key = "
      ":same_key ORDER BY due_at DESC LIMIT 1 OFFSET :places)");
  query.use(letter.campaign_id).use(letter.supporter_key).use(letter.supporter_key);
  query.use(std::int64_t{std::max(per_hour, 1)} - 1).into(wrote).into(mail);
  static_cast<void>(query.next());
  return {wrote != 0, mail == 0 || per_hour == 0 ? std::nullopt : std::optional{mail}};
}

/// When a further mail to this address may leave, so that no hour has more than so many: nobody's
/// postbox can be flooded by typing their address into a form. The mail so many places `before`
/// decides. While that one waits, so do all after it, and whoever typed them must not put off the
/// person's own without end: the mail takes the last one's place.
std::int64_t mail_due(Connection& connection, std::string_view supporter_key, std::int64_t now,
                      std::optional<std::int64_t> before) {
  if (!before) return now;
  if (*before > now)
    if (const auto place = take_last_place(connection, supporter_key, now)) return *place;
  return std::max(now, *before + kHour);
}

void insert_mail(Connection& connection, const NewLetter& letter, const ServiceMail& mail,
                 std::string_view public_id, std::int64_t now, std::int64_t due) {
  static const AboutNewLetter sql{
      "INSERT INTO service_mails (letter_id, public_id, supporter_key, state, created_at, due_at, "
      "message_id, language, recipient, subject, body)",
      ":public_id, :key, 'queued', :created, :due, :message_id, :language, :recipient, :subject, "
      ":body)"};
  Query query = connection.query(sql.phrase());
  query.use(public_id).use(letter.supporter_key).use(now).use(due).use(mail.message_id);
  query.use(letter.mail_language).use(letter.supporter_email.text()).use(mail.subject.text());
  query.use(mail.body.text()).run();
}

struct StoredLetter {
  std::int64_t id = 0;
  std::string state_reason;
  std::string supporter_key;
  PendingLetter pending;
};

/// The letter of a link, if its secret is the right one.
std::optional<StoredLetter> find_by_link(Connection& connection,
                                         const campaign::ConfirmationLink& link) {
  StoredLetter found;
  std::int64_t state = 0;
  std::string hash;
  std::int64_t due = 0;
  std::string name;
  std::string subject;
  std::string body;
  Query query = connection.query(
      "SELECT id, supporter_key, state, state_reason, campaign_id, constituency, member, "
      "language, confirmation_hash, due_at, "
      "supporter_name, subject, body FROM letters LEFT JOIN letter_texts ON letter_id = id WHERE "
      "public_id = :letter");
  query.use(link.public_id)
      .into(found.id)
      .into(found.supporter_key)
      .into(state)
      .into(found.state_reason);
  query.into(found.pending.campaign_id).into(found.pending.constituency).into(found.pending.member);
  query.into(found.pending.language);
  query.into(hash).into(due).into(name).into(subject).into(body);
  if (!query.next() || hash.empty() || !equal_secrets(hash, link.hash)) return std::nullopt;
  found.pending.status = {link.public_id, state_of(state)};
  if (found.pending.status.state == LetterState::queued)
    found.pending.leaves_at = from_milliseconds(due);
  if (found.pending.status.state == LetterState::awaiting_confirmation) {
    found.pending.supporter_name = stored<Line>(name);
    found.pending.subject = stored<Line>(subject);
    found.pending.body = stored<Prose>(body);
  }
  return found;
}

void move_to_queue(Connection& connection, const StoredLetter& letter, std::int64_t now,
                   std::int64_t due) {
  Query update = connection.query(
      "UPDATE letters SET state = 1, state_since = :since, state_reason = NULL, confirmed_at = "
      ":confirmed, queued_at = :queued, due_at = :due WHERE id = :id");
  update.use(now).use(now).use(due).use(due).use(letter.id).run();
  connection.query("UPDATE campaigns SET supporters = supporters + 1 WHERE id = :id")
      .use(letter.pending.campaign_id)
      .run();
}

/// A letter that was confirmed before the backup was put back may have left; nothing tells.
void hold_restored(Connection& connection, const StoredLetter& letter, std::int64_t now) {
  connection
      .query(
          "UPDATE letters SET state = 7, state_since = :since, state_reason = 'restored', due_at = "
          "NULL WHERE id = :id")
      .use(now)
      .use(letter.id)
      .run();
}

std::string told_and_logged(const std::exception_ptr& problem) {
  try {
    std::rethrow_exception(problem);
  } catch (const std::exception& error) {
    log(LogLevel::error, "store.submit_failed", {{"failure", failure_name(error)}});
    return error.what();
  }
}

}  // namespace

void SqlStore::start_submit(NewLetter letter, Submitted submitted) {
  struct Submission {
    NewLetter letter;
    std::string mail_id;
    Submitted submitted;
    Result<LetterStatus> answer = {};
  };
  const auto submission = std::make_shared<Submission>(
      Submission{std::move(letter), random_token(rng_), std::move(submitted)});
  // Everything by value but the database, whose own threads run it: this store may be gone by then.
  database_.start_write(
      [submission, at = now(), per_hour = settings_.mails_per_hour,
       &database = database_](Connection& connection) {
        const NewLetter& made = submission->letter;
        if (auto earlier = earlier_answer(connection, made)) {
          submission->answer = std::move(*earlier);
          return;
        }
        // Asked here because a disk that hangs must not hold up whoever hands letters in.
        if (!database.has_room()) {
          log(LogLevel::error, "store.no_room");
          submission->answer =
              fail("store_failed", "the disk has too little room left for new letters");
          return;
        }
        lock_supporter(connection, made.supporter_key);  // two would find one place for their mails
        const Earlier before = find_earlier(connection, made, per_hour);
        const std::int64_t due = mail_due(connection, made.supporter_key, at, before.mail);
        insert_letter(connection, made, at, before.wrote);
        insert_mail(connection, made, before.wrote ? made.already_wrote : made.confirmation,
                    submission->mail_id, at, due);
        submission->answer = LetterStatus{made.public_id, LetterState::awaiting_confirmation};
      },
      [submission, bell = bell_](const std::exception_ptr& problem) {
        if (problem) {
          submission->submitted(fail("store_failed", told_and_logged(problem)));
        } else {
          bell->ring();
          submission->submitted(std::move(submission->answer));
        }
      },
      Database::Haste::now);
}

std::optional<PendingLetter> SqlStore::pending(const campaign::ConfirmationLink& link) {
  std::optional<PendingLetter> answer;
  database_.read([&](Connection& connection) {
    if (auto found = find_by_link(connection, link)) answer = found->pending;
  });
  return answer;
}

Result<PendingLetter> SqlStore::confirm(const campaign::ConfirmationLink& link,
                                        Duration cancel_window) {
  Result<PendingLetter> answer = PendingLetter{};
  database_.write([&](Connection& connection) {
    lock_letter(connection, link.public_id);
    auto found = find_by_link(connection, link);
    const LetterState state = found ? found->pending.status.state : LetterState::withdrawn;
    if (!found) {
      answer = fail("unknown_token",
                    "We do not know this link. Copy the whole link from the email, or write your "
                    "letter again.");
    } else if (state == LetterState::expired) {
      answer = fail("expired_letter",
                    "This link has run out and the letter was deleted. You can write it again.");
    } else if (state == LetterState::withdrawn) {
      answer = fail("withdrawn_letter", "You withdrew this letter. You can write a new one.");
    } else if (state != LetterState::awaiting_confirmation) {
      answer = found->pending;
    } else if (already_wrote(connection, found->pending.campaign_id, found->supporter_key)) {
      answer = fail("already_wrote",
                    "You have already written to your MP in this campaign. We send one letter for "
                    "each person.");
    } else {
      const std::int64_t at = now();
      move_to_queue(connection, *found, at, at + cancel_window.count());
      found->pending.status.state = LetterState::queued;
      found->pending.leaves_at = from_milliseconds(at + cancel_window.count());
      if (found->state_reason == kRestored) {
        hold_restored(connection, *found, at);
        found->pending.status.state = LetterState::held;
        found->pending.leaves_at.reset();
      }
      answer = found->pending;
    }
  });
  wake();
  return answer;
}

std::optional<LetterStatus> SqlStore::letter(std::string_view public_id) {
  std::optional<LetterStatus> answer;
  database_.read([&](Connection& connection) {
    std::int64_t state = 0;
    Query query = connection.query("SELECT state FROM letters WHERE public_id = :id");
    if (query.use(public_id).into(state).next())
      answer = LetterStatus{std::string{public_id}, state_of(state)};
  });
  return answer;
}

}  // namespace postbag::store
