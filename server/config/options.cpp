#include "server/config/options.h"

#include <array>

namespace postbag::config {
namespace {

// Lengths of time in milliseconds and sizes in bytes, for the bounds.
constexpr std::int64_t kMillisecond = 1;
constexpr std::int64_t kSecond = 1000 * kMillisecond;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;

constexpr bool kAtStart = true;

constexpr std::array kOptions{
    Option{"server",
           "listen",
           "127.0.0.1:8080",
           {},
           {},
           {},
           "The address and port to answer on, or unix: and the path of a Unix socket for a proxy.",
           [](Config& c) -> Slot { return &c.server.listen; },
           kAtStart},
    Option{"server",
           "base_url",
           "http://127.0.0.1:8080",
           "http:// followed by server.listen",
           {},
           {},
           "What the links in mails begin with. A live service needs https.",
           [](Config& c) -> Slot { return &c.server.base_url; },
           kAtStart},
    Option{"server",
           "trusted_proxies",
           {},
           {},
           "127.0.0.1, 10.0.0.0/8",
           {},
           "Proxies whose X-Forwarded-For says who asks: addresses and ranges with commas between. "
           "The other end of a Unix socket is always believed.",
           [](Config& c) -> Slot { return &c.server.trusted_proxies; },
           kAtStart},
    Option{"server",
           "threads",
           "16",
           {},
           {},
           {1, 256},
           "How many requests that wait for the database are worked on at the same time.",
           [](Config& c) -> Slot { return &c.server.threads; },
           kAtStart},
    Option{
        "server",
        "max_connections",
        "10000",
        {},
        {},
        {16, 1'000'000},
        "How many connections are held in all; more are told to come back. The system's limit of "
        "open files may lower it.",
        [](Config& c) -> Slot { return &c.server.max_connections; },
        kAtStart},
    Option{"server",
           "service_name",
           "Postbag",
           {},
           {},
           {1, 100},
           "The sender's name on confirmations and other mails of the service's own.",
           [](Config& c) -> Slot { return &c.server.service_name; }},
    Option{"server",
           "secret_file",
           "var/secret",
           {},
           {},
           {},
           "The file of the key that signs forms and hides addresses; made when it is missing.",
           [](Config& c) -> Slot { return &c.server.secret_file; },
           kAtStart},
    Option{"server",
           "max_body",
           "128KiB",
           {},
           {},
           {4 * kKiB, kMiB},
           "The longest request body that is read, in bytes, KiB or MiB.",
           [](Config& c) -> Slot { return &c.server.max_body; },
           kAtStart},
    Option{"server",
           "read_timeout",
           "5s",
           {},
           {},
           {100 * kMillisecond, kMinute},
           "How long a client may take to send a request, from its first byte to its last.",
           [](Config& c) -> Slot { return &c.server.read_timeout; },
           kAtStart},
    Option{"server",
           "migrate",
           "true",
           {},
           {},
           {},
           "Whether serve brings the database to the current schema when it starts.",
           [](Config& c) -> Slot { return &c.server.migrate; },
           kAtStart},

    Option{"server",
           "metrics",
           "loopback",
           {},
           {},
           {},
           "Who may read the figures at /metrics: off (nobody), loopback (who asks on this machine "
           "and not through a proxy) or all.",
           [](Config& c) -> Slot { return &c.server.metrics; }},

    Option{"store",
           "url",
           "sqlite:var/postbag.db",
           {},
           {},
           {},
           "Where the letters are kept: a SQLite file, or postgresql://user@host/database.",
           [](Config& c) -> Slot { return &c.store.url; },
           kAtStart},
    Option{"store",
           "password",
           {},
           {},
           "…",
           {},
           "The password for PostgreSQL.",
           [](Config& c) -> Slot { return &c.store.password; },
           kAtStart},
    Option{"store",
           "connections",
           "16",
           {},
           {},
           {2, 200},
           "How many connections to PostgreSQL a process opens at most.",
           [](Config& c) -> Slot { return &c.store.connections; },
           kAtStart},

    Option{"mailer",
           "transport",
           "folder:var/outbox",
           {},
           {},
           {},
           "Where mail goes: a folder (the sandbox), or smtp://host:port or smtps://host:port.",
           [](Config& c) -> Slot { return &c.mailer.transport; },
           kAtStart},
    Option{"mailer",
           "live",
           "false",
           {},
           {},
           {},
           "Must be true before mail leaves the machine, and false in the sandbox.",
           [](Config& c) -> Slot { return &c.mailer.live; },
           kAtStart},
    Option{"mailer",
           "tls",
           "starttls",
           "implicit with smtps://",
           {},
           {},
           "starttls, implicit, or none (only to a mail server on this machine).",
           [](Config& c) -> Slot { return &c.mailer.tls; },
           kAtStart},
    Option{"mailer",
           "ca_file",
           {},
           "the system's certificates",
           "/etc/ssl/certs/mail-ca.pem",
           {},
           "The certificate authorities that may vouch for the mail server, as a PEM file.",
           [](Config& c) -> Slot { return &c.mailer.ca_file; }},
    Option{"mailer",
           "user",
           {},
           {},
           "postbag",
           {1, 255},
           "The name for SMTP AUTH; needs a password.",
           [](Config& c) -> Slot { return &c.mailer.user; }},
    Option{"mailer",
           "password",
           {},
           {},
           "…",
           {},
           "The password for SMTP AUTH.",
           [](Config& c) -> Slot { return &c.mailer.password; }},
    Option{"mailer",
           "embedded",
           "true",
           {},
           {},
           {},
           "Whether the mailer runs inside serve.",
           [](Config& c) -> Slot { return &c.mailer.embedded; },
           kAtStart},
    Option{"mailer",
           "sessions",
           "4",
           {},
           {},
           {1, 64},
           "How many SMTP sessions run at the same time.",
           [](Config& c) -> Slot { return &c.mailer.sessions; }},
    Option{"mailer",
           "from",
           "letters@postbag.example.org",
           {},
           {},
           {},
           "The address that letters and the service's own mails come from. A live service needs "
           "one at a domain of its own.",
           [](Config& c) -> Slot { return &c.mailer.from; }},
    Option{"mailer",
           "bounce_domain",
           "postbag.example.org",
           "the domain of mailer.from",
           {},
           {},
           "The domain of the addresses that delivery reports come back to.",
           [](Config& c) -> Slot { return &c.mailer.bounce_domain; }},
    Option{"mailer",
           "timeout",
           "5m",
           {},
           {},
           {kSecond, 30 * kMinute},
           "How long one delivery attempt may take.",
           [](Config& c) -> Slot { return &c.mailer.timeout; }},
    Option{"mailer",
           "lease",
           "12m",
           {},
           {},
           {kSecond, 2 * kHour},
           "How long a claimed letter is kept from other mailers; more than twice mailer.timeout.",
           [](Config& c) -> Slot { return &c.mailer.lease; }},
    Option{"mailer",
           "batch",
           "64",
           {},
           {},
           {1, 1000},
           "How many letters a session claims at once, at most.",
           [](Config& c) -> Slot { return &c.mailer.batch; }},
    Option{"mailer",
           "give_up_after",
           "5d",
           {},
           {},
           {kMinute, 30 * kDay},
           "When a letter that only meets temporary failures has failed.",
           [](Config& c) -> Slot { return &c.mailer.give_up_after; }},
    Option{"mailer",
           "retry_shortest",
           "1m",
           {},
           {},
           {100 * kMillisecond, kDay},
           "The shortest wait before a letter is tried again.",
           [](Config& c) -> Slot { return &c.mailer.retry_shortest; }},
    Option{"mailer",
           "retry_longest",
           "4h",
           {},
           {},
           {100 * kMillisecond, 7 * kDay},
           "The longest wait before a letter is tried again.",
           [](Config& c) -> Slot { return &c.mailer.retry_longest; }},
    Option{"mailer",
           "marks",
           "var/marks",
           {},
           {},
           {},
           "The folder where sessions mark which letters' final dots went out, for after a kill.",
           [](Config& c) -> Slot { return &c.mailer.marks; }},
    Option{"mailer",
           "probes",
           {},
           "none",
           "127.0.0.1:9108",
           {},
           "Where a mailer by itself (`postbag mailer`) answers /metrics, /healthz and /readyz, to "
           "whoever can reach it.",
           [](Config& c) -> Slot { return &c.mailer.probes; },
           kAtStart},

    Option{"letters",
           "cancel_window",
           "10m",
           "0s in the sandbox",
           {},
           {0, 7 * kDay},
           "How long a confirmed letter waits, so that its writer can still withdraw it.",
           [](Config& c) -> Slot { return &c.letters.cancel_window; }},
    Option{"letters",
           "expire_after",
           "7d",
           {},
           {},
           {kSecond, 90 * kDay},
           "When a letter that nobody confirmed expires.",
           [](Config& c) -> Slot { return &c.letters.expire_after; }},
    Option{"letters",
           "keep_text",
           "30d",
           {},
           {},
           {0, 3660 * kDay},
           "How long after its end a letter's personal text is kept.",
           [](Config& c) -> Slot { return &c.letters.keep_text; }},

    Option{"data",
           "folder",
           "data",
           "beside the program, or in ../share/postbag",
           {},
           {},
           "The bundled data set: postcodes, constituencies, Members.",
           [](Config& c) -> Slot { return &c.data.folder; }},

    Option{"templates",
           "folder",
           "templates",
           "beside the program, or in ../share/postbag",
           {},
           {},
           "Pages, mails and the example campaigns.",
           [](Config& c) -> Slot { return &c.templates.folder; }},

    Option{"limits",
           "letters_per_minute",
           "30",
           {},
           {},
           {0, 1'000'000},
           "Letters a minute from one client address, in the long run; 0 is no limit.",
           [](Config& c) -> Slot { return &c.limits.letters_per_minute; }},
    Option{"limits",
           "letters_burst",
           "60",
           {},
           {},
           {1, 1'000'000},
           "Letters at once from one client address.",
           [](Config& c) -> Slot { return &c.limits.letters_burst; }},
    Option{"limits",
           "lookups_per_second",
           "20",
           {},
           {},
           {0, 1'000'000},
           "Postcode look-ups a second from one client address; 0 is no limit.",
           [](Config& c) -> Slot { return &c.limits.lookups_per_second; }},
    Option{"limits",
           "lookups_burst",
           "200",
           {},
           {},
           {1, 1'000'000},
           "Postcode look-ups at once from one client address.",
           [](Config& c) -> Slot { return &c.limits.lookups_burst; }},
    Option{"limits",
           "confirmations_per_second",
           "50",
           {},
           {},
           {0, 1'000'000},
           "Confirmation links opened or confirmed a second from one client address, which a "
           "university or a stall shares; 0 is no limit.",
           [](Config& c) -> Slot { return &c.limits.confirmations_per_second; }},
    Option{"limits",
           "confirmations_burst",
           "1000",
           {},
           {},
           {1, 1'000'000},
           "Confirmation links opened or confirmed at once from one client address.",
           [](Config& c) -> Slot { return &c.limits.confirmations_burst; }},
    Option{"limits",
           "mails_per_hour",
           "5",
           {},
           {},
           {0, 1'000'000},
           "Confirmation mails an hour to one email address; 0 is no limit.",
           [](Config& c) -> Slot { return &c.limits.mails_per_hour; },
           kAtStart},
    Option{"limits",
           "connections",
           "100",
           {},
           {},
           {0, 1'000'000},
           "Connections at once from one client address; 0 is no limit.",
           [](Config& c) -> Slot { return &c.limits.connections; },
           kAtStart},

    Option{"log",
           "level",
           "info",
           {},
           {},
           {},
           "debug, info, warning or error.",
           [](Config& c) -> Slot { return &c.log.level; }},
};

std::string upper_case(std::string_view text) {
  std::string upper{text};
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string toml_value(const Slot& slot, std::string_view text) {
  const Notation notation = notation_of(slot);
  const bool bare = notation == Notation::boolean || notation == Notation::integer;
  return bare ? std::string{text} : quoted(text);
}

/// Words in lines of at most 99 characters, each line begun with `# `.
std::string comment(std::string_view text) {
  std::string out;
  std::string line = "#";
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (line.size() + 1 + word.size() > 99) {
      out += line + "\n";
      line = "#";
    }
    line += " " + std::string{word};
  }
  return out + line + "\n";
}

std::string explained(const Option& option) {
  std::string text{option.about};
  if (!option.follows.empty())
    text += " Default: " + std::string{option.follows} +
            (option.key == "cancel_window" ? ", else " + std::string{option.standard} + "." : ".");
  else if (option.standard.empty())
    text += " Default: none.";
  if (option.at_start) text += " Takes a restart to change.";
  if (option.secret())
    text += " Better: " + std::string{option.key} + "_file, the path of a file that holds it.";
  return comment(text);
}

}  // namespace

std::string Option::name() const {
  return std::string{section} + "." + std::string{key};
}

std::string Option::variable() const {
  return "POSTBAG_" + upper_case(section) + "_" + upper_case(key);
}

bool Option::secret() const {
  Config config;
  return std::holds_alternative<Secret*>(slot(config));
}

std::span<const Option> options() {
  return kOptions;
}

std::string example_file() {
  std::string out =
      "# Every setting of Postbag, each with its default. Take away the # of a line to change it.\n"
      "# Each can also be set by an environment variable, which wins over this file:\n"
      "# server.listen by POSTBAG_SERVER_LISTEN. Relative paths begin at the working folder.\n"
      "# `postbag check-config --config FILE` reads a file and reports every error in it.\n";
  std::string_view section;
  Config config;
  for (const Option& option : kOptions) {
    if (option.section != section) out += "\n[" + std::string{option.section} + "]\n";
    section = option.section;
    const std::string_view value = option.standard.empty() ? option.example : option.standard;
    out += explained(option) + "# " + std::string{option.key} + " = " +
           toml_value(option.slot(config), value) + "\n";
    if (option.secret())
      out += "# " + std::string{option.key} + "_file = \"/etc/postbag/" + std::string{option.key} +
             "\"\n";
  }
  return out;
}

std::string effective(const Config& config) {
  std::string out;
  std::string_view section;
  Config copy = config;
  for (const Option& option : kOptions) {
    if (option.section != section)
      out += (out.empty() ? "[" : "\n[") + std::string{option.section} + "]\n";
    section = option.section;
    const Slot slot = option.slot(copy);
    const std::string value = shown(slot);
    if (!value.empty()) out += std::string{option.key} + " = " + toml_value(slot, value) + "\n";
  }
  return out;
}

}  // namespace postbag::config
