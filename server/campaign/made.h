#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/text.h"

namespace postbag::campaign {

/// Longer than any letter a template and a submission can make together.
inline constexpr std::size_t kLongestLetter = 30'000;

/// Turns text that the program itself made into its checked type. Throws std::runtime_error when it
/// is not so: a fault of a template or of the data set that their own checks should have found.
template <class Text>
Text made(const std::string& text, std::string_view field) {
  auto parsed = Text::parse(text, FieldRule{field, field, 0, kLongestLetter});
  if (!parsed) throw std::runtime_error("a template made unusable text for " + std::string{field});
  return std::move(*parsed);
}

}  // namespace postbag::campaign
