#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace postbag::data {

/// What `postbag data build` is asked for.
struct BuildOptions {
  /// The ONS Postcode Directory, the National Statistics Postcode Lookup, Code-Point Open, or a CSV
  /// with postcode and constituency; zipped, gzipped or plain.
  std::filesystem::path source;
  /// For Code-Point Open, which has no constituencies: a CSV with the columns postcode and
  /// constituency.
  std::optional<std::filesystem::path> constituency_column;
  /// The folder of constituencies.csv, whose codes are the only ones accepted.
  std::filesystem::path tables;
  std::filesystem::path output;
  /// The month of the source, `2025-05`.
  std::string source_date;
  /// What the source is called, and the words its licence asks for; kept in the file.
  std::string source_name;
  std::string licence;
};

/// What a build did. Every row read is counted once, as live, terminated, unplaced, repeated or
/// malformed.
struct BuildReport {
  std::uint64_t rows = 0;
  /// Postcodes written.
  std::uint64_t live = 0;
  std::uint64_t terminated = 0;
  /// Rows without a constituency: Jersey, Guernsey, the Isle of Man, and what nobody has located.
  std::uint64_t unplaced = 0;
  /// Rows of a postcode that another row has too. Where the two disagree and are both live or both
  /// ended, the postcode is kept as straddling.
  std::uint64_t repeated = 0;
  /// Those of the constituency column, which are not among `rows`, too.
  std::uint64_t malformed = 0;
  /// The first twenty: `NSPL.csv, line 7: the row is too short`.
  std::vector<std::string> malformed_rows;
  /// Of the postcodes written, those in several constituencies.
  std::uint64_t straddling = 0;
  std::uint64_t bytes = 0;
};

/// Called now and then with the number of rows read so far.
using BuildProgress = std::function<void(std::uint64_t rows)>;

/// Makes postcodes.bin, the same bytes for the same rows in any order, and puts it in place whole
/// or not at all. Codes of the error: `missing_file`, `malformed_row` (in constituencies.csv),
/// `unusable_source`, `old_edition` (codes of the constituencies of 2010), `malformed_date`,
/// `write_failed`.
[[nodiscard]] Result<BuildReport> build(const BuildOptions& options, const BuildProgress& progress);

/// The report in lines for a person.
[[nodiscard]] std::string text_of(const BuildReport& report);

}  // namespace postbag::data
