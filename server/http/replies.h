#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/http/answer.h"
#include "server/http/descriptor.h"
#include "server/http/reply.h"

namespace postbag::http {

/// The way back from whoever answers to the loop that writes replies: a queue, and a descriptor
/// that becomes readable when another thread put something into it. Thread-safe.
class Replies : public std::enable_shared_from_this<Replies> {
 public:
  /// Which connection of those that had the same socket number, one after the other.
  struct To {
    int socket;
    std::uint32_t number;
  };
  struct Addressed {
    To to;
    Reply reply;
    /// Bytes of the request's body, which is gone now.
    std::size_t body;
  };

  Replies();

  /// An answer that comes to this queue as a reply, for a request with a body of so many bytes.
  [[nodiscard]] Answer expect(To to, const ReplyForm& form, std::size_t body);
  /// All replies that have come.
  [[nodiscard]] std::vector<Addressed> take();
  /// Whether the loop's own thread put replies here, for which the descriptor is not used.
  [[nodiscard]] bool any_from_loop() const { return from_loop_; }
  /// Waits until every answer that was expected is gone.
  void wait_for_all();

  /// For epoll, level-triggered.
  [[nodiscard]] int descriptor() const { return wake_.number(); }
  void wake();
  /// Says that the calling thread is the loop's.
  void set_loop() { loop_ = std::this_thread::get_id(); }

 private:
  void put(Addressed reply);

  Descriptor wake_;
  std::thread::id loop_;
  bool from_loop_ = false;  ///< only the loop's thread uses it
  std::mutex mutex_;
  std::condition_variable all_gone_;
  std::vector<Addressed> come_;  ///< guarded by mutex_
  std::size_t expected_ = 0;     ///< guarded by mutex_
  bool woken_ = false;           ///< guarded by mutex_
};

}  // namespace postbag::http
