#include "server/http/probe_server.h"

#include "base/log.h"
#include "server/http/api/json_text.h"

namespace postbag::http {
namespace {

/// Probes come every few seconds from a few programs.
constexpr std::size_t kLongestWait = 16;

/// A probe is one small request at once, so that who says nothing keeps his places for a moment
/// only, and one address cannot take all of them.
ConnectionLimits limits() {
  ConnectionLimits limits;
  limits.max_connections = 256;
  limits.max_connections_per_client = 32;
  limits.read_timeout = std::chrono::seconds{2};
  return limits;
}

Response plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {{"Cache-Control", "no-store"}}};
}

Response health(bool good, std::string_view detail) {
  return {good ? 200 : 503,
          "application/json",
          api::health_json(good, detail),
          {{"Cache-Control", "no-store"}}};
}

}  // namespace

ProbeServer::ProbeServer(Probes probes)
    : probes_(std::move(probes)),
      listener_(
          limits(),
          {[this](Request&& request, const Answer& answer) {
             // What nobody has to be asked for does not wait behind what may take long.
             if (request.method == "GET" && request.path == "/healthz")
               return answer(health(true, "The process answers."));
             if (pool_.waiting() >= kLongestWait)
               return answer(plain(503, "Too many ask at the same time.\n"));
             pool_.add([this, request = std::move(request), answer] {
               try {
                 answer(response_to(request));
               } catch (const std::exception&) {
                 log(LogLevel::error, "probe.failed");  // and the answer is a 500
               }
             });
           },
           [](const Refusal& refusal) { return plain(refusal.status, refusal.detail + '\n'); }},
          measures_) {}

ProbeServer::~ProbeServer() {
  listener_.stop();
}

Result<void> ProbeServer::start(const std::string& host, int port) {
  return run_when(listener_.bind(host, port));
}

Result<void> ProbeServer::start(const std::filesystem::path& unix_socket) {
  return run_when(listener_.bind(unix_socket));
}

Result<void> ProbeServer::run_when(Result<void> bound) {
  if (bound) front_ = std::jthread{[this] { listener_.run(); }};
  return bound;
}

Response ProbeServer::response_to(const Request& request) const {
  if (request.method != "GET") return plain(405, "This address does not answer that method.\n");
  if (request.path == "/readyz") {
    const bool works = probes_.mailer_works();
    return health(works, works ? "Mail can leave." : "No mail leaves.");
  }
  if (request.path != "/metrics") return plain(404, "There is nothing at this address.\n");
  Response response = plain(200, probes_.metrics());
  response.content_type = kMetricsType;
  return response;
}

}  // namespace postbag::http
