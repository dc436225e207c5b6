#pragma once

#include <array>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mailer/queue.h"

namespace postbag::testing {

/// A Queue without a database, with the same rules of leases, that writes down what is asked of it.
/// Thread-safe; jobs are added before or during use.
class MemoryQueue final : public mailer::Queue {
 public:
  /// What became of a mail.
  struct Entry {
    mailer::Job job;
    std::string state = "queued";
    std::string owner;
    Instant lease_until;
    bool final_dot = false;
    std::optional<mailer::Attempt> attempt;
    mailer::Decision decision;
    std::string held_for;
    Instant due;
  };

  explicit MemoryQueue(const Clock& clock) : clock_(clock) {}

  void add(mailer::Job job) {
    const std::lock_guard lock{mutex_};
    const std::int64_t id = job.id;
    entries_[id].job = std::move(job);
    queued_.insert(id);
    ++unsettled_;
    changed_.notify_all();
  }

  /// From now on the next `times` calls named `call` throw std::runtime_error before they do
  /// anything.
  void fail(const std::string& call, int times) {
    const std::lock_guard lock{mutex_};
    failures_[call] = times;
  }

  /// From now on the records of final dots become durable only when this is called with false.
  void hold_up_records(bool held_up) {
    const std::lock_guard lock{mutex_};
    held_up_ = held_up;
    changed_.notify_all();
  }

  /// Takes the lease away from whoever has it, as when it ran out.
  void steal(std::int64_t id) {
    const std::lock_guard lock{mutex_};
    entries_[id].owner = "another";
  }

  [[nodiscard]] Entry entry(std::int64_t id) const {
    const std::lock_guard lock{mutex_};
    return entries_.at(id);
  }

  /// `claim 1 2`, `expect_final_dot 1`, `finish 1` … in the order they came; empty claims and calls
  /// that were made to fail are left out.
  [[nodiscard]] std::vector<std::string> calls() const {
    const std::lock_guard lock{mutex_};
    return calls_;
  }

  /// Waits until every mail is in one of the states that a worker leaves behind (not `queued`, not
  /// `sending`). False when that takes longer than half a minute.
  [[nodiscard]] bool wait_until_settled() {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return unsettled_ == 0; });
  }

  /// Waits until `call` (as in calls()) was made. False when that takes longer than half a minute.
  [[nodiscard]] bool wait_for_call(const std::string& call) {
    std::unique_lock lock{mutex_};
    watched_ = true;
    return changed_.wait_for(lock, std::chrono::seconds{30}, [&] {
      return std::find(calls_.begin(), calls_.end(), call) != calls_.end();
    });
  }

  std::vector<mailer::Job> claim(std::string_view owner, int limit, Instant lease_until) override {
    const std::lock_guard lock{mutex_};
    throw_if_told("claim");
    std::vector<mailer::Job> jobs;
    std::string call = "claim";
    for (auto next = queued_.begin();
         next != queued_.end() && static_cast<int>(jobs.size()) < limit;) {
      const std::int64_t id = *next;
      Entry& entry = entries_.at(id);
      if (entry.due > clock_.now()) {
        ++next;
        continue;
      }
      next = queued_.erase(next);
      entry.state = "sending";
      entry.owner = owner;
      entry.lease_until = lease_until;
      jobs.push_back(entry.job);
      call += ' ' + std::to_string(id);
    }
    if (!jobs.empty()) write_down(call);
    return jobs;
  }

  [[nodiscard]] std::future<bool> expect_final_dot(const mailer::Job& job,
                                                   std::string_view owner) override {
    auto recorded = answer_of([&] { return expect(job, owner); });
    return std::async(std::launch::deferred, [this, recorded = std::move(recorded)]() mutable {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [&] { return !held_up_; });
      return recorded.get();
    });
  }

  [[nodiscard]] std::future<bool> finish(const mailer::Job& job, std::string_view owner,
                                         const mailer::Attempt& attempt,
                                         const mailer::Decision& decision) override {
    return answer_of([&] { return end(job, owner, attempt, decision); });
  }

  bool hold(const mailer::Job& job, std::string_view owner, std::string_view reason) override {
    const std::lock_guard lock{mutex_};
    throw_if_told("hold");
    Entry* entry = leased(job, owner);
    if (entry == nullptr) return false;
    entry->state = "held";
    --unsettled_;
    entry->held_for = reason;
    write_down("hold " + std::to_string(job.id));
    return true;
  }

  std::size_t give_back(std::span<const mailer::Job> jobs, std::string_view owner) override {
    const std::lock_guard lock{mutex_};
    throw_if_told("give_back");
    std::size_t ours = 0;
    for (const mailer::Job& job : jobs) {
      Entry* entry = leased(job, owner);
      if (entry == nullptr) continue;
      entry->state = "queued";
      entry->final_dot = false;
      queued_.insert(job.id);
      write_down("give_back " + std::to_string(job.id));
      ++ours;
    }
    return ours;
  }

  void wait_for_work(Duration at_most) override {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, at_most);
  }

  void wake() override { changed_.notify_all(); }

 private:
  template <class Work>
  static std::future<bool> answer_of(const Work& work) {
    std::promise<bool> answer;
    try {
      answer.set_value(work());
    } catch (...) {
      answer.set_exception(std::current_exception());
    }
    return answer.get_future();
  }

  bool expect(const mailer::Job& job, std::string_view owner) {
    const std::lock_guard lock{mutex_};
    throw_if_told("expect_final_dot");
    Entry* entry = leased(job, owner);
    if (entry == nullptr) return false;
    entry->final_dot = true;
    write_down("expect_final_dot " + std::to_string(job.id));
    return true;
  }

  bool end(const mailer::Job& job, std::string_view owner, const mailer::Attempt& attempt,
           const mailer::Decision& decision) {
    const std::lock_guard lock{mutex_};
    throw_if_told("finish");
    Entry* entry = leased(job, owner);
    if (entry == nullptr) return false;
    entry->attempt = attempt;
    entry->decision = decision;
    constexpr std::array<const char*, 5> states{"sent", "retry", "failed", "uncertain", "queued"};
    entry->state = states[static_cast<std::size_t>(decision.next)];
    if (decision.next == mailer::Decision::Next::put_back) {
      entry->due = decision.retry_at;
      queued_.insert(job.id);
    } else {
      --unsettled_;
    }
    write_down("finish " + std::to_string(job.id));
    return true;
  }

  void throw_if_told(const std::string& call) {
    if (failures_[call] == 0) return;
    --failures_[call];
    throw std::runtime_error("the database failed, as told");
  }

  Entry* leased(const mailer::Job& job, std::string_view owner) {
    Entry& entry = entries_.at(job.id);
    const bool ours =
        entry.state == "sending" && entry.owner == owner && clock_.now() < entry.lease_until;
    return ours ? &entry : nullptr;
  }

  void write_down(std::string call) {
    calls_.push_back(std::move(call));
    if (watched_ || unsettled_ == 0) changed_.notify_all();
  }

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // All below: under mutex_.
  std::map<std::int64_t, Entry> entries_;
  std::set<std::int64_t> queued_;
  std::size_t unsettled_ = 0;
  bool held_up_ = false;
  bool watched_ = false;  // someone waits for a call: wake them at each
  std::map<std::string, int> failures_;
  std::vector<std::string> calls_;
};

}  // namespace postbag::testing
