#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/bytes.h"

namespace postbag::data {

/// The sizes and limits of postcodes.bin, as docs/data-format.md describes it.
namespace postcode_format {
inline constexpr std::string_view magic{"\x89PBP\r\n\x1a\n", 8};
inline constexpr std::uint32_t version = 2;
inline constexpr std::uint32_t byte_order = 0x01020304;
inline constexpr std::size_t header_size = 128;
inline constexpr std::size_t sector_size = 16;
inline constexpr std::size_t list_size = 12;
inline constexpr std::size_t candidate_size = 2;
inline constexpr std::size_t code_size = 9;
inline constexpr std::size_t date_size = 16;
/// Units of a sector: 20 letters by 20.
inline constexpr std::uint32_t units = 400;
/// Where the checksum's cover begins: after the checksum.
inline constexpr std::size_t covered_from = 20;
/// One bit for each unit of a sector.
inline constexpr std::size_t bitmap_size = units / 8;
inline constexpr std::size_t most_candidates = 255;
/// The bits that tell one candidate from the others: so many that no unit's lie in two bytes.
[[nodiscard]] constexpr std::uint32_t place_bits(std::size_t candidates) {
  return candidates < 2 ? 0 : candidates < 3 ? 1 : candidates < 5 ? 2 : candidates < 17 ? 4 : 8;
}
inline constexpr std::uint32_t most_sectors = 65'534;
}  // namespace postcode_format

/// What a postcodes.bin says of itself.
struct PostcodeFileNotes {
  /// The month of the source, `2025-05`.
  std::string source_date;
  std::string source;
  std::string licence;
  std::uint32_t live = 0;
  std::uint32_t terminated = 0;
};

/// A verified postcodes.bin in memory: every offset and index in it is within bounds. Immutable;
/// safe to read from any thread.
class PostcodeFile {
 public:
  /// Consecutive constituencies in the candidate table.
  struct List {
    std::uint32_t first;
    std::uint32_t count;
  };

  /// Codes of the error: `missing_file`, `foreign_file`, `newer_file`, `older_file`,
  /// `damaged_file`. The message names the file.
  [[nodiscard]] static Result<PostcodeFile> load(const std::filesystem::path& file);
  /// The same of bytes already read; `name` is for messages.
  [[nodiscard]] static Result<PostcodeFile> parse(std::string_view content,
                                                  const std::string& name);

  [[nodiscard]] const PostcodeFileNotes& notes() const { return notes_; }

  /// The number of a sector (0 to sector_count() - 1, in order of key), or nothing.
  [[nodiscard]] std::optional<std::uint32_t> find_sector(std::uint32_t sector_key) const;
  [[nodiscard]] std::uint32_t sector_count() const { return sector_count_; }
  [[nodiscard]] std::uint32_t sector_key(std::uint32_t sector) const;
  /// The constituencies of a sector, likeliest first.
  [[nodiscard]] List candidates(std::uint32_t sector) const;
  [[nodiscard]] bool has(std::uint32_t sector, std::uint32_t unit) const;
  /// Which of the sector's candidates an existing unit lies in, from 0.
  [[nodiscard]] std::uint32_t candidate_of(std::uint32_t sector, std::uint32_t unit) const;
  /// The possible constituencies of a postcode that lies in several, else nothing.
  [[nodiscard]] std::optional<List> straddling(std::uint32_t sector, std::uint32_t unit) const;
  [[nodiscard]] std::uint32_t straddling_count() const { return straddle_count_; }
  /// The constituencies of a district (a sector key divided by ten), likeliest first.
  [[nodiscard]] std::optional<List> district(std::uint32_t district_key) const;

  /// The whole candidate table: numbers of constituencies.
  [[nodiscard]] std::uint32_t candidate_count() const { return candidate_count_; }
  [[nodiscard]] std::uint16_t candidate(std::uint32_t place) const;
  /// GSS codes by number, ascending.
  [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }

 private:
  struct alignas(64) Block {
    std::array<unsigned char, 64> bytes;
  };

  PostcodeFile() = default;
  [[nodiscard]] const unsigned char* at(std::size_t offset) const {
    return blocks_[0].bytes.data() + offset;
  }
  [[nodiscard]] const unsigned char* record(std::uint32_t sector) const {
    return at(postcode_format::header_size + sector * postcode_format::sector_size);
  }
  [[nodiscard]] std::size_t slot_of(std::uint32_t key) const {
    return key * 0x9E3779B1U >> index_shift_;
  }
  [[nodiscard]] std::optional<List> find_list(std::size_t table, std::uint32_t count,
                                              std::uint32_t key) const;
  [[nodiscard]] std::string read_header(std::size_t size);
  [[nodiscard]] std::string verify() const;
  [[nodiscard]] std::string verify_sector(std::uint32_t sector, std::size_t& next_place) const;
  [[nodiscard]] bool sectors_share_whole_lists() const;
  [[nodiscard]] bool verify_lists(std::size_t table, std::uint32_t count) const;
  void index_sectors();

  /// The file's bytes, so aligned that no sector's record lies across two cache lines.
  std::vector<Block> blocks_;
  PostcodeFileNotes notes_;
  std::vector<std::string> codes_;
  std::uint32_t sector_count_ = 0;
  std::uint32_t district_count_ = 0;
  std::uint32_t straddle_count_ = 0;
  std::uint32_t candidate_count_ = 0;
  std::size_t districts_ = 0;
  std::size_t straddles_ = 0;
  std::size_t bitmaps_ = 0;
  std::size_t places_ = 0;
  std::size_t candidates_ = 0;
  /// Sector numbers plus one, open addressing, at most half full; 0 is empty.
  std::vector<std::uint16_t> index_;
  unsigned index_shift_ = 0;
};

// What every look-up takes is inline.

inline std::optional<std::uint32_t> PostcodeFile::find_sector(std::uint32_t key) const {
  std::size_t slot = slot_of(key);
  while (index_[slot] != 0) {
    const std::uint32_t sector = index_[slot] - 1U;
    if (sector_key(sector) == key) return sector;
    slot = (slot + 1) & (index_.size() - 1);
  }
  return std::nullopt;
}

inline std::uint32_t PostcodeFile::sector_key(std::uint32_t sector) const {
  return read_u32(record(sector));
}

inline PostcodeFile::List PostcodeFile::candidates(std::uint32_t sector) const {
  return {read_u16(record(sector) + 8), record(sector)[10]};
}

inline bool PostcodeFile::has(std::uint32_t sector, std::uint32_t unit) const {
  return (*at(bitmaps_ + sector * postcode_format::bitmap_size + unit / 8) >> (unit % 8U) & 1U) !=
         0;
}

inline std::uint32_t PostcodeFile::candidate_of(std::uint32_t sector, std::uint32_t unit) const {
  const std::uint32_t bits = record(sector)[11];
  const std::uint32_t bit = unit * bits;
  const std::uint32_t byte = *at(places_ + read_u32(record(sector) + 4) + bit / 8);
  return byte >> (bit % 8U) & ((1U << bits) - 1U);
}

inline std::optional<PostcodeFile::List> PostcodeFile::straddling(std::uint32_t sector,
                                                                  std::uint32_t unit) const {
  if (record(sector)[12] == 0) return std::nullopt;
  return find_list(straddles_, straddle_count_, sector * postcode_format::units + unit);
}

}  // namespace postbag::data
