#pragma once

#include <array>
#include <chrono>
#include <list>
#include <optional>

namespace postbag::http {

class Connection;

/// When the patience with each connection is over. All that wait for the same thing have the same
/// patience, so that each kind is a queue in order of time: nothing here is searched or sorted.
class Timeouts {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  using Length = std::chrono::milliseconds;

  /// What a connection is waited for.
  enum class Kind { first_byte, next_request, rest_of_request, reply_taken, end, nothing };
  static constexpr std::size_t kKinds = 6;

  struct Entry {
    Connection* connection = nullptr;
    Kind kind = Kind::nothing;
    Moment until;
  };
  /// One connection's place in the queues.
  using Place = std::list<Entry>::iterator;

  explicit Timeouts(const std::array<Length, kKinds>& lengths) : lengths_(lengths) {}

  /// The time that counts until the next call.
  void set_now(Moment now) { now_ = now; }
  [[nodiscard]] Moment now() const { return now_; }

  [[nodiscard]] Place enter(Connection& connection);
  void leave(Place place);

  /// Waits for `kind` from now on.
  void start(Place place, Kind kind);

  /// A connection whose time is over, or null. Start it or let it leave before the next call.
  [[nodiscard]] Connection* overdue() const;
  /// When there will be one.
  [[nodiscard]] std::optional<Moment> next() const;

 private:
  [[nodiscard]] std::list<Entry>& queue(Kind kind) {
    return queues_[static_cast<std::size_t>(kind)];
  }

  std::array<Length, kKinds> lengths_;
  std::array<std::list<Entry>, kKinds> queues_;
  Moment now_ = std::chrono::steady_clock::now();
};

}  // namespace postbag::http
