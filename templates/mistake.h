#pragma once

#include <cstddef>
#include <string>

namespace postbag::templates {

/// One thing that is wrong in a campaign file, and where.
struct Mistake {
  /// The key at fault, such as `letter.body`; empty for the file as a whole.
  std::string field;
  /// Which `[[letter]]`, `[[exclusion]]` or `[[short_question]]`, from 1; 0 where it is in none.
  std::size_t number = 0;
  /// From 1; the column in characters.
  std::size_t line = 0, column = 0;
  /// What is wrong, without the place.
  std::string message;
};

}  // namespace postbag::templates
