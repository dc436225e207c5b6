#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace postbag {

/// How many letters must be added, dropped, changed or swapped with their neighbour to make one
/// word of the other.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// `; did you mean "story"?` for the known word nearest to `word`, or nothing when none is near
/// (more than a third of its letters, at least two but never more than half, would change).
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string_view>& known);

}  // namespace postbag
