#include "server/http/replies.h"

#include <stdexcept>

#include <sys/eventfd.h>

#include "base/log.h"

namespace postbag::http {

Replies::Replies() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_) throw std::runtime_error("the listener cannot make an event descriptor");
}

Answer Replies::expect(To to, const ReplyForm& form, std::size_t body) {
  {
    const std::lock_guard lock{mutex_};
    ++expected_;
  }
  return Answer{[self = shared_from_this(), to, form, body](std::optional<Response> response) {
    // Who drops an answer has said why in the log.
    const Response failed{500, "text/plain; charset=utf-8", "Something went wrong.\n"};
    Reply reply;
    try {
      reply = response ? write_reply(std::move(*response), form) : write_reply(failed, form);
    } catch (const std::exception&) {
      log(LogLevel::error, "http.failed");
      reply = write_reply(failed, {.last = true});
    }
    self->put({to, std::move(reply), body});
  }};
}

void Replies::put(Addressed reply) {
  const std::lock_guard lock{mutex_};
  come_.push_back(std::move(reply));
  if (--expected_ == 0) all_gone_.notify_all();
  if (std::this_thread::get_id() == loop_) {
    from_loop_ = true;
  } else if (!std::exchange(woken_, true)) {
    eventfd_write(wake_.number(), 1);
  }
}

std::vector<Replies::Addressed> Replies::take() {
  const std::lock_guard lock{mutex_};
  from_loop_ = false;
  if (std::exchange(woken_, false)) {
    eventfd_t count = 0;
    eventfd_read(wake_.number(), &count);
  }
  return std::exchange(come_, {});
}

void Replies::wait_for_all() {
  std::unique_lock lock{mutex_};
  all_gone_.wait(lock, [this] { return expected_ == 0; });
}

void Replies::wake() {
  const std::lock_guard lock{mutex_};
  if (!std::exchange(woken_, true)) eventfd_write(wake_.number(), 1);
}

}  // namespace postbag::http
