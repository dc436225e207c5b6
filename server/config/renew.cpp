#include "server/config/checks.h"
#include "server/config/config.h"
#include "server/config/options.h"

namespace postbag::config {

Checked<Renewed> renew(const Config& in_force, Config fresh) {
  Config kept = in_force;
  Renewed renewed{std::move(fresh), {}};
  for (const Option& option : options())
    if (option.at_start && take_over(option.slot(renewed.config), option.slot(kept)))
      renewed.needs_restart.push_back(option.name());
  auto errors = conflicts(renewed.config, {});
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return renewed;
}

}  // namespace postbag::config
