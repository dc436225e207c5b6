#pragma once

#include <cstdint>
#include <future>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "mailer/outcome.h"

namespace postbag::mailer {

/// One SMTP transaction for one mail.
struct Attempt {
  Outcome outcome = Outcome::lost_after_data;
  Instant started;
  Instant finished;
  /// SMTP reply code, or 0 when there was no reply.
  int code = 0;
  /// RFC 3463, such as `5.1.1`; empty when the reply has none.
  std::string enhanced_code;
  /// The reply's text or what went wrong, one printable line of at most 200 characters.
  std::string text;
  /// How far it came.
  Step step = Step::content;
};

/// What becomes of a mail after an attempt.
struct Decision {
  enum class Next {
    sent,
    retry,
    failed,
    uncertain,
    /// Back to the queue as it was: the attempt said nothing about the mail and is not counted.
    put_back
  };
  Next next = Next::uncertain;
  /// When to try again; only for `retry` and `put_back`.
  Instant retry_at;
};

/// Whether a mail is a supporter's letter to its target, or the service's own mail to a supporter.
enum class MailKind { letter, service };

/// One claimed mail. A letter says whom it is for by seat and person and is addressed at the last
/// moment, from the data set then in force; a service mail carries its recipient.
struct Job {
  MailKind kind = MailKind::letter;
  std::int64_t id = 0;
  /// For logs and the bounce address: the letter's public id, or the service mail's token.
  std::string public_id;
  std::string message_id;
  /// Letter: the supporter's name and address, for From and Reply-To. Service mail: empty.
  Line supporter_name;
  EmailAddress supporter_email;
  /// Letter: the target's constituency code and member id. Service mail: empty.
  std::string constituency;
  std::string member;
  /// Service mail: the supporter's address. Letter: empty.
  EmailAddress recipient;
  Line subject;
  Prose body;
  std::string language = "en";
  /// When it was first ready to leave: backoff grows with age.
  Instant queued_at;
  /// Attempts already made and counted.
  int attempts = 0;
};

/// The mails that wait to leave, held by the store. One of the house's six interfaces (with
/// Store). Every call is one durable transaction. Thread-safe. Throws std::runtime_error when the
/// database fails.
///
/// The order for each job is claim → expect_final_dot → finish (or hold, or give_back instead).
/// Each checks that the lease is still `owner`'s, so one that comes too late does nothing. A job
/// whose lease ran out comes back by itself: to the queue when no final dot was expected, to
/// `uncertain` when it was.
class Queue {
 public:
  Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  virtual ~Queue() = default;

  /// Takes up to `limit` due mails, oldest first, service mails before letters (but a quarter of
  /// them letters, if there are), and leases them to `owner` until `lease_until`: each is `sending`
  /// from now on.
  [[nodiscard]] virtual std::vector<Job> claim(std::string_view owner, int limit,
                                               Instant lease_until) = 0;

  /// Records that the final dot may go out from now on. It is in line when this returns and durable
  /// when the answer is there; the dot must not go out before. The answer is false when the lease
  /// is no longer `owner`'s: the mail must then not be sent. What the database throws comes with
  /// the answer.
  [[nodiscard]] virtual std::future<bool> expect_final_dot(const Job& job,
                                                           std::string_view owner) = 0;

  /// Ends an attempt: the delivery row, the new state, its history and the reach counter in one
  /// transaction. It is in line when this returns and durable when the answer is there, so that a
  /// worker need not idle meanwhile; the answer is false when the lease was lost, and then nothing
  /// was written. What the database throws comes with the answer. `job` may lack its body by now.
  [[nodiscard]] virtual std::future<bool> finish(const Job& job, std::string_view owner,
                                                 const Attempt& attempt,
                                                 const Decision& decision) = 0;

  /// Puts a claimed letter into `held` with a reason such as `seat_vacant`, without an attempt.
  virtual bool hold(const Job& job, std::string_view owner, std::string_view reason) = 0;

  /// Returns claimed mails that were certainly not delivered to the queue, as they were, whether
  /// their final dots were expected or not. How many of them were still `owner`'s.
  virtual std::size_t give_back(std::span<const Job> jobs, std::string_view owner) = 0;

  /// Waits until a mail may be due or `at_most` has passed, whichever comes first; woken early by
  /// wake().
  virtual void wait_for_work(Duration at_most) = 0;

  /// Ends every wait_for_work() now, for stopping.
  virtual void wake() = 0;
};

}  // namespace postbag::mailer
