#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/network.h"
#include "base/text.h"

namespace postbag::config {

/// A host and a TCP port. An IPv6 host is kept without its brackets, as socket calls want it. Or,
/// where the service listens, the file of a Unix socket, and no host.
struct Endpoint {
  std::string host;
  int port = 0;
  std::filesystem::path unix_socket{};
  /// `host:port`, `[host]:port` for IPv6, or `unix:` and the path; nothing when it is none.
  [[nodiscard]] std::string text() const;
  /// True for `localhost`, 127.0.0.0/8 and ::1.
  [[nodiscard]] bool is_loopback() const;
  bool operator==(const Endpoint&) const = default;
};

/// An http or https address without a slash, query or fragment at its end: what links begin with.
struct WebAddress {
  std::string text;
  [[nodiscard]] bool is_https() const { return text.starts_with("https://"); }
  [[nodiscard]] bool is_loopback() const;
  bool operator==(const WebAddress&) const = default;
};

/// A domain name in lower case.
struct Domain {
  std::string text;
  bool operator==(const Domain&) const = default;
};

/// Ranges of addresses, separated by commas; may be none.
struct Networks {
  std::vector<Network> ranges;
  bool operator==(const Networks&) const = default;
};

/// A number of bytes.
struct Bytes {
  std::int64_t count = 0;
  bool operator==(const Bytes&) const = default;
};

/// Where the letters are kept: the file of a SQLite database, or else the URI of a PostgreSQL one,
/// without a password.
struct StoreUrl {
  std::filesystem::path sqlite_file;
  std::string postgresql;
  [[nodiscard]] std::string text() const;
  bool operator==(const StoreUrl&) const = default;
};

/// Where mail goes: into `folder`, or to the mail server `server`.
struct MailRoute {
  enum class Kind { folder, smtp, smtps };
  Kind kind = Kind::folder;
  /// Only for `folder`.
  std::filesystem::path folder;
  /// Only for `smtp` (port 587 when none is written) and `smtps` (465).
  Endpoint server;
  [[nodiscard]] std::string text() const;
  bool operator==(const MailRoute&) const = default;
};

enum class Tls { starttls, implicit, none };

/// `starttls`, `implicit` or `none`.
[[nodiscard]] std::string_view name_of(Tls tls);

/// Who may read the service's figures.
enum class Readers { off, loopback, all };

/// `off`, `loopback` or `all`.
[[nodiscard]] std::string_view name_of(Readers readers);

/// `debug`, `info`, `warning` or `error`.
[[nodiscard]] std::string_view name_of(LogLevel level);

/// Text that must never be shown. It has no way into a stream, a log or an error.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  /// For the one place that needs it.
  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

/// The smallest and greatest allowed value: of a number itself, a text's characters, a length of
/// time in milliseconds, a size in bytes.
struct Bounds {
  std::int64_t smallest = 0;
  std::int64_t greatest = 0;
};

/// The place in a Config that an option fills; its type is the option's type.
using Slot = std::variant<bool*, int*, Bytes*, Duration*, Line*, std::filesystem::path*, Secret*,
                          Endpoint*, WebAddress*, EmailAddress*, Domain*, Networks*, StoreUrl*,
                          MailRoute*, Tls*, Readers*, LogLevel*>;

/// How a value of a slot's type is written in TOML.
enum class Notation { boolean, integer, integer_or_text, text };
[[nodiscard]] Notation notation_of(const Slot& slot);

/// Reads `text` into the slot. On failure the slot is untouched and the answer says what to write,
/// as the end of a sentence that begins with the key; it never repeats `text`.
[[nodiscard]] std::optional<std::string> assign(const Slot& slot, std::string_view text,
                                                const Bounds& bounds);

/// What to write for a slot of this type: `must be a whole number from 1 to 64`.
[[nodiscard]] std::string demand(const Slot& slot, const Bounds& bounds);

/// Gives `to` the value of `from`, a slot of the same option in another Config; whether it had
/// another one.
bool take_over(const Slot& to, const Slot& from);

/// The slot's value as assign() reads it; a secret as stars.
[[nodiscard]] std::string shown(const Slot& slot);

}  // namespace postbag::config
