#include <algorithm>

#include "server/store/sql_store.h"
#include "server/store/state_code.h"
#include "server/store/stored_text.h"

namespace postbag::store {
namespace {

using mailer::Attempt;
using mailer::Decision;
using mailer::Job;
using mailer::MailKind;

/// The columns that letters and service mails share.
struct Row {
  Job job;
  std::int64_t queued_at = 0;
  std::int64_t attempts = 0;

  [[nodiscard]] Job taken() {
    job.queued_at = from_milliseconds(queued_at);
    job.attempts = static_cast<int>(attempts);
    return job;
  }
};

/// `update` of the rows whose ids `select` finds, each row by one mailer only. SQLite has one
/// writer anyway; PostgreSQL passes over the rows that another takes at this moment.
struct Statements {
  std::string sqlite;
  std::string postgresql;

  Statements(const std::string& update, const std::string& select, const std::string& returning)
      : sqlite(update + "id IN (" + select + ")" + returning),
        postgresql(update + "id = ANY (ARRAY (" + select + " FOR UPDATE SKIP LOCKED))" +
                   returning) {}
  [[nodiscard]] Phrase phrase() const { return {sqlite, postgresql}; }
};

void claim_service_mails(Connection& connection, std::string_view owner, int limit,
                         std::int64_t now, Instant lease_until, std::vector<Job>& jobs) {
  Row row;
  row.job.kind = MailKind::service;
  std::string recipient;
  std::string subject;
  std::string body;
  static const Statements sql{
      "UPDATE service_mails SET state = 'sending', lease_owner = :owner, lease_until = :until, "
      "dot_at = NULL WHERE ",
      "SELECT id FROM service_mails WHERE state = 'queued' AND due_at <= :now ORDER BY due_at, id "
      "LIMIT :limit",
      " RETURNING id, public_id, message_id, language, created_at, attempts, recipient, subject, "
      "body"};
  Query query = connection.query(sql.phrase());
  query.use(owner).use(to_milliseconds(lease_until)).use(now).use(std::int64_t{limit});
  query.into(row.job.id).into(row.job.public_id).into(row.job.message_id).into(row.job.language);
  query.into(row.queued_at).into(row.attempts).into(recipient).into(subject).into(body);
  while (query.next()) {
    row.job.recipient = stored_address(recipient);
    row.job.subject = stored<Line>(subject);
    row.job.body = stored<Prose>(body);
    jobs.push_back(row.taken());
  }
}

void claim_letters(Connection& connection, std::string_view owner, int limit, std::int64_t now,
                   Instant lease_until, std::vector<Job>& jobs) {
  Row row;
  static const Statements sql{
      "UPDATE letters SET state = 2, state_since = :since, state_reason = NULL, lease_owner = "
      ":owner, lease_until = :until, dot_at = NULL WHERE ",
      "SELECT id FROM letters WHERE state = 1 AND due_at <= :now ORDER BY due_at, id LIMIT :limit",
      " RETURNING id, public_id, message_id, language, queued_at, attempts, constituency, member"};
  Query query = connection.query(sql.phrase());
  query.use(now).use(owner).use(to_milliseconds(lease_until)).use(now).use(std::int64_t{limit});
  query.into(row.job.id).into(row.job.public_id).into(row.job.message_id).into(row.job.language);
  query.into(row.queued_at).into(row.attempts).into(row.job.constituency).into(row.job.member);
  while (query.next())
    jobs.push_back(row.taken());
}

/// What a claimed letter says; it does not change while it is leased. False when its writer has had
/// it erased meanwhile.
bool read_text(Connection& connection, Job& job) {
  std::string name;
  std::string email;
  std::string subject;
  std::string body;
  Query query = connection.query(
      "SELECT supporter_name, supporter_email, subject, body FROM letter_texts WHERE letter_id = "
      ":letter");
  if (!query.use(job.id).into(name).into(email).into(subject).into(body).next()) return false;
  job.supporter_name = stored<Line>(name);
  job.supporter_email = stored_address(email);
  job.subject = stored<Line>(subject);
  job.body = stored<Prose>(body);
  return true;
}

/// A letter that was erased while a mailer had it in hand is not sent again.
void end_erased(Connection& connection, const Job& job, std::string_view owner, std::int64_t now) {
  connection
      .query(
          "UPDATE letters SET state = 5, state_since = :now, state_reason = 'erased', due_at = "
          "NULL, lease_owner = NULL, lease_until = NULL WHERE id = :id AND state = 2 AND "
          "lease_owner = :owner")
      .use(now)
      .use(job.id)
      .use(owner)
      .run();
}

campaign::LetterState state_after(Decision::Next next) {
  switch (next) {
    case Decision::Next::sent:
      return campaign::LetterState::sent;
    case Decision::Next::retry:
    case Decision::Next::put_back:
      return campaign::LetterState::queued;
    case Decision::Next::failed:
      return campaign::LetterState::failed;
    case Decision::Next::uncertain:
      break;
  }
  return campaign::LetterState::uncertain;
}

bool goes_back(const Decision& decision) {
  return state_after(decision.next) == campaign::LetterState::queued;
}

std::int64_t counts(const Decision& decision) {
  return decision.next == Decision::Next::put_back ? 0 : 1;
}

/// Adds what the server said to the row of history that the change of state has just written.
void record_attempt(Connection& connection, std::int64_t letter_id, const Attempt& attempt) {
  connection
      .query(
          "UPDATE letter_history SET started_at = :started, code = :code, enhanced_code = "
          ":enhanced, reply = :reply WHERE letter_id = :letter AND number = (SELECT max(number) "
          "FROM letter_history WHERE letter_id = :same_letter)")
      .use(to_milliseconds(attempt.started))
      .use(std::int64_t{attempt.code})
      .use_or_null(attempt.enhanced_code)
      .use_or_null(attempt.text)
      .use(letter_id)
      .use(letter_id)
      .run();
}

bool finish_letter(Connection& connection, const Job& job, std::string_view owner,
                   const Attempt& attempt, const Decision& decision, std::int64_t now) {
  Query update = connection.query(
      "UPDATE letters SET state = :state, state_since = :since, state_reason = :reason, due_at = "
      ":due, attempts = attempts + :counted, "
      "lease_owner = NULL, lease_until = NULL, dot_at = NULL WHERE id = :id AND state = 2 AND "
      "lease_owner = :owner");
  update.use(code_of(state_after(decision.next))).use(now).use(mailer::name_of(attempt.outcome));
  if (goes_back(decision)) {
    update.use(to_milliseconds(decision.retry_at));
  } else {
    update.use_null();
  }
  update.use(counts(decision));
  if (update.use(job.id).use(owner).run() == 0) return false;
  record_attempt(connection, job.id, attempt);
  return true;
}

/// What ended keeps nothing of the person but the key that bounds how many mails an address gets.
bool finish_service_mail(Connection& connection, const Job& job, std::string_view owner,
                         const Decision& decision) {
  if (goes_back(decision))
    return connection
               .query(
                   "UPDATE service_mails SET state = 'queued', due_at = :due, attempts = attempts "
                   "+ :counted, lease_owner = NULL, lease_until "
                   "= NULL, dot_at = NULL WHERE id = :id AND state = 'sending' AND lease_owner = "
                   ":owner")
               .use(to_milliseconds(decision.retry_at))
               .use(counts(decision))
               .use(job.id)
               .use(owner)
               .run() == 1;
  return connection
             .query(
                 "UPDATE service_mails SET state = :state, attempts = attempts + 1, lease_owner = "
                 "NULL, lease_until = NULL, dot_at = "
                 "NULL, recipient = NULL, subject = NULL, body = NULL WHERE id = :id AND state = "
                 "'sending' AND lease_owner = :owner")
             .use(campaign::name_of(state_after(decision.next)))
             .use(job.id)
             .use(owner)
             .run() == 1;
}

bool return_to_queue(Connection& connection, const Job& job, std::string_view owner,
                     std::int64_t now) {
  if (job.kind == MailKind::letter)
    return connection
               .query(
                   "UPDATE letters SET state = 1, state_since = :now, state_reason = 'given_back', "
                   "lease_owner = NULL, lease_until = NULL WHERE id = :id AND state = 2 AND "
                   "lease_owner = :owner")
               .use(now)
               .use(job.id)
               .use(owner)
               .run() == 1;
  return connection
             .query(
                 "UPDATE service_mails SET state = 'queued', lease_owner = NULL, lease_until = "
                 "NULL WHERE id = :id AND state = 'sending' AND lease_owner = :owner")
             .use(job.id)
             .use(owner)
             .run() == 1;
}

}  // namespace

bool SqlStore::anything_due() {
  bool due = false;
  database_.read([&](Connection& connection) {
    std::int64_t found = 0;
    Query query = connection.query(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM service_mails WHERE state = 'queued' AND due_at <= "
        ":now) OR EXISTS (SELECT 1 FROM letters "
        "WHERE state = 1 AND due_at <= :then)");
    due = query.use(now()).use(now()).into(found).next();
  });
  return due;
}

std::vector<Job> SqlStore::claim(std::string_view owner, int limit, Instant lease_until) {
  std::vector<Job> jobs;
  if (!anything_due())
    return jobs;  // a reader looks first, so that an idle mailer never takes the writer's lock
  database_.write([&](Connection& connection) {
    jobs.clear();
    const auto left = [&] { return limit - static_cast<int>(jobs.size()); };
    // A supporter waits for a service mail; but when those come faster than they can be sent, the
    // letters must not wait for ever.
    claim_service_mails(connection, owner, limit - limit / 4, now(), lease_until, jobs);
    const bool more_may_wait = left() == limit / 4;
    if (left() > 0) claim_letters(connection, owner, left(), now(), lease_until, jobs);
    if (left() > 0 && more_may_wait)
      claim_service_mails(connection, owner, left(), now(), lease_until, jobs);
  });
  if (static_cast<int>(jobs.size()) == limit) wake();
  std::vector<Job> erased;
  database_.read([&](Connection& connection) {
    erased.clear();
    for (Job& job : jobs)
      if (job.kind == MailKind::letter && !read_text(connection, job)) erased.push_back(job);
  });
  if (!erased.empty()) {
    database_.write([&](Connection& connection) {
      for (const Job& job : erased)
        end_erased(connection, job, owner, now());
    });
    std::erase_if(jobs, [](const Job& job) {
      return job.kind == MailKind::letter && job.supporter_email.empty();
    });
  }
  std::stable_sort(jobs.begin(), jobs.end(), [](const Job& one, const Job& other) {
    return std::pair{one.kind != MailKind::service, one.queued_at} <
           std::pair{other.kind != MailKind::service, other.queued_at};
  });
  return jobs;
}

std::future<bool> SqlStore::expect_final_dot(const Job& job, std::string_view owner) {
  auto ours = std::make_shared<bool>(false);
  // Everything by value: it may run after this store is gone.
  auto durable = database_.start_write([ours, kind = job.kind, id = job.id, at = now(),
                                        owner = std::string{owner}](Connection& connection) {
    Query query =
        kind == MailKind::letter
            ? connection.query(
                  "UPDATE letters SET dot_at = :now WHERE id = :id AND state = 2 AND lease_owner = "
                  ":owner")
            : connection.query(
                  "UPDATE service_mails SET dot_at = :now WHERE id = :id AND state = 'sending' AND "
                  "lease_owner = :owner");
    *ours = query.use(at).use(id).use(owner).run() == 1;
  });
  return std::async(std::launch::deferred, [ours, durable = std::move(durable)]() mutable {
    durable.get();
    return *ours;
  });
}

std::future<bool> SqlStore::finish(const Job& job, std::string_view owner, const Attempt& attempt,
                                   const Decision& decision) {
  auto ours = std::make_shared<bool>(false);
  // Everything by value: it may run after this store is gone.
  auto durable = database_.start_write(
      [=, at = now(), owner = std::string{owner}](Connection& connection) {
        *ours = job.kind == MailKind::letter
                    ? finish_letter(connection, job, owner, attempt, decision, at)
                    : finish_service_mail(connection, job, owner, decision);
      },
      Database::Haste::with_the_next);
  return std::async(std::launch::deferred, [ours, durable = std::move(durable)]() mutable {
    durable.get();
    return *ours;
  });
}

bool SqlStore::hold(const Job& job, std::string_view owner, std::string_view reason) {
  if (job.kind != MailKind::letter) throw std::invalid_argument("only a letter can be held");
  bool ours = false;
  database_.write([&](Connection& connection) {
    ours = connection
               .query(
                   "UPDATE letters SET state = CASE has_text WHEN 1 THEN 7 ELSE 5 END, state_since "
                   "= :now, state_reason = :reason, due_at = NULL, lease_owner = NULL, lease_until "
                   "= NULL WHERE id = :id AND state = 2 AND lease_owner = :owner")
               .use(now())
               .use(reason)
               .use(job.id)
               .use(owner)
               .run() == 1;
  });
  return ours;
}

std::size_t SqlStore::give_back(std::span<const Job> jobs, std::string_view owner) {
  std::size_t ours = 0;
  database_.write([&](Connection& connection) {
    ours = 0;
    for (const Job& job : jobs)
      if (return_to_queue(connection, job, owner, now())) ++ours;
  });
  return ours;
}

void SqlStore::Bell::ring() {
  const std::lock_guard lock{mutex_};
  if (std::exchange(ringing_, true)) return;
  rung_.notify_all();
}

void SqlStore::Bell::wait(Duration at_most) {
  std::unique_lock lock{mutex_};
  rung_.wait_for(lock, at_most, [&] { return ringing_; });
  ringing_ = false;
}

void SqlStore::wait_for_work(Duration at_most) {
  bell_->wait(at_most);
}

void SqlStore::wake() {
  bell_->ring();
}

}  // namespace postbag::store
