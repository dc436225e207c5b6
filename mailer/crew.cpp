#include "mailer/crew.h"

#include <memory>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace postbag::mailer {
namespace {

/// Mail that leaves a little later is no loss: who waits for a page, and the thread that makes
/// letters durable, come first. On Linux priorities belong to threads (setpriority(2)).
void yield_to_the_others() {
  constexpr int kNice = 5;
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
}

}  // namespace

Crew::Crew(Delivery delivery, const TransportFactory& factory, int sessions)
    : delivery_(std::move(delivery)) {
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < sessions; ++i)
    workers.push_back(std::make_unique<Worker>(delivery_, factory()));
  for (auto& worker : workers)
    threads_.emplace_back([worker = std::move(worker)](const std::stop_token& stop) {
      yield_to_the_others();
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
