#pragma once

#include "base/rng.h"
#include "mailer/queue.h"
#include "server/sandbox/chance.h"

namespace postbag::sandbox {

/// The post of a day in a made-up year: claims whatever is due now and ends each as a mail server
/// might have answered. Nothing leaves the machine, and no file is written. Most letters arrive; a
/// few Members' servers refuse for good, some put off, and now and then a connection dies after the
/// final dot.
class MailDay {
 public:
  /// The references must outlive it.
  MailDay(mailer::Queue& queue, const Clock& clock, Rng& rng, Chance& chance)
      : queue_(queue), clock_(clock), rng_(rng), chance_(chance) {}

  /// How many mails were in hand.
  std::size_t deliver();

 private:
  [[nodiscard]] mailer::Attempt attempt(const mailer::Job& job);
  void deliver(const std::vector<mailer::Job>& jobs);

  mailer::Queue& queue_;
  const Clock& clock_;
  Rng& rng_;
  Chance& chance_;
};

}  // namespace postbag::sandbox
