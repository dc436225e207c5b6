#include "server/sandbox/mail_day.h"

#include <charconv>

#include "mailer/policy.h"

namespace postbag::sandbox {
namespace {

constexpr std::string_view kOwner = "the made-up year";
constexpr int kTogether = 200;

/// One Member in so many has an address that does not work.
constexpr int kBadAddress = 97;

int number_of(std::string_view member) {
  int number = 0;
  std::from_chars(member.data(), member.data() + member.size(), number);
  return number;
}

}  // namespace

mailer::Attempt MailDay::attempt(const mailer::Job& job) {
  const Instant now = clock_.now();
  const auto answered = [&](mailer::Outcome outcome, int code, const char* enhanced,
                            const char* text) {
    return mailer::Attempt{outcome, now, now, code, enhanced, text, mailer::Step::final_dot};
  };
  if (job.kind == mailer::MailKind::letter) {
    if (number_of(job.member) % kBadAddress == 0)
      return answered(mailer::Outcome::permanent, 550, "5.1.1", "no such mailbox");
    if (job.attempts == 0 && chance_.happens(3))
      return answered(mailer::Outcome::mailbox_full, 452, "4.2.2", "the mailbox is full");
    if (chance_.below(200) == 0)
      return answered(mailer::Outcome::lost_after_data, 0, "", "the connection was lost");
  }
  return answered(mailer::Outcome::accepted, 250, "2.0.0", "taken");
}

void MailDay::deliver(const std::vector<mailer::Job>& jobs) {
  std::vector<std::future<bool>> done;
  for (const mailer::Job& job : jobs)
    done.push_back(queue_.expect_final_dot(job, kOwner));
  for (std::future<bool>& one : done)
    static_cast<void>(one.get());
  done.clear();
  for (const mailer::Job& job : jobs) {
    const mailer::Attempt result = attempt(job);
    done.push_back(
        queue_.finish(job, kOwner, result, mailer::decide(result, job, clock_.now(), rng_, {})));
  }
  for (std::future<bool>& one : done)
    static_cast<void>(one.get());
}

std::size_t MailDay::deliver() {
  std::size_t all = 0;
  for (;;) {
    const auto jobs = queue_.claim(kOwner, kTogether, clock_.now() + std::chrono::minutes{10});
    if (jobs.empty()) return all;
    all += jobs.size();
    deliver(jobs);
  }
}

}  // namespace postbag::sandbox
