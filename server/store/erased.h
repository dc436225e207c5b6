#pragma once

#include <string_view>

namespace postbag::store {

/// What stands in the place of a supporter's key once they are forgotten: of each letter another,
/// so that not even the letters of one person are known as such.
inline constexpr std::string_view kErased = "erased ";

}  // namespace postbag::store
