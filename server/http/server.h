#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/change.h"
#include "base/clock.h"
#include "base/network.h"
#include "base/result.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"
#include "server/http/measures.h"
#include "server/office/store.h"
#include "server/staff/accounts.h"

namespace postbag::http {

/// Of the key that signs forms and stands in for addresses, in bytes.
inline constexpr std::size_t kShortestSecret = 32;

/// Who may read the figures at /metrics.
enum class MetricsFor {
  nobody,
  /// Who asks from this machine and not through a proxy.
  loopback,
  everybody
};

/// What the HTTP service needs to know of the configuration. What is marked (start) counts when it
/// starts and must be the same at each reload.
struct HttpSettings {
  /// (start)
  std::string host = "127.0.0.1";
  /// (start) 0: any free one.
  int port = 0;
  /// (start) Instead of both, when it is not empty.
  std::filesystem::path unix_socket{};
  /// (start) Whose X-Forwarded-For is believed, and whose connections are not counted as one
  /// client's.
  std::vector<Network> trusted_proxies{};
  /// (start) Of requests that may wait for the store; the others need none.
  int threads = 16;
  /// (start) In all, and of one client address (0: no limit). More are answered 503.
  int max_connections = 10'000;
  int max_connections_per_client = 0;
  /// (start) Bytes of a request's body.
  std::size_t max_body = std::size_t{128} * 1024;
  /// (start) How long a request may take to come in, from its first byte to its last.
  Duration read_timeout = std::chrono::seconds{10};
  /// (start) What links begin with, without a trailing slash.
  std::string base_url;
  /// (start) Signs forms; at least kShortestSecret bytes.
  std::string secret;
  std::string service_name = "Postbag";
  /// The folder that holds `pages/` and `assets/`.
  std::filesystem::path templates_folder;
  /// The folder of captured mail; set only in the sandbox.
  std::optional<std::filesystem::path> sandbox_outbox;
  /// Per client address. A rate of 0 is no limit; the burst is what may come at once.
  int letters_per_minute = 0;
  int letters_burst = 0;
  int lookups_per_second = 0;
  int lookups_burst = 0;
  int confirmations_per_second = 0;
  int confirmations_burst = 0;
  /// What the privacy page says is kept, and for how long.
  Duration keep_unconfirmed{};
  Duration keep_text{};
  MetricsFor metrics = MetricsFor::loopback;
};

/// Prometheus' text format.
inline constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// What the service asks of the rest of the program. Any thread may call them.
struct Probes {
  /// False when mail should leave from here and cannot.
  std::function<bool()> mailer_works = [] { return true; };
  /// The figures, as Prometheus reads them.
  std::function<std::string()> metrics = [] { return std::string{}; };
  /// Whether the mailer pauses because its mail server is of no use; nothing where it is another
  /// process.
  std::function<std::optional<bool>()> mailer_pauses = [] { return std::optional<bool>{}; };
  /// Goes over to what staff have just said of Parliament or of an address, which else is noticed
  /// within a second.
  std::function<void()> refresh_parliament = [] {};
};

/// The JSON API and the pages, on one address. The references must outlive it.
class HttpServer {
 public:
  HttpServer(std::shared_ptr<campaign::Correspondence> correspondence,
             campaign::Catalogue& catalogue, staff::Accounts& accounts, office::OfficeStore& office,
             const Clock& clock, HttpSettings settings, Measures& measures, Probes probes = {});
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// Reads the page templates and takes the address. Errors: those of templates::Pages::load(),
  /// `missing_file` for an asset, `short_secret`, `address_in_use`, `cannot_listen`.
  [[nodiscard]] Checked<void> listen();

  /// The port taken by listen().
  [[nodiscard]] int port() const;

  /// Reads the templates again. Nothing changes until the Change is called, from one thread: from
  /// then on new requests are answered with these settings, this correspondence and these
  /// templates, while those under way end with what they began with. To be called once it listens;
  /// the errors are those of the templates.
  [[nodiscard]] Checked<Change> prepare(std::shared_ptr<campaign::Correspondence> correspondence,
                                        HttpSettings settings) const;

  /// The same with the settings and templates in force: nothing is read, and nothing can go wrong.
  void replace(std::shared_ptr<campaign::Correspondence> correspondence);

  /// Whether the loop that holds all connections has come round since this was last asked. For one
  /// thread; the first answer says nothing.
  [[nodiscard]] bool answers();

  /// Answers requests until stop(), then lets those in hand finish. Call it once, after listen().
  void run();

  /// Ends run(), also one that has not begun. Any thread may call it, any number of times.
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace postbag::http
