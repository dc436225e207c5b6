#include "data/postcode_file.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <zlib.h>

#include "base/file.h"
#include "data/bytes.h"

namespace postbag::data {
namespace {

namespace format = postcode_format;

/// Above every sector key: 37^4 districts of ten sectors.
constexpr std::uint32_t key_limit = 37U * 37 * 37 * 37 * 10;

tl::unexpected<Error> damaged(const std::string& name, const std::string& why) {
  return fail("damaged_file", name + " is damaged: " + why +
                                  ". Copy it again, or make it anew with `postbag data build`.");
}

/// The highest place in a byte, by the bits that each takes.
constexpr std::array<std::array<std::uint8_t, 256>, 9> highest_places = [] {
  std::array<std::array<std::uint8_t, 256>, 9> table{};
  for (const std::size_t bits : {1U, 2U, 4U, 8U})
    for (std::size_t byte = 0; byte < 256; ++byte)
      for (std::size_t from = 0; from < 8; from += bits)
        table[bits][byte] = static_cast<std::uint8_t>(
            std::max<std::size_t>(table[bits][byte], byte >> from & ((1U << bits) - 1U)));
  return table;
}();

}  // namespace

Result<PostcodeFile> PostcodeFile::load(const std::filesystem::path& file) {
  const auto content = read_whole(file);
  if (!content) return tl::unexpected(content.error());
  return parse(*content, file.string());
}

Result<PostcodeFile> PostcodeFile::parse(std::string_view content, const std::string& name) {
  if (content.substr(0, format::magic.size()) != format::magic.substr(0, content.size()) ||
      content.empty())
    return fail("foreign_file", name +
                                    " is not a postcode file of Postbag's. Make one with "
                                    "`postbag data build`.");
  if (content.size() < format::header_size) return damaged(name, "it is cut short");

  PostcodeFile file;
  file.blocks_.resize((content.size() + sizeof(Block) - 1) / sizeof(Block));
  std::memcpy(file.blocks_.data(), content.data(), content.size());
  if (read_u32(file.at(12)) != format::byte_order) return damaged(name, "its header is garbled");
  if (const std::uint32_t version = read_u32(file.at(8)); version != format::version)
    return fail(version > format::version ? "newer_file" : "older_file",
                name + " is of format version " + std::to_string(version) +
                    "; this program reads version " + std::to_string(format::version) + ". " +
                    (version > format::version ? "Update Postbag, or make" : "Make") +
                    " the file anew with `postbag data build`.");
  const std::size_t size = read_u32(file.at(20));
  if (size != content.size())
    return damaged(name, "it holds " + std::to_string(content.size()) +
                             " bytes where its header says " + std::to_string(size));
  const auto checksum = crc32_z(0, file.at(format::covered_from), size - format::covered_from);
  if (checksum != read_u32(file.at(16))) return damaged(name, "its checksum does not fit");
  if (const std::string why = file.read_header(size); !why.empty()) return damaged(name, why);
  if (const std::string why = file.verify(); !why.empty()) return damaged(name, why);
  file.index_sectors();
  return file;
}

/// Sets the counts, the places of the tables and the notes; why it cannot, or an empty string.
std::string PostcodeFile::read_header(std::size_t size) {
  notes_.live = read_u32(at(24));
  notes_.terminated = read_u32(at(28));
  const std::uint32_t code_count = read_u32(at(32));
  sector_count_ = read_u32(at(36));
  district_count_ = read_u32(at(40));
  straddle_count_ = read_u32(at(44));
  const std::uint32_t places_size = read_u32(at(48));
  candidate_count_ = read_u32(at(52));
  const std::uint32_t source_size = read_u32(at(56));
  const std::uint32_t licence_size = read_u32(at(60));

  districts_ = format::header_size + std::size_t{sector_count_} * format::sector_size;
  straddles_ = districts_ + std::size_t{district_count_} * format::list_size;
  bitmaps_ = straddles_ + std::size_t{straddle_count_} * format::list_size;
  places_ = bitmaps_ + std::size_t{sector_count_} * format::bitmap_size;
  candidates_ = places_ + places_size;
  const std::size_t codes = candidates_ + std::size_t{candidate_count_} * format::candidate_size;
  const std::size_t texts = codes + std::size_t{code_count} * format::code_size;
  if (texts + source_size + licence_size != size) return "its tables do not fill it";
  if (sector_count_ > format::most_sectors) return "it has too many sectors";

  const auto text = [&](std::size_t from, std::size_t length) {
    return std::string{reinterpret_cast<const char*>(at(from)), length};
  };
  notes_.source_date = text(64, format::date_size);
  notes_.source_date.resize(std::min(notes_.source_date.find('\0'), format::date_size));
  notes_.source = text(texts, source_size);
  notes_.licence = text(texts + source_size, licence_size);
  for (std::uint32_t i = 0; i < code_count; ++i)
    codes_.push_back(text(codes + i * format::code_size, format::code_size));
  return {};
}

/// Why the tables contradict each other, or an empty string.
std::string PostcodeFile::verify() const {
  for (std::size_t i = 1; i < codes_.size(); ++i)
    if (codes_[i - 1] >= codes_[i]) return "its constituencies are out of order";
  std::size_t next_place = 0;
  for (std::uint32_t sector = 0; sector < sector_count_; ++sector)
    if (std::string why = verify_sector(sector, next_place); !why.empty()) return why;
  if (next_place != candidates_ - places_) return "its places do not fill their table";
  if (!sectors_share_whole_lists()) return "its sectors' constituencies overlap";
  for (std::uint32_t place = 0; place < candidate_count_; ++place)
    if (this->candidate(place) >= codes_.size()) return "it names a constituency it does not list";
  if (!verify_lists(districts_, district_count_) || !verify_lists(straddles_, straddle_count_))
    return "a list in it is out of order or out of bounds";
  for (std::uint32_t i = 0; i < straddle_count_; ++i)
    if (read_u32(at(straddles_ + i * format::list_size)) >= sector_count_ * format::units)
      return "a straddling postcode in it has no sector";
  return {};
}

std::string PostcodeFile::verify_sector(std::uint32_t sector, std::size_t& next_place) const {
  const std::uint32_t key = sector_key(sector);
  if (key >= key_limit || (sector > 0 && sector_key(sector - 1) >= key))
    return "its sectors are out of order";
  const List list = candidates(sector);
  if (list.count == 0 || list.first > candidate_count_ ||
      list.count > candidate_count_ - list.first)
    return "a sector's constituencies are out of bounds";
  const std::uint32_t bits = format::place_bits(list.count);
  const std::size_t size = bits * format::units / 8;
  if (record(sector)[11] != bits || read_u32(record(sector) + 4) != (bits == 0 ? 0 : next_place) ||
      size > candidates_ - places_ - next_place)
    return "a sector's places are out of bounds";
  const unsigned char* const places = at(places_ + next_place);
  const auto& highest = highest_places[bits];
  if (list.count < 1U << bits &&
      std::any_of(places, places + size, [&](auto byte) { return highest[byte] >= list.count; }))
    return "a postcode's constituency is out of bounds";
  next_place += size;
  return {};
}

/// Lists that begin at one place are the same list, and no two overlap: so lists made of them stay
/// few.
bool PostcodeFile::sectors_share_whole_lists() const {
  std::vector<std::uint32_t> lengths(candidate_count_);
  std::size_t total = 0;
  for (std::uint32_t sector = 0; sector < sector_count_; ++sector) {
    const auto [first, count] = candidates(sector);
    if (lengths[first] != 0 && lengths[first] != count) return false;
    total += lengths[first] == 0 ? count : 0;
    lengths[first] = count;
  }
  return total <= candidate_count_;
}

bool PostcodeFile::verify_lists(std::size_t table, std::uint32_t count) const {
  for (std::uint32_t i = 0; i < count; ++i) {
    const unsigned char* const entry = at(table + i * format::list_size);
    const std::uint32_t first = read_u32(entry + 4);
    const std::uint32_t length = read_u32(entry + 8);
    if (i > 0 && read_u32(entry - format::list_size) >= read_u32(entry)) return false;
    if (length == 0 || first > candidate_count_ || length > candidate_count_ - first) return false;
  }
  return true;
}

void PostcodeFile::index_sectors() {
  unsigned bits = 4;
  while ((1U << bits) < sector_count_ * 2)
    ++bits;
  index_shift_ = 32 - bits;
  index_.assign(std::size_t{1} << bits, 0);
  for (std::uint32_t sector = 0; sector < sector_count_; ++sector) {
    std::size_t slot = slot_of(sector_key(sector));
    while (index_[slot] != 0)
      slot = (slot + 1) & (index_.size() - 1);
    index_[slot] = static_cast<std::uint16_t>(sector + 1);
  }
}

std::optional<PostcodeFile::List> PostcodeFile::district(std::uint32_t district_key) const {
  return find_list(districts_, district_count_, district_key);
}

std::optional<PostcodeFile::List> PostcodeFile::find_list(std::size_t table, std::uint32_t count,
                                                          std::uint32_t key) const {
  std::uint32_t low = 0;
  std::uint32_t high = count;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const unsigned char* const entry = at(table + middle * format::list_size);
    const std::uint32_t found = read_u32(entry);
    if (found == key) return List{read_u32(entry + 4), read_u32(entry + 8)};
    (found < key ? low : high) = found < key ? middle + 1 : middle;
  }
  return std::nullopt;
}

std::uint16_t PostcodeFile::candidate(std::uint32_t place) const {
  return read_u16(at(candidates_ + place * format::candidate_size));
}

}  // namespace postbag::data
