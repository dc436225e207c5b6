#include <csignal>
#include <iostream>
#include <thread>

#include <sys/resource.h>

#include "base/log.h"
#include "base/time_text.h"
#include "mailer/crew.h"
#include "mailer/make_transport.h"
#include "mailer/owner.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"
#include "server/http/server.h"
#include "server/main/commands.h"
#include "server/main/housekeeper.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"

namespace postbag {
namespace {

/// SIGTERM and SIGINT, kept from every thread and waited for by one. To be made before the first
/// thread starts.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    // A reader that went away is an error of that write, not our end. Only an unknown signal's
    // number could be refused.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  }
  void wait() const {
    int number = 0;
    sigwait(&signals_, &number);
    log(LogLevel::info, "stopping", {{"signal", std::int64_t{number}}});
  }

 private:
  sigset_t signals_{};
};

/// Each connection is an open file, and the usual limit of 1,024 is only there for old programs
/// that use select().
void allow_many_open_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

/// How long a letter may wait of which no mail server ever said anything: as long as others are
/// tried, and then as long as a text is kept.
Duration longest_untried(const config::Config& config) {
  return config.mailer.give_up_after + config.letters.keep_text;
}

/// Where `data_set` answers who a mail is for, until the next one is loaded.
mailer::Delivery delivery(const config::Config& config, Ledger& ledger,
                          std::shared_ptr<const data::DataSet> data_set) {
  mailer::RetrySettings retry;
  retry.shortest = config.mailer.retry_shortest;
  retry.longest = config.mailer.retry_longest;
  retry.give_up_after = config.mailer.give_up_after;
  retry.give_up_untried_after = longest_untried(config);
  mailer::WorkerSettings worker;
  worker.batch = config.mailer.batch;
  worker.lease = config.mailer.lease;
  const Line name =
      Line::parse(config.server.service_name, {"server.service_name", "the service's name", 0, 200})
          .value();
  return {ledger.store,
          ledger.clock,
          ledger.rng,
          [data_set = std::move(data_set)](const mailer::Job& job) {
            return campaign::address(job, *data_set);
          },
          {config.mailer.from, name, config.mailer.from, config.mailer.bounce_domain.text},
          retry,
          worker};
}

Result<mailer::TransportFactory> transports(const config::Config& config, const Clock& clock) {
  mailer::TransportSettings settings;
  settings.url = config.mailer.transport.text();
  settings.live = config.mailer.live;
  settings.tls = config.mailer.tls == config::Tls::none       ? mailer::Tls::none
                 : config.mailer.tls == config::Tls::implicit ? mailer::Tls::implicit
                                                              : mailer::Tls::starttls;
  settings.user = config.mailer.user;
  settings.password = config.mailer.password.reveal();
  settings.ca_file = config.mailer.ca_file;
  settings.total_timeout = config.mailer.timeout;
  settings.connect_timeout = std::min<Duration>(settings.connect_timeout, config.mailer.timeout);
  return mailer::make_transport(settings, clock);
}

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
  settings.service_name = config.server.service_name;
  settings.templates_folder = config.templates.folder;
  if (config.sandbox()) settings.sandbox_outbox = config.mailer.transport.folder;
  settings.letters_per_minute = config.limits.letters_per_minute;
  settings.letters_burst = config.limits.letters_burst;
  settings.lookups_per_second = config.limits.lookups_per_second;
  settings.lookups_burst = config.limits.lookups_burst;
  settings.keep_unconfirmed = config.letters.expire_after;
  settings.keep_text = config.letters.keep_text;
  return settings;
}

campaign::CorrespondenceSettings correspondence_settings(const config::Config& config,
                                                         const std::string& secret) {
  return {config.server.base_url.text, config.mailer.from, config.letters.cancel_window,
          config.letters.expire_after, secret};
}

/// So that a newcomer has something to try: the examples, into a sandbox that has no campaign yet.
Checked<void> import_examples(const config::Config& config, campaign::Store& store) {
  if (!config.sandbox() || !store.campaigns().empty()) return {};
  for (const auto& entry :
       std::filesystem::directory_iterator(config.templates.folder / "campaigns")) {
    if (entry.path().extension() != ".toml") continue;
    if (auto imported = campaign::import_campaign(store, entry.path()); !imported)
      return tl::unexpected(std::move(imported.error()));
  }
  return {};
}

template <class Problem>
int give_up(const Problem& problem) {
  complain(problem);
  return kFailed;
}

/// What `serve` and `mailer` begin with: the log's level, the data
/// set, the ledger.
struct Foundation {
  std::shared_ptr<const data::DataSet> data_set;
  std::unique_ptr<Ledger> ledger;
  mailer::TransportFactory transports;
};

Result<Foundation> lay_foundation(const config::Config& config) {
  set_log_level(config.log.level);
  Foundation foundation;
  auto data_set = data::DataSet::load(config.data.folder);
  if (!data_set) return tl::unexpected(data_set.error());
  foundation.data_set = std::move(*data_set);
  auto ledger = Ledger::open(config, config.server.migrate);
  if (!ledger) return tl::unexpected(ledger.error());
  foundation.ledger = std::move(*ledger);
  foundation.ledger->store.end_leases(mailer::is_gone);
  auto made = transports(config, foundation.ledger->clock);
  if (!made) return tl::unexpected(made.error());
  foundation.transports = std::move(*made);
  return foundation;
}

campaign::Retention retention(const config::Config& config) {
  return {config.letters.expire_after, config.letters.keep_text, longest_untried(config)};
}

int serve(const config::Config& config, const StopSignals& signals) {
  allow_many_open_files();
  auto foundation = lay_foundation(config);
  if (!foundation) return give_up(foundation.error());
  Ledger& ledger = *foundation->ledger;
  const auto secret = read_or_make_secret(config.server.secret_file);
  if (!secret) return give_up(secret.error());
  auto mails = templates::Mails::load(config.templates.folder / "mails");
  if (!mails) return give_up(mails.error());
  if (auto imported = import_examples(config, ledger.store); !imported)
    return give_up(imported.error());

  campaign::Catalogue catalogue{ledger.store, ledger.clock};
  campaign::Correspondence correspondence{
      ledger.store,
      catalogue,
      foundation->data_set,
      std::make_shared<const templates::Mails>(std::move(*mails)),
      ledger.clock,
      ledger.rng,
      correspondence_settings(config, *secret)};
  http::HttpServer server{correspondence, catalogue, ledger.clock, http_settings(config, *secret)};
  if (auto listening = server.listen(); !listening) return give_up(listening.error());

  Housekeeper housekeeper{ledger.store, retention(config), config.mailer.lease};
  std::optional<mailer::Crew> crew;
  if (config.mailer.embedded)
    crew.emplace(delivery(config, ledger, foundation->data_set), foundation->transports,
                 config.mailer.sessions);
  std::jthread front{[&] { server.run(); }};
  std::cout << "Postbag is ready: open " << config.server.base_url.text << '\n';
  if (config.sandbox())
    std::cout << "This is the sandbox: no mail leaves this machine. Read it at "
              << config.server.base_url.text << "/sandbox/outbox\n";
  std::cout << std::flush;
  signals.wait();
  server.stop();
  return kDone;
}

}  // namespace

int serve(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const StopSignals signals;
  return serve(*config, signals);
}

int run_mailer(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const StopSignals signals;
  auto foundation = lay_foundation(*config);
  if (!foundation) return give_up(foundation.error());
  const Housekeeper housekeeper{foundation->ledger->store, retention(*config),
                                config->mailer.lease};
  const mailer::Crew crew{delivery(*config, *foundation->ledger, foundation->data_set),
                          foundation->transports, config->mailer.sessions};
  std::cout << "Postbag's mailer is ready: " << config->mailer.sessions << " sessions to "
            << config->mailer.transport.text() << std::endl;
  signals.wait();
  return kDone;
}

}  // namespace postbag
