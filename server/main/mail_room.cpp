#include "server/main/mail_room.h"

#include "mailer/make_transport.h"
#include "server/campaign/recipient.h"
#include "server/main/room_settings.h"
#include "server/office/made_up.h"

namespace postbag {
namespace {

Result<mailer::TransportFactory> transports(const config::Config& config, const Clock& clock) {
  mailer::TransportSettings settings;
  settings.url = config.mailer.transport.text();
  settings.live = config.mailer.live;
  settings.tls = config.mailer.tls == config::Tls::none       ? mailer::Tls::none
                 : config.mailer.tls == config::Tls::implicit ? mailer::Tls::implicit
                                                              : mailer::Tls::starttls;
  settings.user = config.mailer.user.text();
  settings.password = config.mailer.password.reveal();
  settings.ca_file = config.mailer.ca_file;
  settings.total_timeout = config.mailer.timeout;
  settings.connect_timeout = std::min<Duration>(settings.connect_timeout, config.mailer.timeout);
  return mailer::make_transport(settings, clock);
}

mailer::Delivery delivery(const config::Config& config, Ledger& ledger, Metrics& metrics,
                          mailer::Addressing addressing) {
  mailer::RetrySettings retry;
  retry.shortest = config.mailer.retry_shortest;
  retry.longest = config.mailer.retry_longest;
  retry.give_up_after = config.mailer.give_up_after;
  retry.give_up_untried_after = longest_untried(config);
  mailer::WorkerSettings worker;
  worker.batch = config.mailer.batch;
  worker.lease = config.mailer.lease;
  mailer::Delivery made{ledger.store,
                        ledger.clock,
                        ledger.rng,
                        std::move(addressing),
                        {config.mailer.from, config.server.service_name, config.mailer.from,
                         config.mailer.bounce_domain.text},
                        retry,
                        worker};
  made.marks = config.mailer.marks;
  made.attempted = [&metrics](const mailer::Job& job, const mailer::Attempt& attempt) {
    metrics.count_attempt(job, attempt);
  };
  return made;
}

}  // namespace

/// One crew, and what it was made from.
struct MailRoom::Sessions {
  Sessions(const config::Config& config, mailer::Delivery delivery,
           const mailer::TransportFactory& factory)
      : settings(config.mailer),
        service_name(config.server.service_name),
        untried(longest_untried(config)),
        crew(std::move(delivery), factory, settings.sessions) {}

  const config::Config::Mailer settings;
  const Line service_name;
  const Duration untried;
  mailer::Crew crew;

  [[nodiscard]] bool fits(const config::Config& config) const {
    return settings == config.mailer && service_name == config.server.service_name &&
           untried == longest_untried(config);
  }
};

Result<Change> MailRoom::prepare(const config::Config& config, Sitting sitting) {
  if (config.mailer.live && office::is_made_up(ledger_.office))
    return fail("made_up_ledger",
                "This ledger holds a made-up year (postbag sandbox fill), whose letters must never "
                "leave. Name another in store.url, or leave mailer.live false.",
                "store.url");
  auto factory = transports(config, ledger_.clock);
  if (!factory) return tl::unexpected(factory.error());
  auto made =
      delivery(config, ledger_, metrics_, [this](const mailer::Job& job) { return address(job); });
  auto next = std::make_shared<const Sitting>(std::move(sitting));
  return [this, config, next = std::move(next), factory = std::move(*factory),
          delivery = std::move(made)] {
    const auto before = sessions_.get();
    // The first crew needs one; a later one may begin with the one before.
    if (!before) sitting_.replace(next);
    if (!before || !before->fits(config))
      change_crew(std::make_shared<Sessions>(config, delivery, factory));
    sitting_.replace(next);
  };
}

void MailRoom::replace(Sitting sitting) {
  sitting_.replace(std::make_shared<const Sitting>(std::move(sitting)));
}

Result<mailer::Recipient> MailRoom::address(const mailer::Job& job) const {
  const auto sitting = sitting_.get();
  return campaign::address(job, *sitting->data_set,
                           sitting->dissolution.covers(ledger_.clock.now()));
}

void MailRoom::change_crew(std::shared_ptr<Sessions> next) {
  ending_.remove_if([](const std::future<void>& end) {
    return end.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
  });
  if (const auto before = sessions_.get())
    ending_.push_back(std::async(std::launch::async, [before] { before->crew.stop(); }));
  sessions_.replace(std::move(next));
}

/// No session takes as long as a lease over one thing: mailer.lease is longer than two attempts.
bool MailRoom::works() const {
  const auto sessions = sessions_.get();
  return sessions && sessions->crew.works(sessions->settings.lease);
}

bool MailRoom::pauses() const {
  const auto sessions = sessions_.get();
  return sessions && sessions->crew.pauses();
}

void MailRoom::stop() {
  if (const auto sessions = sessions_.get()) sessions->crew.stop();
  ending_.clear();
}

}  // namespace postbag
