#include "templates/nearest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace postbag::templates {
namespace {

std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  // Longer words than any name are no slip of the finger, and the distance would cost their square.
  if (word.empty() || word.size() > 64) return {};
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t changes = distance(word, candidate);
    if (changes < fewest && changes < candidate.size()) {
      fewest = changes;
      best = candidate;
    }
  }
  return best.empty() ? std::string{} : "; did you mean \"" + std::string(best) + "\"?";
}

}  // namespace postbag::templates
