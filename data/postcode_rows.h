#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "data/postcode.h"

namespace postbag::data {

/// One row of a postcode directory.
struct PostcodeRow {
  /// In the file that the reader named last; from 1.
  std::size_t line = 0;
  /// Well-formed, or why the row is none.
  Result<Postcode> postcode;
  /// GSS codes, several with `;` between where the postcode straddles; may be empty.
  std::string_view constituency;
  bool live = true;
};

/// What a file of postcodes is.
enum class PostcodeSource {
  /// A header names the columns, the constituency among them.
  with_constituency,
  /// Ordnance Survey's Code-Point Open: no header, no constituency.
  code_point
};

/// Reads postcodes from any of the official files, zipped, gzipped or plain; docs/data-format.md
/// lists the forms. `use` is called with every row, whole or not, and the name of the file it
/// stands in. Codes of the error: `missing_file`, `unusable_source` (a column is missing, the
/// archive holds no postcodes or is damaged), and those of `use`.
[[nodiscard]] Result<void> read_postcode_rows(
    const std::filesystem::path& source,
    const std::function<Result<void>(const std::string& file, PostcodeSource kind,
                                     const PostcodeRow& row)>& use);

}  // namespace postbag::data
