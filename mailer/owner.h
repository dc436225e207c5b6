#pragma once

#include <string>
#include <string_view>

#include "base/rng.h"

namespace postbag::mailer {

/// A name that no other worker of any process has, for its leases: `host:process:token`. Throws
/// what `rng` throws.
[[nodiscard]] std::string make_owner(Rng& rng);

/// Whether a lease's owner was a worker of this machine whose process has ended: then its leases
/// need not run out first. To be asked before this process makes owners of its own, because a
/// restarted container has the process number of the one that died. False when in doubt.
[[nodiscard]] bool is_gone(std::string_view owner);

}  // namespace postbag::mailer
