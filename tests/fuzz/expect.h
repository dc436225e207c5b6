#pragma once

#include <stdexcept>
#include <string>

namespace postbag::testing {

/// Throws std::logic_error with `what` unless it holds.
inline void expect(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace postbag::testing
