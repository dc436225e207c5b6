#include "server/config/values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>

#include "base/time_text.h"

namespace postbag::config {
namespace {

constexpr std::array kTlsNames{std::pair{Tls::starttls, std::string_view{"starttls"}},
                               std::pair{Tls::implicit, std::string_view{"implicit"}},
                               std::pair{Tls::none, std::string_view{"none"}}};

constexpr std::array kReaderNames{std::pair{Readers::off, std::string_view{"off"}},
                                  std::pair{Readers::loopback, std::string_view{"loopback"}},
                                  std::pair{Readers::all, std::string_view{"all"}}};

constexpr std::array kLevelNames{std::pair{LogLevel::debug, std::string_view{"debug"}},
                                 std::pair{LogLevel::info, std::string_view{"info"}},
                                 std::pair{LogLevel::warning, std::string_view{"warning"}},
                                 std::pair{LogLevel::error, std::string_view{"error"}}};

constexpr std::int64_t kKiB = 1024;

bool is_plain(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

bool within(std::int64_t value, const Bounds& bounds) {
  return value >= bounds.smallest && value <= bounds.greatest;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '-' && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

bool is_ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

bool is_loopback_host(const std::string& host) {
  in_addr address{};
  const bool is_ipv4 = inet_pton(AF_INET, host.c_str(), &address) == 1;
  return host == "localhost" || host == "::1" || (is_ipv4 && ntohl(address.s_addr) >> 24U == 127);
}

/// `host:port` or `[ipv6]:port`; without a port the answer's is `default_port`, when there is one.
std::optional<Endpoint> read_endpoint(std::string_view text, std::optional<int> default_port) {
  Endpoint endpoint;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    endpoint.host = text.substr(1, end - 1);
    if (!is_ipv6(endpoint.host)) return std::nullopt;
    rest = text.substr(end + 1);
  } else {
    endpoint.host = text.substr(0, text.find(':'));
    if (!is_host_name(endpoint.host)) return std::nullopt;
    rest = text.substr(endpoint.host.size());
  }
  if (rest.empty()) {
    if (!default_port) return std::nullopt;
    endpoint.port = *default_port;
    return endpoint;
  }
  const auto port = rest.front() == ':' ? read_integer(rest.substr(1)) : std::nullopt;
  if (!port || *port < 1 || *port > 65535) return std::nullopt;
  endpoint.port = static_cast<int>(*port);
  return endpoint;
}

std::optional<bool> read(std::string_view text, const bool*) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<int> read(std::string_view text, const int*, const Bounds& bounds) {
  const auto value = read_integer(text);
  if (!value || !within(*value, bounds)) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<Bytes> read(std::string_view text, const Bytes*, const Bounds& bounds) {
  std::int64_t unit = 1;
  for (const auto& [name, size] : {std::pair{"KiB", kKiB}, std::pair{"MiB", kKiB * kKiB}}) {
    if (!text.ends_with(name)) continue;
    unit = size;
    text.remove_suffix(3);
  }
  const auto count = read_integer(text);
  if (!count || *count < 0 || *count > bounds.greatest / unit || !within(*count * unit, bounds))
    return std::nullopt;
  return Bytes{*count * unit};
}

std::optional<Duration> read(std::string_view text, const Duration*, const Bounds& bounds) {
  const auto duration = parse_duration(text, {});
  if (!duration || !within(duration->count(), bounds)) return std::nullopt;
  return *duration;
}

std::optional<Line> read(std::string_view text, const Line*, const Bounds& bounds) {
  auto line = Line::parse(text, {{},
                                 {},
                                 static_cast<std::size_t>(bounds.smallest),
                                 static_cast<std::size_t>(bounds.greatest)});
  return line ? std::optional{std::move(*line)} : std::nullopt;
}

std::optional<std::filesystem::path> read(std::string_view text, const std::filesystem::path*) {
  if (text.empty() || !is_plain(text)) return std::nullopt;
  return std::filesystem::path{text};
}

std::optional<Secret> read(std::string_view text, const Secret*) {
  if (text.empty() || !is_plain(text)) return std::nullopt;
  return Secret{std::string{text}};
}

/// The kernel's limit, `sockaddr_un::sun_path` with its end.
constexpr std::size_t kLongestSocketPath = 107;

std::optional<Endpoint> read(std::string_view text, const Endpoint*) {
  constexpr std::string_view scheme = "unix:";
  if (text.starts_with(scheme)) {
    const std::string_view path = text.substr(scheme.size());
    if (path.empty() || path.size() > kLongestSocketPath || !is_plain(path)) return std::nullopt;
    return Endpoint{{}, 0, path};
  }
  return read_endpoint(text, std::nullopt);
}

std::optional<WebAddress> read(std::string_view text, const WebAddress*) {
  const std::string_view scheme = text.starts_with("https://")  ? "https://"
                                  : text.starts_with("http://") ? "http://"
                                                                : "";
  if (scheme.empty()) return std::nullopt;
  const std::string_view rest = text.substr(scheme.size());
  const std::string_view path = rest.substr(std::min(rest.find('/'), rest.size()));
  const bool path_is_plain = std::all_of(path.begin(), path.end(), [](char c) {
    return is_host_name(std::string_view{&c, 1}) ||
           std::string_view{"/-._~%"}.find(c) != std::string_view::npos;
  });
  if (!read_endpoint(rest.substr(0, rest.size() - path.size()), 80) || !path_is_plain ||
      path.ends_with('/'))
    return std::nullopt;
  return WebAddress{std::string{text}};
}

std::optional<EmailAddress> read(std::string_view text, const EmailAddress*) {
  const auto address = EmailAddress::parse(text);
  return address ? std::optional{*address} : std::nullopt;
}

std::optional<Domain> read(std::string_view text, const Domain*) {
  const auto address = EmailAddress::parse("x@" + std::string{text});
  if (!address) return std::nullopt;
  return Domain{address->text().substr(2)};
}

std::optional<Networks> read(std::string_view text, const Networks*) {
  Networks networks;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    auto network = Network::parse(trimmed(one));
    if (!network) return std::nullopt;
    networks.ranges.push_back(std::move(*network));
  }
  return networks;
}

/// What stands before the last @ of an address, if it has one.
std::string_view user_of(std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : authority.substr(0, at);
}

std::optional<StoreUrl> read(std::string_view text, const StoreUrl*) {
  constexpr std::string_view sqlite = "sqlite:";
  constexpr std::string_view postgresql = "postgresql://";
  if (!is_plain(text)) return std::nullopt;
  if (text.starts_with(sqlite) && text.size() > sqlite.size())
    return StoreUrl{text.substr(sqlite.size()), {}};
  if (!text.starts_with(postgresql) || text.find("password") != std::string_view::npos)
    return std::nullopt;
  const std::string_view rest = text.substr(postgresql.size());
  if (user_of(rest.substr(0, rest.find_first_of("/?"))).find(':') != std::string_view::npos)
    return std::nullopt;
  return StoreUrl{{}, std::string{text}};
}

std::optional<MailRoute> read(std::string_view text, const MailRoute*) {
  constexpr std::string_view folder = "folder:";
  if (text.starts_with(folder)) {
    if (text.size() == folder.size() || !is_plain(text)) return std::nullopt;
    return MailRoute{MailRoute::Kind::folder, text.substr(folder.size()), {}};
  }
  const bool smtps = text.starts_with("smtps://");
  if (!smtps && !text.starts_with("smtp://")) return std::nullopt;
  const auto server = read_endpoint(text.substr(text.find("//") + 2), smtps ? 465 : 587);
  if (!server) return std::nullopt;
  return MailRoute{smtps ? MailRoute::Kind::smtps : MailRoute::Kind::smtp, {}, *server};
}

template <class T, std::size_t N>
std::optional<T> read_name(std::string_view text,
                           const std::array<std::pair<T, std::string_view>, N>& names) {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  return std::nullopt;
}

std::optional<Tls> read(std::string_view text, const Tls*) {
  return read_name(text, kTlsNames);
}

std::optional<Readers> read(std::string_view text, const Readers*) {
  return read_name(text, kReaderNames);
}

std::optional<LogLevel> read(std::string_view text, const LogLevel*) {
  return read_name(text, kLevelNames);
}

}  // namespace

std::string Endpoint::text() const {
  if (*this == Endpoint{}) return {};
  if (!unix_socket.empty()) return "unix:" + unix_socket.string();
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return name + ":" + std::to_string(port);
}

bool Endpoint::is_loopback() const {
  return is_loopback_host(host);
}

bool WebAddress::is_loopback() const {
  const std::string_view rest = std::string_view{text}.substr(text.find("//") + 2);
  const auto endpoint = read_endpoint(rest.substr(0, rest.find('/')), 80);
  return endpoint && endpoint->is_loopback();
}

std::string StoreUrl::text() const {
  return postgresql.empty() ? "sqlite:" + sqlite_file.string() : postgresql;
}

std::string MailRoute::text() const {
  if (kind == Kind::folder) return "folder:" + folder.string();
  return (kind == Kind::smtps ? "smtps://" : "smtp://") + server.text();
}

std::string_view name_of(Tls tls) {
  return kTlsNames.at(static_cast<std::size_t>(tls)).second;
}

std::string_view name_of(Readers readers) {
  return kReaderNames.at(static_cast<std::size_t>(readers)).second;
}

std::string_view name_of(LogLevel level) {
  return kLevelNames.at(static_cast<std::size_t>(level)).second;
}

Notation notation_of(const Slot& slot) {
  if (std::holds_alternative<bool*>(slot)) return Notation::boolean;
  if (std::holds_alternative<int*>(slot)) return Notation::integer;
  if (std::holds_alternative<Bytes*>(slot)) return Notation::integer_or_text;
  return Notation::text;
}

std::optional<std::string> assign(const Slot& slot, std::string_view text, const Bounds& bounds) {
  const bool done = std::visit(
      [&](auto* place) {
        auto value = [&] {
          if constexpr (requires { read(text, place, bounds); })
            return read(text, place, bounds);
          else
            return read(text, place);
        }();
        if (value) *place = std::move(*value);
        return value.has_value();
      },
      slot);
  if (done) return std::nullopt;
  return demand(slot, bounds);
}

bool take_over(const Slot& to, const Slot& from) {
  return std::visit(
      [&](auto* taker) {
        const auto& giver = *std::get<decltype(taker)>(from);
        if (*taker == giver) return false;
        *taker = giver;
        return true;
      },
      to);
}

}  // namespace postbag::config
