#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/change.h"
#include "base/current.h"
#include "server/config/config.h"
#include "server/main/commands.h"
#include "server/main/metrics.h"

namespace postbag {

/// Takes everything anew that a running process can: all of it is read and checked first, and when
/// anything is wrong all stays as it was.
class Renewal {
 public:
  /// Reads and checks whatever depends on the configuration; its Change follows at once.
  using Prepare = std::function<Checked<Change>(const config::Config& config)>;

  /// `file`: where `in_force` was read from.
  Renewal(ConfigFile file, config::Config in_force, Metrics& metrics);

  /// Every error is a line of the log. Never throws.
  void reload(const Prepare& prepare);

  /// The configuration in force. Any thread may ask.
  [[nodiscard]] std::shared_ptr<const config::Config> config() const { return in_force_.get(); }

 private:
  void refuse(const std::vector<Error>& errors);
  [[nodiscard]] Checked<config::Renewed> take(const Prepare& prepare);

  const ConfigFile file_;
  Current<const config::Config> in_force_;
  Metrics& metrics_;
};

}  // namespace postbag
