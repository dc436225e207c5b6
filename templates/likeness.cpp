#include "templates/likeness.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "templates/plain_words.h"

namespace postbag::templates {
namespace {

// Three words in a row, such as "and I am", are anybody's; four are seldom by chance.
constexpr std::size_t run = 4;

/// The words as numbers; one that `known` has not is 0.
std::vector<std::uint64_t> numbered(const std::vector<std::string>& words,
                                    const std::unordered_map<std::string, std::uint64_t>& known) {
  std::vector<std::uint64_t> numbers;
  numbers.reserve(words.size());
  for (const std::string& word : words) {
    const auto found = known.find(word);
    numbers.push_back(found == known.end() ? 0 : found->second);
  }
  return numbers;
}

/// The run of words that begins at `place`, each in 16 bits.
std::uint64_t run_at(const std::vector<std::uint64_t>& numbers, std::size_t place) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < run; ++i)
    key = key << 16U | (numbers[place + i] & 0xFFFFU);
  return key;
}

}  // namespace

std::string_view own_words(const Likeness& likeness) {
  // Three words can be the hardest that somebody ever wrote: only a letter without any is ours.
  if (likeness.own() == 0) return "none";
  return likeness.own() < likeness.unchanged ? "part" : "most";
}

Likeness likeness(std::string_view letter, std::string_view ours) {
  const std::vector<std::string> our_words = plain_words(ours);
  std::unordered_map<std::string, std::uint64_t> known;
  for (const std::string& word : our_words)
    known.emplace(word, known.size() + 1);
  const auto our_numbers = numbered(our_words, known);
  const auto numbers = numbered(plain_words(letter), known);
  std::unordered_set<std::uint64_t> runs;
  for (std::size_t place = 0; place + run <= our_numbers.size(); ++place)
    runs.insert(run_at(our_numbers, place));
  Likeness found{numbers.size(), 0};
  std::size_t counted = 0;
  for (std::size_t place = 0; place + run <= numbers.size(); ++place) {
    if (!runs.contains(run_at(numbers, place))) continue;
    found.unchanged += place + run - std::max(counted, place);
    counted = place + run;
  }
  return found;
}

}  // namespace postbag::templates
