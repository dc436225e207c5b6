#include "base/nearest.h"

#include <algorithm>

namespace postbag {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  // Optimal string alignment: row i holds the distance of left's first i letters to each beginning
  // of right; a swap of neighbours looks back two rows.
  std::vector<std::size_t> two_back;
  std::vector<std::size_t> back(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    two_back = std::move(back);
    back = row;
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = back[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({change, back[j] + 1, row[j - 1] + 1});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], two_back[j - 2] + 1);
    }
  }
  return row.back();
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  // Longer words than any name are no slip of the finger, and the distance would cost their square.
  if (word.empty() || word.size() > 64) return {};
  std::string_view best;
  std::size_t fewest = std::min(std::max<std::size_t>(2, word.size() / 3), word.size() / 2) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t changes = edit_distance(word, candidate);
    if (changes < fewest && changes < candidate.size()) {
      fewest = changes;
      best = candidate;
    }
  }
  return best.empty() ? std::string{} : "; did you mean \"" + std::string{best} + "\"?";
}

}  // namespace postbag
