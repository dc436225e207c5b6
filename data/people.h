#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/constituency.h"

namespace postbag::data {

/// The constituencies with their Members, as the readable tables have them.
struct People {
  /// In order of code.
  std::vector<Constituency> constituencies;
  /// The oldest `as_of` of mps.csv: every Member is at least as fresh.
  std::string members_date;
  /// Posts of offices.csv that no person has checked yet, and that no letter uses.
  std::vector<std::string> unchecked_offices;
};

/// Reads constituencies.csv, mps.csv and offices.csv from `folder`. Codes of the error:
/// `missing_file`, `malformed_row`, `missing_row` (a table cut short).
[[nodiscard]] Result<People> read_people(const std::filesystem::path& folder);

/// The codes of constituencies.csv in `folder`, ascending. Errors as read_people().
[[nodiscard]] Result<std::vector<std::string>> read_codes(const std::filesystem::path& folder);

/// The possible constituencies of Northern Ireland's districts and sectors, likeliest first, as
/// numbers into `People::constituencies`.
struct NorthernIreland {
  /// By sector key.
  std::map<std::uint32_t, std::vector<std::uint16_t>> sectors;
  /// By sector key divided by ten.
  std::map<std::uint32_t, std::vector<std::uint16_t>> districts;
};

/// Reads ni-districts.csv from `folder`. Errors as read_people().
[[nodiscard]] Result<NorthernIreland> read_northern_ireland(
    const std::filesystem::path& folder, const std::vector<Constituency>& constituencies);

/// Where a code stands among constituencies in order of code; their size when it is not there.
[[nodiscard]] std::size_t place_of(std::string_view code,
                                   const std::vector<Constituency>& constituencies);

}  // namespace postbag::data
