#include "server/main/room_settings.h"

namespace postbag {

http::HttpSettings http_settings(const config::Config& config, const std::string& secret) {
  http::HttpSettings settings;
  settings.host = config.server.listen.host;
  settings.port = config.server.listen.port;
  settings.unix_socket = config.server.listen.unix_socket;
  settings.trusted_proxies = config.server.trusted_proxies.ranges;
  settings.threads = config.server.threads;
  settings.max_connections = config.server.max_connections;
  settings.max_connections_per_client = config.limits.connections;
  settings.max_body = static_cast<std::size_t>(config.server.max_body.count);
  settings.read_timeout = config.server.read_timeout;
  settings.base_url = config.server.base_url.text;
  settings.secret = secret;
  settings.service_name = config.server.service_name.text();
  settings.templates_folder = config.templates.folder;
  if (config.sandbox()) settings.sandbox_outbox = config.mailer.transport.folder;
  settings.letters_per_minute = config.limits.letters_per_minute;
  settings.letters_burst = config.limits.letters_burst;
  settings.lookups_per_second = config.limits.lookups_per_second;
  settings.lookups_burst = config.limits.lookups_burst;
  settings.confirmations_per_second = config.limits.confirmations_per_second;
  settings.confirmations_burst = config.limits.confirmations_burst;
  settings.keep_unconfirmed = config.letters.expire_after;
  settings.keep_text = config.letters.keep_text;
  settings.metrics = config.server.metrics == config::Readers::off   ? http::MetricsFor::nobody
                     : config.server.metrics == config::Readers::all ? http::MetricsFor::everybody
                                                                     : http::MetricsFor::loopback;
  return settings;
}

campaign::CorrespondenceSettings correspondence_settings(const config::Config& config,
                                                         const std::string& secret,
                                                         const campaign::Dissolution& dissolution) {
  return {config.server.base_url.text,
          config.mailer.from,
          config.letters.cancel_window,
          config.letters.expire_after,
          secret,
          dissolution};
}

Duration longest_untried(const config::Config& config) {
  return config.mailer.give_up_after + config.letters.keep_text;
}

campaign::Retention retention(const config::Config& config) {
  return {config.letters.expire_after, config.letters.keep_text, longest_untried(config)};
}

}  // namespace postbag
