#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/network.h"
#include "base/result.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"

namespace postbag::http {

/// What the HTTP service needs to know of the configuration.
struct HttpSettings {
  std::string host = "127.0.0.1";
  /// 0: any free one.
  int port = 0;
  /// Instead of both, when it is not empty.
  std::filesystem::path unix_socket{};
  /// Whose X-Forwarded-For is believed, and whose connections are not counted as one client's.
  std::vector<Network> trusted_proxies{};
  /// Of requests that may wait for the store; the others need none.
  int threads = 16;
  /// In all, and of one client address (0: no limit). More are answered 503.
  int max_connections = 10'000;
  int max_connections_per_client = 0;
  /// Bytes of a request's body.
  std::size_t max_body = std::size_t{128} * 1024;
  /// How long a request may take to come in, from its first byte to its last.
  Duration read_timeout = std::chrono::seconds{10};
  /// What links begin with, without a trailing slash.
  std::string base_url;
  /// Signs forms; at least 32 bytes.
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
  /// What the privacy page says is kept, and for how long.
  Duration keep_unconfirmed{};
  Duration keep_text{};
};

/// The JSON API and the pages, on one address. The references must outlive it.
class HttpServer {
 public:
  HttpServer(campaign::Correspondence& correspondence, campaign::Catalogue& catalogue,
             const Clock& clock, HttpSettings settings);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// Reads the page templates and takes the address. Errors: those of templates::Pages::load(),
  /// `missing_file` for an asset, `short_secret`, `address_in_use`, `cannot_listen`.
  [[nodiscard]] Checked<void> listen();

  /// The port taken by listen().
  [[nodiscard]] int port() const;

  /// Answers requests until stop(), then lets those in hand finish. Call it once, after listen().
  void run();

  /// Ends run(), also one that has not begun. Any thread may call it, any number of times.
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace postbag::http
