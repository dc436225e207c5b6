#include <iostream>
#include <mutex>

#include "data/data_set.h"
#include "server/http/probe_server.h"
#include "server/main/commands.h"
#include "server/main/daemon.h"
#include "server/main/mail_room.h"
#include "server/main/metrics.h"
#include "server/main/sitting.h"
#include "server/main/watchdog.h"

namespace postbag {
namespace {

/// How stale what staff say of Parliament may be.
constexpr Duration kParliamentAge = std::chrono::seconds{1};

}  // namespace

int run_mailer(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const Signals signals;
  Metrics metrics;
  const auto ledger = open_ledger(*config);
  if (!ledger) return give_up(ledger.error());
  Renewal renewal{file, *config, metrics};
  MailRoom mail_room{**ledger, metrics};
  ParliamentWatch parliament{(*ledger)->office, (*ledger)->clock};
  std::shared_ptr<const data::DataSet> published;
  // Guards the two: a reload and what staff say of Parliament change them.
  std::mutex changing;
  const auto prepare = [&](const config::Config& settings) {
    return prepared_alone(changing, [&]() -> Checked<Change> {
      auto loaded = data::DataSet::load(settings.data.folder);
      if (!loaded) return tl::unexpected(std::vector{loaded.error()});
      auto change = mail_room.prepare(settings, parliament.over(*loaded));
      if (!change) return tl::unexpected(std::vector{change.error()});
      return [&published, loaded = std::move(*loaded), change = std::move(*change)] {
        change();
        published = loaded;
      };
    });
  };
  auto begin = prepare(*config);
  if (!begin) return give_up(begin.error());
  const ServiceManager manager;
  const Tidying tidying{(*ledger)->store, renewal};
  (*begin)();
  begin = Change{};  // nothing else could change before it is gone
  const Housekeeper watching{"parliament.refresh_failed",
                             [&] {
                               const std::lock_guard lock{changing};
                               if (parliament.changed(*published))
                                 mail_room.replace(parliament.over(published));
                             },
                             [] { return kParliamentAge; }};
  http::ProbeServer probes{
      {[&] { return mail_room.works() && !mail_room.pauses() && (*ledger)->store.writable(); },
       [&] {
         return metrics.text(
             {**ledger, *mail_room.data_set(), mail_room.works(), mail_room.pauses()});
       }}};
  if (const config::Endpoint& at = config->mailer.probes; at != config::Endpoint{}) {
    const auto answering =
        at.unix_socket.empty() ? probes.start(at.host, at.port) : probes.start(at.unix_socket);
    if (!answering) return give_up(answering.error());
  }
  const Watchdog watchdog{manager, [&] {
                            (*ledger)->store.wait_for_writer();
                            return mail_room.works();
                          }};
  std::cout << "Postbag's mailer is ready: " << config->mailer.sessions << " sessions to "
            << config->mailer.transport.text() << std::endl;
  serve_until_stopped(signals, manager, renewal, prepare,
                      [&] { return "Sending to " + renewal.config()->mailer.transport.text(); });
  mail_room.stop();
  return kDone;
}

}  // namespace postbag
