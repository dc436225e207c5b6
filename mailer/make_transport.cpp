#include "mailer/make_transport.h"

#include <charconv>
#include <string_view>

#include "mailer/folder_transport.h"

namespace postbag::mailer {
namespace {

struct Server {
  std::string host;
  int port = 0;
};

/// `host`, `host:port`, `[address]:port`, with nothing after; port 0 when it cannot be read.
Server parse_server(std::string_view text, int default_port) {
  if (text.ends_with('/')) text.remove_suffix(1);
  const std::size_t colon = text.ends_with(']') ? std::string_view::npos : text.rfind(':');
  if (colon == std::string_view::npos) return {std::string{text}, default_port};
  const std::string_view digits = text.substr(colon + 1);
  int port = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (problem != std::errc{} || end != digits.data() + digits.size()) port = 0;
  return {std::string{text.substr(0, colon)}, port};
}

Result<TransportFactory> make_smtp_factory(const TransportSettings& settings, const Clock& clock) {
  const bool implicit = settings.url.starts_with("smtps://");
  if (!settings.live)
    return fail("malformed_setting",
                "Set mailer.live = true as well to leave the sandbox, or mailer.transport = "
                "\"folder:var/outbox\" to stay in it.",
                "mailer.live");
  if (implicit && settings.tls == Tls::none)
    return fail(
        "malformed_setting",
        "Set mailer.tls to implicit for smtps://, or write smtp:// for a mail server on this "
        "machine without TLS.",
        "mailer.tls");
  const Tls tls = implicit ? Tls::implicit : settings.tls;
  const Server server = parse_server(std::string_view{settings.url}.substr(implicit ? 8 : 7),
                                     tls == Tls::implicit ? 465 : 587);
  const SmtpSettings smtp{server.host,
                          server.port,
                          tls,
                          settings.user,
                          settings.password,
                          settings.ca_file,
                          settings.hello_name,
                          settings.connect_timeout,
                          settings.total_timeout};
  if (const auto trial = make_smtp_transport(smtp, clock); !trial)
    return tl::unexpected(trial.error());
  return [smtp, &clock] { return make_smtp_transport(smtp, clock).value(); };
}

}  // namespace

Result<TransportFactory> make_transport(const TransportSettings& settings, const Clock& clock) {
  constexpr std::string_view folder = "folder:";
  if (settings.url.starts_with(folder) && settings.url.size() > folder.size())
    return [path = std::filesystem::path{settings.url.substr(folder.size())}, &clock] {
      return make_folder_transport(path, clock);
    };
  if (settings.url.starts_with("smtp://") || settings.url.starts_with("smtps://"))
    return make_smtp_factory(settings, clock);
  return fail("malformed_setting",
              "Write mailer.transport as folder:PATH, smtp://host:port or smtps://host:port.",
              "mailer.transport");
}

}  // namespace postbag::mailer
