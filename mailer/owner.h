#pragma once

#include <string>
#include <string_view>

#include "base/rng.h"

namespace postbag::mailer {

/// A name that no other worker of any process has, for its leases: `host:space.process:token`,
/// where the space is that of the process numbers (pid_namespaces(7)): containers on one machine
/// may share its name and not its numbers. Throws what `rng` throws.
[[nodiscard]] std::string make_owner(Rng& rng);

/// Whether a lease's owner was a worker among the processes that this one can see, and has ended:
/// then its leases need not run out first. To be asked before this process makes owners of its own.
/// False when in doubt.
[[nodiscard]] bool is_gone(std::string_view owner);

/// Whether the owner's machine has, or had, the name of this one.
[[nodiscard]] bool is_of_this_host(std::string_view owner);

}  // namespace postbag::mailer
