#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postbag::templates {

/// `; did you mean "story"?` for the known word that takes the fewest single-letter changes
/// (Levenshtein distance) to become `word`, or nothing when none is near (more than a third of its
/// letters, at least two, would change).
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string_view>& known);

}  // namespace postbag::templates
