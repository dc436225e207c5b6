#pragma once

#include "base/measure.h"

namespace postbag::store {

/// What is counted of transactions that write.
struct Measures {
  /// Transactions that shared one fsync.
  Spread group{1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
  /// How long the commits took, in seconds: about an fsync each.
  Spread commit_seconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                        0.05,   0.1,     0.25,   0.5,   1,      2.5,   5};
  /// Groups of which nothing was kept; what each held may have been tried again.
  Count undone;
};

}  // namespace postbag::store
