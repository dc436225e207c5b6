#pragma once

#include <cstddef>
#include <string_view>

namespace postbag::templates {

/// How much of a letter still stands as the template has it, in words.
struct Likeness {
  std::size_t words = 0;
  /// Those that stand in a run of at least four which the template's letter has too.
  std::size_t unchanged = 0;

  [[nodiscard]] std::size_t own() const { return words - unchanged; }
  bool operator==(const Likeness&) const = default;
};

/// What can be said of it to its writer: `none` of the words, a `part` of the letter, or the `most`
/// of it.
[[nodiscard]] std::string_view own_words(const Likeness& likeness);

/// Compares a letter with what the template alone makes for the same supporter and MP. Case,
/// accents, punctuation and line ends make no difference, and moved sentences are not new ones.
/// Takes a time that grows with the lengths only.
[[nodiscard]] Likeness likeness(std::string_view letter, std::string_view ours);

}  // namespace postbag::templates
