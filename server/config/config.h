#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/config/values.h"

namespace postbag::config {

/// Every setting, read, checked and with its default filled in. What each means stands in
/// options.cpp, the one table of options.
struct Config {
  struct Server {
    Endpoint listen;
    WebAddress base_url;
    Networks trusted_proxies;
    int threads = 0;
    int max_connections = 0;
    Line service_name;
    std::filesystem::path secret_file;
    Bytes max_body;
    Duration read_timeout{};
    bool migrate = false;
    Readers metrics = Readers::loopback;
  } server;

  struct Store {
    StoreUrl url;
    /// Only for PostgreSQL; empty when it needs none or libpq finds it elsewhere.
    Secret password;
    int connections = 0;
  } store;

  struct Mailer {
    MailRoute transport;
    bool live = false;
    Tls tls = Tls::starttls;
    /// Empty: the system's certificates.
    std::filesystem::path ca_file;
    /// Empty, as is the password: no AUTH.
    Line user;
    Secret password;
    bool embedded = false;
    int sessions = 0;
    EmailAddress from;
    Domain bounce_domain;
    Duration timeout{};
    Duration lease{};
    int batch = 0;
    Duration give_up_after{};
    Duration retry_shortest{};
    Duration retry_longest{};
    std::filesystem::path marks;
    /// Neither host nor socket: none.
    Endpoint probes;
    bool operator==(const Mailer&) const = default;
  } mailer;

  struct Letters {
    Duration cancel_window{};
    Duration expire_after{};
    Duration keep_text{};
  } letters;

  struct Data {
    std::filesystem::path folder;
  } data;

  struct Templates {
    std::filesystem::path folder;
  } templates;

  /// A rate of 0 is no limit.
  struct Limits {
    int letters_per_minute = 0;
    int letters_burst = 0;
    int lookups_per_second = 0;
    int lookups_burst = 0;
    int confirmations_per_second = 0;
    int confirmations_burst = 0;
    int mails_per_hour = 0;
    int connections = 0;
  } limits;

  struct Log {
    LogLevel level = LogLevel::info;
  } log;

  /// Nothing leaves the machine: mail goes into a folder.
  [[nodiscard]] bool sandbox() const { return mailer.transport.kind == MailRoute::Kind::folder; }
};

/// Reads the configuration: the defaults, then `file` (none: the sandbox), then `environment`
/// (`POSTBAG_<SECTION>_<KEY>`; an empty variable counts as not set), then what follows from other
/// settings. Relative paths are the working folder's. `program_folder` is the absolute path of
/// where the running program lies, from which the default data and templates folders are found.
///
/// On failure every error there is, each with `field` as `section.key` where one is at fault, and a
/// message that names the file and line, or the variable, and says what to write. No message shows
/// a secret or repeats a value. Codes: `unreadable_file`, `malformed_toml`, `unknown_section`,
/// `unknown_key`, `malformed_value`, `conflicting_values`.
[[nodiscard]] Checked<Config> load(const std::optional<std::filesystem::path>& file,
                                   const std::map<std::string, std::string>& environment,
                                   const std::filesystem::path& program_folder);

/// A configuration that a running service can take.
struct Renewed {
  Config config;
  /// `section.key` of what `fresh` has otherwise but only a restart changes: it is in `config` as
  /// it was.
  std::vector<std::string> needs_restart;
};

/// What to go on with once the configuration was read again. Errors: `conflicting_values`, where
/// what can change does not fit what cannot.
[[nodiscard]] Checked<Renewed> renew(const Config& in_force, Config fresh);

/// The variables of this process whose names begin with `POSTBAG_`, for load(). Nobody may
/// change them meanwhile.
[[nodiscard]] std::map<std::string, std::string> own_environment();

/// The configuration in force as a TOML file, with stars in the place of secrets.
[[nodiscard]] std::string effective(const Config& config);

}  // namespace postbag::config
