#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "mailer/transport.h"

namespace postbag::mailer {

/// How a connection to a mail server is encrypted. The server's certificate is always verified.
enum class Tls {
  /// In clear at first, then STARTTLS (RFC 3207); a server without it is refused.
  starttls,
  /// TLS from the first byte (RFC 8314).
  implicit,
  /// In clear throughout; to this machine only.
  none
};

/// One mail server and how to talk to it.
struct SmtpSettings {
  std::string host;
  int port = 587;
  Tls tls = Tls::starttls;
  /// SMTP AUTH; empty for none.
  std::string user;
  std::string password;
  /// Certificate authorities to trust (PEM); empty for the system's.
  std::filesystem::path ca_file;
  /// What EHLO says; empty for the machine's name.
  std::string hello_name;
  Duration connect_timeout = std::chrono::seconds{30};
  /// For one message, the connection included, up to the final dot; and again, rounded up to whole
  /// seconds, for the answer to it.
  Duration total_timeout = std::chrono::minutes{2};
};

/// A transport with one connection to one mail server, opened by the first message and kept for
/// the next ones. A connection that turns out to be closed is replaced at once when nothing can
/// have been delivered over it; that is not an attempt.
///
/// What an attempt comes to is for outcome_of() to say, from the step of the dialogue and the reply
/// that ended it.
///
/// The error's code is `malformed_setting`, its field `mailer.transport`, `mailer.tls` or
/// `mailer.hello_name`. `clock` must outlive the transport.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_smtp_transport(const SmtpSettings& settings,
                                                                     const Clock& clock);

}  // namespace postbag::mailer
