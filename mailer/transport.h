#pragma once

#include <functional>
#include <memory>

#include "mailer/message.h"
#include "mailer/queue.h"

namespace postbag::mailer {

/// Asked just before the bytes that make a message deliverable leave the process (SMTP: the final
/// dot; folder: the rename). False, or an exception, stops the attempt with nothing delivered.
using BeforeFinalDot = std::function<bool()>;

/// Carries messages out of the house. One of the house's four interfaces. An object is used by one
/// thread at a time.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// One attempt. Never throws for what the peer or the disk does: that is the Attempt. When
  /// `before_final_dot` stopped it the outcome is `deferred` with text `stopped before the final
  /// dot`. When it throws, the message was not delivered and the exception is passed on.
  [[nodiscard]] virtual Attempt send(const Message& message,
                                     const BeforeFinalDot& before_final_dot) = 0;
};

/// Makes a transport for each mail session.
using TransportFactory = std::function<std::unique_ptr<Transport>()>;

}  // namespace postbag::mailer
