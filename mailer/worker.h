#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "base/text.h"
#include "mailer/dot_mark.h"
#include "mailer/outage.h"
#include "mailer/pace.h"
#include "mailer/policy.h"
#include "mailer/queue.h"
#include "mailer/transport.h"

namespace postbag::mailer {

/// Whom a letter goes to, by name and address.
struct Recipient {
  Line name;
  EmailAddress address;
};

/// Finds the recipient of a letter in the data set now in force. An Error holds the letter, with
/// the error's code as the reason (`seat_vacant`, `member_changed` …). Called by several threads.
using Addressing = std::function<Result<Recipient>(const Job&)>;

/// What the service's mails say about where they come from.
struct SenderSettings {
  /// The From address of letters, at the service's own domain (the name is the supporter's).
  EmailAddress letters_from;
  /// The From name and address of the service's own mails.
  Line service_name;
  EmailAddress service_from;
  /// Delivery reports come back to `bounce+PUBLIC_ID@bounce_domain`.
  std::string bounce_domain;
};

/// How a worker goes about its work.
struct WorkerSettings {
  /// Mails claimed at a time, at most.
  int batch = 64;
  /// How long a claim lasts. The rest of a
  /// batch goes back when half of it is over, so it should be more than twice
  /// SmtpSettings::total_timeout.
  Duration lease = std::chrono::minutes{5};
  /// The longest wait for new mail before the queue is asked again; also how late a stop that was
  /// asked for at the worst moment is noticed.
  Duration idle_wait = std::chrono::seconds{1};
  /// Rest after a failure of the database or the random generator.
  Duration failure_wait = std::chrono::seconds{5};
};

/// What all workers of a process share. The references must outlive the workers.
struct Delivery {
  Queue& queue;
  const Clock& clock;
  Rng& rng;
  Addressing addressing;
  SenderSettings sender;
  RetrySettings retry = {};
  WorkerSettings settings = {};
  OutageSettings outage = {};
  /// The folder of the sessions' DotMarks. Where there is none (empty, or it cannot be made) a
  /// killed process leaves more in doubt.
  std::filesystem::path marks = {};
  /// Told of every attempt that was made; called by several threads, must be quick and not throw.
  std::function<void(const Job& job, const Attempt& attempt)> attempted = [](const Job&,
                                                                             const Attempt&) {};
};

/// The message of a claimed mail. A letter is From the supporter's name at the service's own
/// address (DMARC), with replies to the supporter; a service mail is automatic and From the
/// service. Its Date is when it was queued, so every attempt sends the same bytes. Throws
/// std::invalid_argument when the job's public id or the bounce domain cannot stand in an address.
[[nodiscard]] Message message_of(const Job& job, const Recipient& recipient,
                                 const SenderSettings& sender);

/// One mail session: claims mails in batches, sends each and ends it in the queue. For one thread.
class Worker {
 public:
  /// `outage` is shared by the workers of the process. Throws what `delivery.rng` throws. The
  /// references must outlive the worker.
  Worker(const Delivery& delivery, Outage& outage, std::unique_ptr<Transport> transport);

  /// Works until `stop` is asked for, then gives back what it had claimed and not yet tried.
  /// Failures of the database, the random generator or the addressing are logged, without anything
  /// personal, and outlived: they never end the thread.
  void run(const std::stop_token& stop);

  /// When it last began something new. Any thread may ask.
  [[nodiscard]] std::chrono::steady_clock::time_point last_seen() const { return last_seen_; }

  /// Unique among all workers of all processes: what the leases bear.
  [[nodiscard]] const std::string& owner() const { return owner_; }

 private:
  /// An attempt whose end is in line to become durable while the next mail's dialogue goes on.
  struct Ending {
    Job job;
    Attempt attempt;
    Decision decision;
    std::future<bool> recorded;
  };

  /// The record of a mail's final dot, begun while the mail before it was under way: so that, while
  /// many wait, a session need not idle for the disk between two mails. The record is in line
  /// before the end of the mail before it, so a killed process leaves at most two mails a session
  /// that may or may not have been delivered.
  struct EarlyRecord {
    MailKind kind = MailKind::letter;
    std::int64_t id = 0;
    std::future<bool> durable;
  };

  [[nodiscard]] bool may_send();
  [[nodiscard]] bool may_go_on();
  [[nodiscard]] std::vector<Job> claim();
  bool work_through(std::vector<Job> batch, const std::stop_token& stop);
  void deliver(Job& job, const Job* next, const std::stop_token& stop);
  [[nodiscard]] std::optional<Attempt> attempt(const Job& job, const Recipient& recipient,
                                               const Job* next, const std::stop_token& stop);
  void begin_early_record(const Job& job);
  void mark(const Job& job);
  [[nodiscard]] std::future<bool> take_early_record(const Job& job);
  void finish(Job& job, const Attempt& attempt);
  void settle(const std::stop_token& stop, std::size_t but = 0);
  bool settled(const std::stop_token& stop);
  void give_back(std::span<const Job> jobs, const std::stop_token& stop) noexcept;
  template <class Work>
  bool insist(const std::stop_token& stop, const Job& job, std::string_view failed,
              const Work& work);

  class RecordedDot;

  const Delivery& delivery_;
  Outage& outage_;
  Pace pace_;
  /// How many mails to claim next.
  int appetite_;
  std::unique_ptr<DotMark> mark_;
  /// The oldest first.
  std::deque<Ending> endings_;
  EarlyRecord early_record_;
  std::atomic<std::chrono::steady_clock::time_point> last_seen_ = std::chrono::steady_clock::now();
  std::unique_ptr<Transport> transport_;
  std::string owner_;
};

}  // namespace postbag::mailer
