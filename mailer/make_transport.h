#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "mailer/smtp_transport.h"
#include "mailer/transport.h"

namespace postbag::mailer {

/// The transport as the configuration states it.
struct TransportSettings {
  /// `folder:PATH` (the sandbox), `smtp://host:port` or `smtps://host:port`; the ports default to
  /// 587 and 465.
  std::string url = "folder:var/outbox";
  /// Leaving the sandbox takes this too.
  bool live = false;
  /// For `smtp://`. `smtps://` is always implicit TLS.
  Tls tls = Tls::starttls;
  std::string user;
  std::string password;
  std::filesystem::path ca_file;
  std::string hello_name;
  Duration connect_timeout = std::chrono::seconds{30};
  Duration total_timeout = std::chrono::minutes{2};
};

/// Checks the settings and returns what makes a transport for each mail session. Touches neither
/// disk nor network. Errors have the code `malformed_setting` and the field `mailer.transport`,
/// `mailer.tls` or `mailer.live`. `clock` must outlive the transports.
[[nodiscard]] Result<TransportFactory> make_transport(const TransportSettings& settings,
                                                      const Clock& clock);

}  // namespace postbag::mailer
