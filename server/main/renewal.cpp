#include "server/main/renewal.h"

#include <exception>

#include "base/failure.h"
#include "base/log.h"
#include "server/main/installation.h"

namespace postbag {

Renewal::Renewal(ConfigFile file, config::Config in_force, Metrics& metrics)
    : file_(std::move(file)),
      in_force_(std::make_shared<const config::Config>(std::move(in_force))),
      metrics_(metrics) {}

void Renewal::reload(const Prepare& prepare) {
  log(LogLevel::info, "reload.begun");
  try {
    const auto taken = take(prepare);
    if (!taken) return refuse(taken.error());
    for (const std::string& setting : taken->needs_restart)
      log(LogLevel::warning, "reload.needs_restart", {{"setting", setting}});
    set_log_level(taken->config.log.level);
    in_force_.replace(std::make_shared<const config::Config>(taken->config));
    metrics_.reloads.add();
    log(LogLevel::info, "reload.done");
  } catch (const std::exception& problem) {
    refuse({{"reload_failed",
             "The machine has no memory or no thread left for it (" + failure_name(problem) +
                 "): free some and reload again.",
             {}}});
  }
}

void Renewal::refuse(const std::vector<Error>& errors) {
  for (const Error& error : errors)
    log(LogLevel::error, "reload.refused",
        {{"code", error.code}, {"field", error.field}, {"problem", error.message}});
  metrics_.refused_reloads.add();
}

/// What is in force from now on.
Checked<config::Renewed> Renewal::take(const Prepare& prepare) {
  auto fresh = load_config(file_);
  if (!fresh) return tl::unexpected(std::move(fresh.error()));
  auto renewed = config::renew(*in_force_.get(), std::move(*fresh));
  if (!renewed) return renewed;
  auto change = prepare(renewed->config);
  if (!change) return tl::unexpected(std::move(change.error()));
  (*change)();
  return renewed;
}

}  // namespace postbag
