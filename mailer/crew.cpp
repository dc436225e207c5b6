#include "mailer/crew.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <sched.h>

namespace postbag::mailer {
namespace {

/// Mail that leaves a little later is no loss: a session that wakes takes the processor from
/// nobody, neither from whoever answers people nor from the thread that makes letters durable. On
/// Linux the policy is a thread's own (sched(7)); where it is refused the session works as any
/// other thread.
void wait_for_turns() {
  const sched_param no_priority{};
  sched_setscheduler(0, SCHED_BATCH, &no_priority);
}

}  // namespace

Crew::Crew(Delivery delivery, const TransportFactory& factory, int sessions)
    : delivery_(std::move(delivery)), outage_(delivery_.clock, delivery_.outage) {
  workers_.reserve(static_cast<std::size_t>(sessions));
  threads_.reserve(static_cast<std::size_t>(sessions));
  for (int i = 0; i < sessions; ++i)
    workers_.push_back(std::make_unique<Worker>(delivery_, outage_, factory()));
  for (auto& worker : workers_)
    threads_.emplace_back([worker = worker.get()](const std::stop_token& stop) {
      wait_for_turns();
      worker->run(stop);
    });
}

Crew::~Crew() {
  stop();
}

bool Crew::works(Duration patience) const {
  const auto enough = std::chrono::steady_clock::now() - patience;
  return std::all_of(workers_.begin(), workers_.end(),
                     [&](const auto& worker) { return worker->last_seen() > enough; });
}

void Crew::stop() {
  for (std::jthread& thread : threads_)
    thread.request_stop();
  delivery_.queue.wake();
  threads_.clear();
}

}  // namespace postbag::mailer
