#include "mailer/worker.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/failure.h"
#include "base/log.h"
#include "mailer/owner.h"

namespace postbag::mailer {
namespace {

/// Of a worker that is to stop while the database fails.
constexpr int kLastTries = 3;
constexpr std::chrono::seconds kLastPatience{1};

/// How long a dialogue may still take once a stop is asked for, as long as nothing can have been
/// delivered.
constexpr std::chrono::seconds kLastWords{3};

/// What ends an attempt for which there was no more time.
struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("a stop was asked for") {}
};

/// A few mails are shared out among the sessions; only while more wait than were claimed does a
/// session claim more at once.
constexpr int kFirstBatch = 8;

/// Waits for `how_long`, or less when a stop is asked for.
void rest(const std::stop_token& stop, Duration how_long) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_for(lock, stop, how_long, [] { return false; });
}

void log_failure(std::string_view event, const std::exception& failure) {
  log(LogLevel::error, event, {{"failure", failure_name(failure)}});
}

std::string event_of(const Job& job, std::string_view what) {
  return (job.kind == MailKind::letter ? "letter." : "service_mail.") + std::string{what};
}

std::string_view word_for(Decision::Next next) {
  switch (next) {
    case Decision::Next::sent:
      return "sent";
    case Decision::Next::retry:
      return "deferred";
    case Decision::Next::failed:
      return "failed";
    case Decision::Next::put_back:
      return "put_back";
    case Decision::Next::uncertain:
      break;
  }
  return "uncertain";
}

/// Nothing of the reply's text: servers quote addresses.
void log_attempt(const Job& job, const Attempt& attempt, std::string_view what) {
  const bool usual = what == "sent" || what == "deferred" || what == "put_back";
  const LogLevel level = usual ? LogLevel::info : LogLevel::warning;
  log(level, event_of(job, what),
      {{"id", job.public_id},
       {"attempt", std::int64_t{job.attempts} + 1},
       {"reason", name_of(attempt.outcome)},
       {"step", name_of(attempt.step)},
       {"code", std::int64_t{attempt.code}},
       {"enhanced_code", attempt.enhanced_code}});
}

void log_slower(const Attempt& attempt) {
  log(LogLevel::warning, "mailer.slower",
      {{"step", name_of(attempt.step)},
       {"code", std::int64_t{attempt.code}},
       {"enhanced_code", attempt.enhanced_code}});
}

}  // namespace

Message message_of(const Job& job, const Recipient& recipient, const SenderSettings& sender) {
  auto bounce = EmailAddress::parse("bounce+" + job.public_id + '@' + sender.bounce_domain);
  if (!bounce) throw std::invalid_argument("no bounce address can be made of a mail's public id");
  Message message;
  message.message_id = job.message_id;
  message.date = job.queued_at;
  message.envelope_sender = std::move(*bounce);
  message.to_name = recipient.name;
  message.to = recipient.address;
  message.subject = job.subject;
  message.body = job.body;
  message.language = job.language;
  if (job.kind == MailKind::letter) {
    message.from_name = job.supporter_name;
    message.from = sender.letters_from;
    message.reply_to_name = job.supporter_name;
    message.reply_to = job.supporter_email;
  } else {
    message.from_name = sender.service_name;
    message.from = sender.service_from;
    message.automatic = true;
  }
  return message;
}

/// The record of one mail's final dot, in the queue.
class Worker::RecordedDot final : public FinalDot {
 public:
  /// `next` is the mail whose record may be begun while this one is under way, or null.
  RecordedDot(Worker& worker, const Job& job, const Job* next, const std::stop_token& stop)
      : worker_(worker),
        job_(job),
        next_(next),
        stop_(stop),
        record_(worker.take_early_record(job)),
        early_(record_.valid()) {}

  void expect() noexcept override {
    try {
      if (!record_.valid()) begin();
      if (next_ != nullptr) worker_.begin_early_record(*std::exchange(next_, nullptr));
    } catch (const std::exception&) {
      // allowed() begins it again and lets it be seen.
    }
  }

  bool allowed() override {
    worker_.settle(stop_, early_ ? 1 : 0);
    if (!record_.valid()) begin();
    lease_lost_ = !record_.get();
    if (!lease_lost_) worker_.mark(job_);
    return !lease_lost_;
  }

  bool awaited() noexcept override {
    if (stop_.stop_requested()) {
      const auto now = std::chrono::steady_clock::now();
      if (!given_up_at_) given_up_at_ = now + kLastWords;
      given_up_ = now >= *given_up_at_;
    }
    return !given_up_;
  }

  [[nodiscard]] bool lease_lost() const { return lease_lost_; }
  [[nodiscard]] bool given_up() const { return given_up_; }

 private:
  void begin() { record_ = worker_.delivery_.queue.expect_final_dot(job_, worker_.owner_); }

  Worker& worker_;
  const Job& job_;
  const Job* next_;
  const std::stop_token& stop_;
  std::future<bool> record_;
  const bool early_;
  bool lease_lost_ = false;
  std::optional<std::chrono::steady_clock::time_point> given_up_at_;
  bool given_up_ = false;
};

void Worker::begin_early_record(const Job& job) {
  early_record_ = {job.kind, job.id, delivery_.queue.expect_final_dot(job, owner_)};
}

/// Not valid when none was begun for this mail.
std::future<bool> Worker::take_early_record(const Job& job) {
  EarlyRecord record = std::exchange(early_record_, {});
  const bool fits = record.kind == job.kind && record.id == job.id;
  return fits ? std::move(record.durable) : std::future<bool>{};
}

Worker::Worker(const Delivery& delivery, Outage& outage, std::unique_ptr<Transport> transport)
    : delivery_(delivery),
      outage_(outage),
      appetite_(std::min(kFirstBatch, delivery.settings.batch)),
      transport_(std::move(transport)),
      owner_(make_owner(delivery.rng)) {
  try {
    if (!delivery.marks.empty()) mark_ = std::make_unique<DotMark>(delivery.marks, owner_);
  } catch (const std::system_error& failure) {
    log(LogLevel::warning, "mailer.no_mark", {{"problem", failure.what()}});
  }
}

void Worker::run(const std::stop_token& stop) {
  const WorkerSettings& settings = delivery_.settings;
  while (!stop.stop_requested()) {
    if (!may_send()) {
      settled(stop);
      rest(stop, settings.idle_wait);
      continue;
    }
    std::vector<Job> batch;
    bool well = true;
    try {
      batch = claim();
    } catch (const std::exception& failure) {
      log_failure("mailer.claim_failed", failure);
      well = false;
    }
    // Not before the claim, so that the two share a transaction.
    well = settled(stop) && well;
    if (!well) {
      give_back(batch, stop);
    } else if (batch.empty()) {
      delivery_.queue.wait_for_work(settings.idle_wait);
    } else {
      well = work_through(std::move(batch), stop);
    }
    if (!well) rest(stop, settings.failure_wait);
  }
  outage_.leave(owner_);
  settled(stop);
}

/// A service mail of unknown outcome goes again anyway.
void Worker::mark(const Job& job) {
  if (mark_ && job.kind == MailKind::letter) mark_->set(job.id);
}

/// False while the session has to wait before the next mail.
bool Worker::may_send() {
  return outage_.lets_work(owner_) && pace_.may_send(delivery_.clock.now());
}

/// False when the next mail is not to follow at once.
bool Worker::may_go_on() {
  return outage_.lets_work(owner_) && pace_.is_full(delivery_.clock.now());
}

std::vector<Job> Worker::claim() {
  const WorkerSettings& settings = delivery_.settings;
  const Instant now = delivery_.clock.now();
  const bool one_by_one = !pace_.is_full(now) || outage_.is_tried_by(owner_);
  const int limit = one_by_one ? 1 : appetite_;
  std::vector<Job> batch = delivery_.queue.claim(owner_, limit, now + settings.lease);
  const bool more_wait = static_cast<int>(batch.size()) == appetite_;
  appetite_ = std::min(more_wait ? 2 * appetite_ : kFirstBatch, settings.batch);
  return batch;
}

/// False when something of the house's own failed; the rest of the batch was then given back. The
/// last letter's end may still be on its way to the disk.
bool Worker::work_through(std::vector<Job> batch, const std::stop_token& stop) {
  const Instant enough = delivery_.clock.now() + delivery_.settings.lease / 2;
  const bool many_wait = static_cast<int>(batch.size()) > kFirstBatch;
  std::span<Job> rest_of_batch{batch};
  bool well = true;
  bool first = true;
  while (well && !rest_of_batch.empty() && !stop.stop_requested() &&
         delivery_.clock.now() < enough && (std::exchange(first, false) || may_go_on())) {
    Job& job = rest_of_batch.front();
    rest_of_batch = rest_of_batch.subspan(1);
    try {
      deliver(job, many_wait && !rest_of_batch.empty() ? &rest_of_batch.front() : nullptr, stop);
    } catch (const std::exception& failure) {
      log(LogLevel::error, event_of(job, "interrupted"),
          {{"id", job.public_id}, {"failure", failure_name(failure)}});
      well = false;
    }
  }
  early_record_ = {};
  give_back(rest_of_batch, stop);
  return well;
}

void Worker::deliver(Job& job, const Job* next, const std::stop_token& stop) {
  last_seen_ = std::chrono::steady_clock::now();
  std::optional<Attempt> made;
  try {
    const Result<Recipient> recipient =
        job.kind == MailKind::letter ? delivery_.addressing(job) : Recipient{Line{}, job.recipient};
    if (!recipient) {
      delivery_.queue.hold(job, owner_, recipient.error().code);
      log(LogLevel::warning, event_of(job, "held"),
          {{"id", job.public_id}, {"reason", recipient.error().code}});
      return;
    }
    made = attempt(job, *recipient, next, stop);
  } catch (...) {  // nothing was delivered
    give_back({&job, 1}, stop);
    throw;
  }
  if (made) {
    finish(job, *made);
  } else {
    log(LogLevel::warning, event_of(job, "lease_lost"), {{"id", job.public_id}});
  }
}

/// Nothing when the lease had gone to another before the final dot. Throws only when nothing was
/// delivered, Stopped among others.
std::optional<Attempt> Worker::attempt(const Job& job, const Recipient& recipient, const Job* next,
                                       const std::stop_token& stop) {
  RecordedDot final_dot{*this, job, next, stop};
  try {
    Attempt made = transport_->send(message_of(job, recipient, delivery_.sender), final_dot);
    if (final_dot.lease_lost()) return std::nullopt;
    if (final_dot.given_up()) throw Stopped{};
    return made;
  } catch (const std::invalid_argument&) {
    const Instant now = delivery_.clock.now();
    return Attempt{Outcome::permanent, now, now, 0, {}, "the message cannot be composed"};
  }
}

void Worker::finish(Job& job, const Attempt& attempt) {
  const Instant now = delivery_.clock.now();
  const Decision decision = decide(attempt, job, now, delivery_.rng, delivery_.retry);
  delivery_.attempted(job, attempt);
  outage_.report(owner_, attempt);
  pace_.tried(now);
  if (attempt.outcome == Outcome::slow_down) {
    if (pace_.is_full(now)) log_slower(attempt);
    pace_.slow_down(now);
  }
  job.body = {};  // has been sent or will be claimed again: the queue need not copy it
  auto recorded = delivery_.queue.finish(job, owner_, attempt, decision);
  endings_.push_back({std::move(job), attempt, decision, std::move(recorded)});
}

/// Waits until the ends of all attempts are durable but the last `but`: a letter that has left must
/// not stay without its record. When the worker must stop without it the exception passes on, and
/// the end of the lease makes the letter `uncertain` (or queued, when its final dot was never
/// expected).
void Worker::settle(const std::stop_token& stop, std::size_t but) {
  while (endings_.size() > but) {
    Ending ending = std::move(endings_.front());
    endings_.pop_front();
    const bool recorded = insist(stop, ending.job, "finish_failed", [&] {
      if (!ending.recorded.valid())
        ending.recorded =
            delivery_.queue.finish(ending.job, owner_, ending.attempt, ending.decision);
      return ending.recorded.get();
    });
    log_attempt(ending.job, ending.attempt,
                recorded ? word_for(ending.decision.next) : "lease_lost");
  }
}

/// Does `work` again until the database does not fail. When a stop is asked for, only a few times
/// more, and not again once that took a while: the database is away.
template <class Work>
bool Worker::insist(const std::stop_token& stop, const Job& job, std::string_view failed,
                    const Work& work) {
  for (int last_tries = kLastTries;;) {
    const auto began = std::chrono::steady_clock::now();
    try {
      return work();
    } catch (const std::exception& failure) {
      log(LogLevel::error, event_of(job, failed),
          {{"id", job.public_id}, {"failure", failure_name(failure)}});
      const bool slow = std::chrono::steady_clock::now() - began > kLastPatience;
      if (stop.stop_requested() && (slow || --last_tries == 0)) throw;
      rest(stop, delivery_.settings.failure_wait);
    }
  }
}

/// False when the last attempt's end could not be recorded.
bool Worker::settled(const std::stop_token& stop) {
  last_seen_ = std::chrono::steady_clock::now();
  try {
    settle(stop);
    return true;
  } catch (const std::exception& failure) {
    log_failure("mailer.unrecorded", failure);
    return false;
  }
}

/// What cannot be given back comes back when its lease runs out.
void Worker::give_back(std::span<const Job> jobs, const std::stop_token& stop) noexcept {
  if (jobs.empty()) return;
  try {
    insist(stop, jobs.front(), "give_back_failed", [&] {
      delivery_.queue.give_back(jobs, owner_);
      return true;
    });
  } catch (const std::exception&) {
    for (const Job& job : jobs)
      log(LogLevel::error, event_of(job, "left_behind"), {{"id", job.public_id}});
  }
}

}  // namespace postbag::mailer
