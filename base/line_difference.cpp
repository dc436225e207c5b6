#include "base/line_difference.h"

#include <algorithm>
#include <cstdint>

namespace postbag {
namespace {

using Kind = DifferenceLine::Kind;
using Lines = std::vector<std::string_view>;

/// A table of this many numbers takes 16 MB, and some 20 ms to fill.
constexpr std::size_t kLargestTable = 4'000'000;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// What stands between the beginning and the end that both texts share.
class Middle {
 public:
  Middle(const Lines& before, const Lines& after) : before_(before), after_(after) {
    const std::size_t shortest = std::min(before.size(), after.size());
    while (head_ < shortest && before[head_] == after[head_])
      ++head_;
    while (tail_ < shortest - head_ &&
           before[before.size() - 1 - tail_] == after[after.size() - 1 - tail_])
      ++tail_;
    rows_ = before.size() - head_ - tail_;
    columns_ = after.size() - head_ - tail_;
  }

  [[nodiscard]] std::vector<DifferenceLine> compare() const {
    std::vector<DifferenceLine> all;
    for (std::size_t i = 0; i < head_; ++i)
      all.push_back({Kind::same, before_[i]});
    append_middle(all);
    for (std::size_t i = before_.size() - tail_; i < before_.size(); ++i)
      all.push_back({Kind::same, before_[i]});
    return all;
  }

 private:
  /// By the longest common subsequence.
  void append_middle(std::vector<DifferenceLine>& all) const {
    const bool fits = rows_ == 0 || columns_ < kLargestTable / (rows_ + 1);
    const std::vector<std::uint32_t> longest = fits ? common() : std::vector<std::uint32_t>{};
    std::size_t row = 0;
    std::size_t column = 0;
    const auto at = [&](std::size_t r, std::size_t c) {
      return fits ? longest[r * (columns_ + 1) + c] : 0U;
    };
    while (row < rows_ || column < columns_) {
      const bool both = row < rows_ && column < columns_;
      if (both && fits && before_[head_ + row] == after_[head_ + column]) {
        all.push_back({Kind::same, before_[head_ + row]});
        ++row;
        ++column;
      } else if (row < rows_ && (!both || at(row + 1, column) >= at(row, column + 1))) {
        all.push_back({Kind::removed, before_[head_ + row++]});
      } else {
        all.push_back({Kind::added, after_[head_ + column++]});
      }
    }
  }

  /// How many lines the rests from each row and column on have in common.
  [[nodiscard]] std::vector<std::uint32_t> common() const {
    const std::size_t width = columns_ + 1;
    std::vector<std::uint32_t> longest((rows_ + 1) * width);
    for (std::size_t row = rows_; row-- > 0;)
      for (std::size_t column = columns_; column-- > 0;)
        longest[row * width + column] =
            before_[head_ + row] == after_[head_ + column]
                ? longest[(row + 1) * width + column + 1] + 1
                : std::max(longest[(row + 1) * width + column], longest[row * width + column + 1]);
    return longest;
  }

  const Lines& before_;
  const Lines& after_;
  std::size_t head_ = 0, tail_ = 0, rows_ = 0, columns_ = 0;
};

}  // namespace

std::vector<DifferenceLine> line_difference(std::string_view before, std::string_view after,
                                            std::size_t context) {
  const Lines old_lines = lines_of(before);
  const Lines new_lines = lines_of(after);
  const std::vector<DifferenceLine> all = Middle{old_lines, new_lines}.compare();
  std::vector<bool> kept(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == Kind::same) continue;
    for (std::size_t j = i - std::min(i, context); j < std::min(i + context + 1, all.size()); ++j)
      kept[j] = true;
  }
  std::vector<DifferenceLine> shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (kept[i]) {
      shown.push_back(all[i]);
    } else if (i > 0 && kept[i - 1]) {
      shown.push_back({Kind::gap, {}});
    }
  }
  if (!shown.empty() && shown.back().kind == Kind::gap) shown.pop_back();
  return shown;
}

}  // namespace postbag
