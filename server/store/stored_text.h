#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/text.h"

namespace postbag::store {

/// Text that was checked before it was stored; a NULL column's is empty. Throws std::runtime_error
/// when the database holds something else.
template <class Text>
[[nodiscard]] Text stored(const std::string& text) {
  // Longer than any text the service accepts, so that what was stored can always be read back.
  constexpr std::size_t any_length = 1'000'000;
  auto parsed = Text::parse(text, FieldRule{"stored", "stored text", 0, any_length});
  if (!parsed) throw std::runtime_error("the database holds text that was never accepted");
  return std::move(*parsed);
}

/// An address that was checked before it was stored; a NULL column's is empty. Throws
/// std::runtime_error when the database holds something else.
[[nodiscard]] inline EmailAddress stored_address(const std::string& text) {
  if (text.empty()) return {};
  auto parsed = EmailAddress::parse(text);
  if (!parsed) throw std::runtime_error("the database holds an address that was never accepted");
  return std::move(*parsed);
}

}  // namespace postbag::store
