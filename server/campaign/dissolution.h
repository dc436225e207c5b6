#pragma once

#include <optional>

#include "base/clock.h"

namespace postbag::campaign {

/// The time before a general election in which nobody is an MP, and after it until the new ones are
/// known: no letter is taken then, and none leaves.
struct Dissolution {
  /// Its first instant; none: Parliament sits.
  std::optional<Instant> from;
  /// The first instant at which letters are taken again; none: not known yet.
  std::optional<Instant> until;

  [[nodiscard]] bool covers(Instant now) const {
    return from && now >= *from && (!until || now < *until);
  }
  bool operator==(const Dissolution&) const = default;
};

}  // namespace postbag::campaign
