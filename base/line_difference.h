#pragma once

#include <string_view>
#include <vector>

namespace postbag {

/// One line of two texts that are compared.
struct DifferenceLine {
  enum class Kind {
    same,
    /// In the first only.
    removed,
    /// In the second only.
    added,
    /// Stands for lines that are the same and were left out; without text.
    gap
  };
  Kind kind = Kind::same;
  /// Without its newline; a part of one of the texts.
  std::string_view text;
};

/// How to get from one text to the other with few lines removed and added: both texts in order,
/// with at most `context` unchanged lines around each change. Empty when they are the same. Takes
/// about as long as the lines between the first and the last change, squared; where that is very
/// much, all of them are removed and added.
[[nodiscard]] std::vector<DifferenceLine> line_difference(std::string_view before,
                                                          std::string_view after,
                                                          std::size_t context = 2);

}  // namespace postbag
