#pragma once

#include <filesystem>
#include <string>
#include <thread>

#include "base/result.h"
#include "server/http/listener.h"
#include "server/http/server.h"
#include "server/http/work_pool.h"

namespace postbag::http {

/// Answers /metrics, /healthz and /readyz and nothing else, for a process without the HTTP service.
/// Whoever reaches its address may read all three.
class ProbeServer {
 public:
  explicit ProbeServer(Probes probes);
  ProbeServer(const ProbeServer&) = delete;
  ProbeServer& operator=(const ProbeServer&) = delete;
  /// Lets the requests in hand finish.
  ~ProbeServer();

  /// Takes the address and answers there from now on. Errors: as listen_on(). Call one of them,
  /// once.
  [[nodiscard]] Result<void> start(const std::string& host, int port);
  [[nodiscard]] Result<void> start(const std::filesystem::path& unix_socket);

  [[nodiscard]] int port() const { return listener_.port(); }

 private:
  [[nodiscard]] Result<void> run_when(Result<void> bound);
  [[nodiscard]] Response response_to(const Request& request) const;

  const Probes probes_;
  ConnectionMeasures measures_;
  /// One thread, because a probe may wait for the database.
  WorkPool pool_{1};
  Listener listener_;
  std::jthread front_;
};

}  // namespace postbag::http
