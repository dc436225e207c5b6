#include "mailer/crew.h"

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
  std::vector<std::unique_ptr<Worker>> workers;
  workers.reserve(static_cast<std::size_t>(sessions));
  for (int i = 0; i < sessions; ++i)
    workers.push_back(std::make_unique<Worker>(delivery_, outage_, factory()));
  for (auto& worker : workers)
    threads_.emplace_back([worker = std::move(worker)](const std::stop_token& stop) {
      wait_for_turns();
      worker->run(stop);
    });
}

Crew::~Crew() {
  stop();
}

void Crew::stop() {
  for (std::jthread& thread : threads_)
    thread.request_stop();
  delivery_.queue.wake();
  threads_.clear();
}

}  // namespace postbag::mailer
