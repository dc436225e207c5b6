#include "server/main/daemon.h"

#include <algorithm>

#include "base/log.h"
#include "mailer/dot_mark.h"
#include "mailer/owner.h"
#include "server/main/room_settings.h"

namespace postbag {
namespace {

constexpr Duration kLongestUntidied = std::chrono::seconds{30};

void tidy(campaign::Store& store, const config::Config& config) {
  const campaign::Tidied done = store.tidy(retention(config));
  if (done.given_up > 0)
    log(LogLevel::error, "letters.given_up",
        {{"reason", "never_tried"}, {"letters", done.given_up}});
  if (done.recovered + done.uncertain + done.expired + done.purged == 0) return;
  log(LogLevel::info, "store.tidied",
      {{"recovered", done.recovered},
       {"uncertain", done.uncertain},
       {"expired", done.expired},
       {"purged", done.purged}});
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_ledger(const config::Config& config) {
  set_log_level(config.log.level);
  return Ledger::open(config, config.server.migrate).map([&](std::unique_ptr<Ledger> ledger) {
    const std::filesystem::path& marks = config.mailer.marks;
    const auto is_gone = [&](std::string_view owner) {
      return mailer::is_gone(owner) ||
             (mailer::is_of_this_host(owner) && mailer::DotMark::is_let_go(marks, owner));
    };
    ledger->store.end_leases(is_gone, [&](std::string_view owner, std::int64_t letter) {
      return mailer::DotMark::may_have_gone_out(marks, owner, letter);
    });
    mailer::DotMark::sweep(marks, is_gone);
    return ledger;
  });
}

Tidying::Tidying(campaign::Store& store, const Renewal& renewal)
    : housekeeper_(
          "store.tidy_failed", [&store, &renewal] { tidy(store, *renewal.config()); },
          [&renewal] { return std::min(kLongestUntidied, renewal.config()->mailer.lease / 2); }) {}

void serve_until_stopped(const Signals& signals, const ServiceManager& manager, Renewal& renewal,
                         const Renewal::Prepare& prepare,
                         const std::function<std::string()>& status) {
  manager.ready(status());
  while (signals.wait() == Signals::Wish::reload) {
    manager.reloading();
    renewal.reload(prepare);
    manager.ready(status());
  }
  manager.stopping();
}

}  // namespace postbag
