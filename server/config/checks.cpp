#include "server/config/checks.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <system_error>

namespace postbag::config {
namespace {

bool is_example_domain(std::string_view domain) {
  // RFC 2606 and RFC 6761: names that never belong to anybody. `test` is left for tests.
  constexpr std::array<std::string_view, 5> names{"example.org", "example.com", "example.net",
                                                  "example", "invalid"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return domain == name || (domain.ends_with(name) && domain.size() > name.size() &&
                              domain[domain.size() - name.size() - 1] == '.');
  });
}

std::string domain_of(const EmailAddress& address) {
  return address.text().substr(address.text().rfind('@') + 1);
}

/// `name` beside the program, else where an installation keeps it, else, for a program that runs in
/// the build/<preset> of a source tree, `in_sources` of that tree; the first when none is there. A
/// build has folders of these names too, so a folder counts when it holds `mark`.
std::filesystem::path bundled_folder(const std::filesystem::path& program_folder,
                                     std::string_view name, std::string_view in_sources,
                                     std::string_view mark) {
  std::filesystem::path beside = program_folder / name;
  const std::filesystem::path up = program_folder.parent_path();
  for (const auto& folder :
       {beside, up / "share" / "postbag" / name, up.parent_path() / in_sources}) {
    std::error_code problem;
    if (std::filesystem::exists(folder / mark, problem)) return folder;
  }
  return beside;
}

class Checker {
 public:
  explicit Checker(const Origins& origins) : origins_(origins) {}

  /// Notes an error unless one of the settings could not be read, or all is well. The first is the
  /// one to change.
  void require(bool well, std::initializer_list<std::string_view> settings,
               std::string_view message) {
    const bool readable = std::none_of(settings.begin(), settings.end(), [&](auto name) {
      return origins_.faulty.contains(std::string{name});
    });
    if (well || !readable) return;
    const std::string name{*settings.begin()};
    errors_.push_back({"conflicting_values", place_of(settings) + std::string{message}, name});
  }

  std::vector<Error> take() { return std::move(errors_); }

 private:
  /// Where the first of the settings that anybody wrote stands.
  std::string place_of(std::initializer_list<std::string_view> settings) const {
    for (const std::string_view setting : settings) {
      const auto found = origins_.places.find(std::string{setting});
      if (found != origins_.places.end()) return found->second + ": ";
    }
    return {};
  }

  const Origins& origins_;
  std::vector<Error> errors_;
};

void check_route(const Config& config, Checker& checker) {
  const MailRoute& route = config.mailer.transport;
  const bool sandbox = config.sandbox();
  checker.require(sandbox || config.mailer.live, {"mailer.live", "mailer.transport"},
                  "mailer.live must be true to send mail through a mail server; leave "
                  "mailer.transport out to stay in the sandbox.");
  checker.require(!sandbox || !config.mailer.live, {"mailer.live", "mailer.transport"},
                  "mailer.live is true but mailer.transport is a folder, so nobody would get a "
                  "letter; give a mail server, like \"smtp://mail.example.org:587\".");
  checker.require(config.mailer.tls != Tls::none || sandbox || route.server.is_loopback(),
                  {"mailer.tls", "mailer.transport"},
                  "mailer.tls may be \"none\" only to a mail server on this machine, like "
                  "\"smtp://127.0.0.1:25\"; use \"starttls\" or \"implicit\".");
  checker.require(route.kind != MailRoute::Kind::smtps || config.mailer.tls == Tls::implicit,
                  {"mailer.tls", "mailer.transport"},
                  "mailer.tls must be \"implicit\" with smtps://; leave it out, or write smtp://.");
  const bool user = !config.mailer.user.empty();
  const bool password = !config.mailer.password.empty();
  checker.require(!user || password, {"mailer.user", "mailer.password"},
                  "mailer.user needs mailer.password_file (or mailer.password).");
  checker.require(!password || user, {"mailer.password", "mailer.user"},
                  "mailer.password needs mailer.user.");
  checker.require(!user || config.mailer.tls != Tls::none, {"mailer.tls", "mailer.user"},
                  "mailer.tls may not be \"none\" when a password is sent.");
}

/// Without a host, libpq goes to the Unix socket of this machine.
bool is_on_this_machine(const StoreUrl& url) {
  constexpr std::string_view scheme = "postgresql://";
  const std::string_view rest = std::string_view{url.postgresql}.substr(scheme.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  const std::string_view host_and_port = authority.substr(authority.rfind('@') + 1);
  const std::size_t bracket = host_and_port.find(']');
  const std::string_view host = host_and_port.substr(
      0, host_and_port.find(':', bracket == std::string_view::npos ? 0 : bracket));
  if (host.empty()) return rest.find("host=") == rest.find("host=/");
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

/// libpq's own default lets anyone between the two turn encryption off.
void check_store(const Config& config, Checker& checker) {
  const StoreUrl& url = config.store.url;
  const bool server = !url.postgresql.empty();
  checker.require(
      !server || is_on_this_machine(url) || url.postgresql.find("sslmode=") != std::string::npos,
      {"store.url"},
      "store.url must say how PostgreSQL on another machine is spoken to: add "
      "?sslmode=verify-full (and sslrootcert=…), or a weaker sslmode that you chose.");
}

void check_live(const Config& config, Checker& checker) {
  if (!config.mailer.live) return;
  checker.require(!is_example_domain(domain_of(config.mailer.from)), {"mailer.from", "mailer.live"},
                  "mailer.from must be an address at a domain of your own when mailer.live is "
                  "true: example.org, example.com, example.net and names that end in .example or "
                  ".invalid are reserved and belong to nobody.");
  checker.require(
      config.mailer.bounce_domain.text == domain_of(config.mailer.from) ||
          !is_example_domain(config.mailer.bounce_domain.text),
      {"mailer.bounce_domain", "mailer.from", "mailer.live"},
      "mailer.bounce_domain must be a domain of your own when mailer.live is true: "
      "example.org, example.com, example.net and names that end in .example or .invalid "
      "are reserved and belong to nobody.");
  checker.require(
      config.server.base_url.is_https() || config.server.base_url.is_loopback(),
      {"server.base_url", "server.listen", "mailer.live"},
      "server.base_url must begin with https:// when mailer.live is true: it is where the links "
      "in mails lead.");
}

}  // namespace

void derive(Config& config, const Origins& origins, const std::filesystem::path& program_folder) {
  const auto given = [&](const char* name) { return origins.places.contains(name); };
  if (!given("server.base_url") && config.server.listen.unix_socket.empty())
    config.server.base_url.text = "http://" + config.server.listen.text();
  if (!given("mailer.tls") && config.mailer.transport.kind == MailRoute::Kind::smtps)
    config.mailer.tls = Tls::implicit;
  if (!given("mailer.bounce_domain"))
    config.mailer.bounce_domain.text = domain_of(config.mailer.from);
  if (!given("letters.cancel_window") && config.sandbox())
    config.letters.cancel_window = Duration::zero();
  if (!given("data.folder"))
    config.data.folder = bundled_folder(program_folder, "data", "data/set", "constituencies.csv");
  if (!given("templates.folder"))
    config.templates.folder = bundled_folder(program_folder, "templates", "templates", "campaigns");
}

std::vector<Error> conflicts(const Config& config, const Origins& origins) {
  Checker checker{origins};
  check_store(config, checker);
  check_route(config, checker);
  check_live(config, checker);
  checker.require(config.server.listen.unix_socket.empty() || !config.server.base_url.text.empty(),
                  {"server.base_url", "server.listen"},
                  "server.base_url must be given when server.listen is a Unix socket: it is where "
                  "the proxy answers.");
  checker.require(
      config.mailer.lease > 2 * config.mailer.timeout, {"mailer.lease", "mailer.timeout"},
      "mailer.lease must be longer than twice mailer.timeout, or a letter could be sent "
      "twice.");
  checker.require(config.mailer.retry_longest >= config.mailer.retry_shortest,
                  {"mailer.retry_longest", "mailer.retry_shortest"},
                  "mailer.retry_longest must be at least mailer.retry_shortest.");
  return checker.take();
}

}  // namespace postbag::config
