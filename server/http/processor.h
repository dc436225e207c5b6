#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/http/exchange.h"

namespace postbag::http {

/// Turns the bytes of one whole request into a Request, and a Response into bytes: cpp-httplib's
/// part, and the only place that knows its types. Thread-safe.
class Processor {
 public:
  /// Gets every request, and the status when cpp-httplib itself refuses one (0 otherwise), to which
  /// it only writes the words.
  using Handler = std::function<Response(const Request& request, int refused)>;

  /// `handler` must not throw.
  explicit Processor(Handler handler);
  Processor(const Processor&) = delete;
  Processor& operator=(const Processor&) = delete;
  ~Processor();

  /// As Exchange::answer.
  [[nodiscard]] std::string answer(const std::string& request, const std::string& client,
                                   bool& last);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

/// The bytes of a reply that ends its connection, without cpp-httplib.
[[nodiscard]] std::string closing_reply(const Response& response);

}  // namespace postbag::http
