#pragma once

#include <thread>
#include <vector>

#include "mailer/worker.h"

namespace postbag::mailer {

/// The mail sessions of a process: a thread, a worker and a transport each. Start and stop it from
/// one thread.
class Crew {
 public:
  /// Starts `sessions` workers. Throws what `factory`, `delivery.rng` and std::jthread throw, with
  /// nothing left running.
  Crew(Delivery delivery, const TransportFactory& factory, int sessions);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  /// Stops.
  ~Crew();

  /// Lets each worker end the message it is sending, gives the rest back and returns when all have
  /// stopped.
  void stop();

  /// Whether each session has begun something new within `patience`. Any thread may ask.
  [[nodiscard]] bool works(Duration patience) const;

  /// Whether the sessions pause because their mail server is of no use. Any thread may ask.
  [[nodiscard]] bool pauses() const { return outage_.is_on(); }

 private:
  Delivery delivery_;
  Outage outage_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
};

}  // namespace postbag::mailer
