#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/postcode_file.h"

namespace postbag::data {

/// One postcode of a source: sector_key() * 400 + unit(), and the number of its constituency.
struct PlacedPostcode {
  std::uint64_t number;
  std::uint16_t constituency;
};

/// What goes into a postcodes.bin.
struct PostcodeContent {
  /// Ascending by number, each number once.
  std::vector<PlacedPostcode> postcodes;
  /// Of those, the ones that lie in several constituencies, likeliest first.
  std::map<std::uint64_t, std::vector<std::uint16_t>> straddling;
  /// GSS codes by number, ascending.
  std::vector<std::string> codes;
  PostcodeFileNotes notes;
};

/// The bytes of the file, the same for the same content. The error's code is `unusable_source`,
/// when there is more than the format holds.
[[nodiscard]] Result<std::string> encode(const PostcodeContent& content);

}  // namespace postbag::data
