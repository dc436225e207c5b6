#include "mailer/crew.h"

#include <memory>
#include <utility>

namespace postbag::mailer {

Crew::Crew(Delivery delivery, const TransportFactory& factory, int sessions)
    : delivery_(std::move(delivery)) {
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < sessions; ++i)
    workers.push_back(std::make_unique<Worker>(delivery_, factory()));
  for (auto& worker : workers)
    threads_.emplace_back(
        [worker = std::move(worker)](const std::stop_token& stop) { worker->run(stop); });
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
