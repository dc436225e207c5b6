#pragma once

#include <functional>
#include <memory>

#include "mailer/message.h"
#include "mailer/queue.h"

namespace postbag::mailer {

/// The durable record that a message's final dot may go out: what makes a message deliverable
/// (SMTP: the dot itself; folder: the rename). Writing it takes as long as a good part of a
/// dialogue, so it is begun before it is needed. For the thread of the transport.
class FinalDot {
 public:
  FinalDot() = default;
  FinalDot(const FinalDot&) = delete;
  FinalDot& operator=(const FinalDot&) = delete;
  virtual ~FinalDot() = default;

  /// Begins the record and does not wait for it: the server has taken the sender, or it has just
  /// taken the message before on the same connection, and nothing but the recipient's refusal or a
  /// lost connection is likely to come between. Called again, does nothing.
  virtual void expect() noexcept = 0;

  /// Waits until the record is durable; begins it when expect() was never called. False, or an
  /// exception, stops the attempt with nothing delivered.
  [[nodiscard]] virtual bool allowed() = 0;

  /// Whether it is still worth waiting for the server: asked about once a second while nothing can
  /// have been delivered. When not, the attempt stops as if allowed() had said no.
  [[nodiscard]] virtual bool awaited() noexcept = 0;
};

/// Carries messages out of the house. One of the house's six interfaces. An object is used by one
/// thread at a time.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// One attempt. Never throws for what the peer or the disk does: that is the Attempt. The final
  /// dot goes out only after `final_dot` allowed it; a server that cannot be reached or refuses the
  /// sender is not worth a record, and none is begun. When the dot was not allowed the outcome is
  /// `temporary` with text `stopped before the final dot`. When allowed() throws, the message was
  /// not delivered and the exception is passed on.
  [[nodiscard]] virtual Attempt send(const Message& message, FinalDot& final_dot) = 0;
};

/// Makes a transport for each mail session.
using TransportFactory = std::function<std::unique_ptr<Transport>()>;

}  // namespace postbag::mailer
