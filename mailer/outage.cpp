#include "mailer/outage.h"

#include <algorithm>

#include "base/log.h"

namespace postbag::mailer {
namespace {

std::int64_t seconds(Duration length) {
  return std::chrono::duration_cast<std::chrono::seconds>(length).count();
}

}  // namespace

bool Outage::lets_work(std::string_view session) {
  const std::lock_guard lock{mutex_};
  if (length_ == Duration{0} || tried_by_ == session) return true;
  if (!tried_by_.empty() || !is_over()) return false;
  tried_by_ = session;
  return true;
}

bool Outage::is_tried_by(std::string_view session) const {
  const std::lock_guard lock{mutex_};
  return tried_by_ == session;
}

bool Outage::is_on() const {
  const std::lock_guard lock{mutex_};
  return length_ != Duration{0};
}

void Outage::report(std::string_view session, const Attempt& attempt) {
  const std::lock_guard lock{mutex_};
  const bool useless = attempt.outcome == Outcome::ours_to_fix;
  if (length_ == Duration{0}) {
    if (!useless) return;
    began_ = clock_.now();
    pause(attempt, settings_.first);
  } else if (tried_by_ == session) {
    if (useless) {
      pause(attempt, std::min(2 * length_, settings_.longest));
    } else {
      resume();
    }
  }
  // Of the others, who were under way when the pause began, nothing new is to be learnt.
}

void Outage::leave(std::string_view session) {
  const std::lock_guard lock{mutex_};
  if (tried_by_ == session) tried_by_.clear();
}

/// Nothing of the reply's text: servers quote addresses.
void Outage::pause(const Attempt& attempt, Duration length) {
  const bool news = length_ == Duration{0};
  length_ = length;
  since_ = clock_.now();
  tried_by_.clear();
  log(news ? LogLevel::error : LogLevel::info, news ? "mailer.paused" : "mailer.still_paused",
      {{"reason", name_of(attempt.outcome)},
       {"step", name_of(attempt.step)},
       {"code", std::int64_t{attempt.code}},
       {"enhanced_code", attempt.enhanced_code},
       {"seconds", seconds(length)}});
}

void Outage::resume() {
  log(LogLevel::warning, "mailer.resumed", {{"after_seconds", seconds(clock_.now() - began_)}});
  length_ = Duration{0};
  tried_by_.clear();
}

bool Outage::is_over() const {
  const Duration passed = clock_.now() - since_;
  return passed >= length_ || passed < Duration{0};  // or the clock was set back
}

}  // namespace postbag::mailer
