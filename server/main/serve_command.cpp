#include <iostream>
#include <mutex>
#include <thread>

#include <malloc.h>
#include <sys/resource.h>

#include "base/log.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"
#include "server/http/server.h"
#include "server/main/commands.h"
#include "server/main/daemon.h"
#include "server/main/examples.h"
#include "server/main/housekeeper.h"
#include "server/main/mail_room.h"
#include "server/main/material.h"
#include "server/main/metrics.h"
#include "server/main/room_settings.h"
#include "server/main/sitting.h"
#include "server/main/watchdog.h"
#include "server/office/follow_ups.h"

namespace postbag {
namespace {

/// How stale the campaigns may be: an import by another process shows within this time.
constexpr Duration kCampaignsAge = std::chrono::seconds{1};
/// How late a question to a supporter may be, two weeks after their letter.
constexpr Duration kQuestionsAge = std::chrono::minutes{1};
/// The same for what staff say of Parliament.
constexpr Duration kParliamentAge = std::chrono::seconds{1};
constexpr Duration kMemoryKept = std::chrono::seconds{15};

/// Each connection is an open file, and the usual limit of 1,024 is only there for old programs
/// that use select().
void allow_many_open_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

/// The HTTP service, with the mailer inside it.
class Service {
 public:
  Service(Renewal& renewal, Metrics& metrics, Ledger& ledger, std::string secret)
      : renewal_(renewal),
        metrics_(metrics),
        ledger_(ledger),
        secret_(std::move(secret)),
        catalogue_(ledger.store),
        accounts_(ledger.staff, ledger.clock, ledger.rng, secret_),
        parliament_(ledger.office, ledger.clock),
        mail_room_(ledger, metrics) {}

  Checked<void> open() {
    const config::Config& config = *renewal_.config();
    auto material = Material::load(config);
    if (!material) return tl::unexpected(std::move(material.error()));
    material_.replace(std::make_shared<const Material>(*material));
    const Sitting now = parliament_.over(material->data_set);
    server_.emplace(
        correspondence(config, *material, now), catalogue_, accounts_, ledger_.office,
        ledger_.clock, http_settings(config, secret_), metrics_.http,
        http::Probes{[this] { return mailer_works(); }, [this] { return metrics_text(); },
                     [this] { return mailer_pauses(); }, [this] { refresh_parliament(); }});
    if (auto listening = server_->listen(); !listening) return listening;
    if (!config.mailer.embedded) return {};
    const auto mail = mail_room_.prepare(config, now);
    if (!mail) return tl::unexpected(std::vector{mail.error()});
    (*mail)();
    return {};
  }

  void serve(const Signals& signals) {
    const ServiceManager manager;
    const Tidying tidying{ledger_.store, renewal_};
    const Housekeeper catalogue{"catalogue.refresh_failed", [this] { catalogue_.refresh(); },
                                [] { return kCampaignsAge; }};
    const Housekeeper questions{"follow_up.failed", [this] { ask_supporters(); },
                                [] { return kQuestionsAge; }};
    const Housekeeper parliament{"parliament.refresh_failed", [this] { refresh_parliament(); },
                                 [] { return kParliamentAge; }};
    // glibc keeps what a crowd's requests took until it is asked to give it back.
    const Housekeeper memory{"memory.trim_failed", [] { malloc_trim(0); },
                             [] { return kMemoryKept; }};
    const std::jthread front{[this](const std::stop_token& stop) {
      const std::stop_callback stops{stop, [this] { server_->stop(); }};
      server_->run();
    }};
    {
      // Ends before the front and the mail room do: they are not well once they are asked to stop.
      const Watchdog watchdog{manager, [this] {
                                ledger_.store.wait_for_writer();
                                return server_->answers();
                              }};
      greet();
      serve_until_stopped(
          signals, manager, renewal_,
          [this](const config::Config& config) {
            return prepared_alone(changing_, [&] { return prepare(config); });
          },
          [this] { return "Serving with " + material_.get()->data_set->description(); });
    }
    server_->stop();
    mail_room_.stop();
  }

 private:
  std::shared_ptr<campaign::Correspondence> correspondence(const config::Config& config,
                                                           const Material& material,
                                                           const Sitting& now) {
    return std::make_shared<campaign::Correspondence>(
        ledger_.store, catalogue_, now.data_set, material.wording, ledger_.clock, ledger_.rng,
        correspondence_settings(config, secret_, now.dissolution), metrics_.letters);
  }

  /// Pages, API and mailer go over to what staff say of Parliament by now.
  void refresh_parliament() {
    const std::lock_guard lock{changing_};
    const auto material = material_.get();
    if (!parliament_.changed(*material->data_set)) return;
    const Sitting now = parliament_.over(material->data_set);
    const auto config = renewal_.config();
    server_->replace(correspondence(*config, *material, now));
    if (config->mailer.embedded) mail_room_.replace(now);
    log(LogLevel::info, "parliament.taken_over");
  }

  /// Whether their MPs replied, where the campaign asks so.
  void ask_supporters() {
    const auto material = material_.get();
    // About the MP that the letter went to, whoever holds the seat by now.
    const auto published = correspondence(*renewal_.config(), *material, {material->data_set, {}});
    office::FollowUps questions{ledger_.office, catalogue_, *published, ledger_.clock, ledger_.rng};
    if (questions.ask_due() > 0) ledger_.store.wake();
  }

  Checked<Change> prepare(const config::Config& config) {
    std::vector<Error> errors;
    const auto material = Material::load(config);
    if (!material) add(errors, material.error());
    // With the old material, for the sake of what may be wrong with the pages.
    const Material& usable = material ? *material : *material_.get();
    const Sitting now = parliament_.over(usable.data_set);
    auto pages =
        server_->prepare(correspondence(config, usable, now), http_settings(config, secret_));
    if (!pages) add(errors, pages.error());
    Result<Change> mail = Change{[] {}};
    if (config.mailer.embedded) mail = mail_room_.prepare(config, now);
    if (!mail) add(errors, mail.error());
    if (!errors.empty()) return tl::unexpected(std::move(errors));
    return [this, material = std::make_shared<const Material>(*material), mail = std::move(*mail),
            pages = std::move(*pages)] {
      mail();
      pages();
      material_.replace(material);
    };
  }

  [[nodiscard]] bool mailer_works() const {
    return !renewal_.config()->mailer.embedded || mail_room_.works();
  }

  /// Nothing where another process sends.
  [[nodiscard]] std::optional<bool> mailer_pauses() const {
    if (!renewal_.config()->mailer.embedded) return std::nullopt;
    return mail_room_.pauses();
  }

  [[nodiscard]] std::string metrics_text() {
    const auto material = material_.get();
    return metrics_.text({ledger_, *material->data_set, mailer_works(), mail_room_.pauses()});
  }

  void greet() const {
    const auto config = renewal_.config();
    std::cout << "Postbag is ready: open " << config->server.base_url.text << '\n';
    if (config->sandbox())
      std::cout << "This is the sandbox: no mail leaves this machine. Read it at "
                << config->server.base_url.text << "/sandbox/outbox\n";
    std::cout << std::flush;
  }

  Renewal& renewal_;
  Metrics& metrics_;
  Ledger& ledger_;
  const std::string secret_;
  campaign::Catalogue catalogue_;
  staff::Accounts accounts_;
  Current<const Material> material_;
  /// One thing at a time replaces editions: a reload, or what staff say of Parliament.
  std::mutex changing_;
  ParliamentWatch parliament_;  ///< guarded by changing_
  MailRoom mail_room_;
  std::optional<http::HttpServer> server_;
};

}  // namespace

int serve(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const Signals signals;
  allow_many_open_files();
  Metrics metrics;
  const auto ledger = open_ledger(*config);
  if (!ledger) return give_up(ledger.error());
  const auto secret = read_or_make_secret(config->server.secret_file);
  if (!secret) return give_up(secret.error());
  if (auto known = check_secret((*ledger)->store, *secret, config->server.secret_file); !known)
    return give_up(known.error());
  if (auto imported = import_examples(*config, (*ledger)->store); !imported)
    return give_up(imported.error());
  Renewal renewal{file, *config, metrics};
  Service service{renewal, metrics, **ledger, *secret};
  if (auto opened = service.open(); !opened) return give_up(opened.error());
  if (!(*ledger)->store.writable())
    std::cerr << "postbag: warning: no letter can be stored now: the disk of the database is full, "
                 "nearly full (32 MB must be left) or read-only.\n";
  service.serve(signals);
  return kDone;
}

}  // namespace postbag
