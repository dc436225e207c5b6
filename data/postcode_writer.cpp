#include "data/postcode_writer.h"

#include <algorithm>
#include <array>
#include <span>

#include <zlib.h>

#include "data/bytes.h"
#include "data/postcode.h"

namespace postbag::data {
namespace {

namespace format = postcode_format;

using Tally = std::map<std::uint16_t, std::uint32_t>;

/// Constituencies by number of postcodes, most first; of equal ones the lower number first.
std::vector<std::uint16_t> ranked(const Tally& tally) {
  std::vector<std::pair<std::uint16_t, std::uint32_t>> counted(tally.begin(), tally.end());
  std::stable_sort(counted.begin(), counted.end(),
                   [](const auto& left, const auto& right) { return left.second > right.second; });
  std::vector<std::uint16_t> order;
  order.reserve(counted.size());
  for (const auto& [constituency, count] : counted)
    order.push_back(constituency);
  return order;
}

/// The tables as they grow, sector by sector.
class Tables {
 public:
  explicit Tables(const PostcodeContent& content) : content_(content) {}

  [[nodiscard]] Result<void> add_sector(std::span<const PlacedPostcode> postcodes);
  void finish();
  [[nodiscard]] std::string file() const;

 private:
  /// A list's record: its key and which candidates are its own.
  void append_list(std::string& table, std::uint32_t key, const std::vector<std::uint16_t>& list);
  /// Where this list begins in the candidate table; equal lists stand there once.
  std::uint32_t place_candidates(const std::vector<std::uint16_t>& list);
  /// A sector's bitmap, and the place of each unit in the sector's constituencies.
  void append_units(std::span<const PlacedPostcode> postcodes,
                    const std::vector<std::uint16_t>& order);
  void close_district();

  const PostcodeContent& content_;
  std::string sectors_;
  std::string districts_;
  std::string straddles_;
  std::string bitmaps_;
  std::string places_;
  std::string candidates_;
  std::map<std::vector<std::uint16_t>, std::uint32_t> lists_;
  Tally district_tally_;
  std::uint32_t district_ = 0;
  std::vector<std::pair<std::uint32_t, Tally>> finished_districts_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> straddling_;
};

std::uint32_t Tables::place_candidates(const std::vector<std::uint16_t>& list) {
  const auto place = static_cast<std::uint32_t>(candidates_.size() / format::candidate_size);
  const auto [known, is_new] = lists_.emplace(list, place);
  if (is_new)
    for (const std::uint16_t constituency : list)
      append_u16(candidates_, constituency);
  return known->second;
}

void Tables::append_list(std::string& table, std::uint32_t key,
                         const std::vector<std::uint16_t>& list) {
  append_u32(table, key);
  append_u32(table, place_candidates(list));
  append_u32(table, static_cast<std::uint32_t>(list.size()));
}

void Tables::close_district() {
  if (!district_tally_.empty()) finished_districts_.emplace_back(district_, district_tally_);
  district_tally_.clear();
}

Result<void> Tables::add_sector(std::span<const PlacedPostcode> postcodes) {
  const auto key = static_cast<std::uint32_t>(postcodes.front().number / format::units);
  const auto sector = static_cast<std::uint32_t>(sectors_.size() / format::sector_size);
  if (district_ != key / 10) close_district();
  district_ = key / 10;

  Tally tally;
  for (const PlacedPostcode& postcode : postcodes)
    ++tally[postcode.constituency];
  bool straddles = false;
  for (const PlacedPostcode& postcode : postcodes) {
    ++district_tally_[postcode.constituency];
    const auto unit = static_cast<std::uint32_t>(postcode.number % format::units);
    const auto several = content_.straddling.find(postcode.number);
    if (several == content_.straddling.end()) continue;
    straddles = true;
    straddling_.emplace_back(sector * format::units + unit, postcode.number);
    for (const std::uint16_t other : several->second)
      if (other != postcode.constituency) ++tally[other];
  }
  const auto order = ranked(tally);
  const std::uint32_t first_candidate = place_candidates(order);
  if (order.size() > format::most_candidates || first_candidate > 0xFFFF ||
      sector >= format::most_sectors)
    return fail("unusable_source",
                "The source puts more constituencies or sectors together than there can be. Check "
                "that it is a postcode directory of the UK.");

  const std::uint32_t bits = format::place_bits(order.size());
  append_u32(sectors_, key);
  append_u32(sectors_, bits == 0 ? 0 : static_cast<std::uint32_t>(places_.size()));
  append_u16(sectors_, first_candidate);
  sectors_ += static_cast<char>(order.size());
  sectors_ += static_cast<char>(bits);
  sectors_ += static_cast<char>(straddles ? 1 : 0);
  sectors_.append(3, '\0');
  append_units(postcodes, order);
  return {};
}

void Tables::append_units(std::span<const PlacedPostcode> postcodes,
                          const std::vector<std::uint16_t>& order) {
  const std::uint32_t bits = format::place_bits(order.size());
  const std::size_t bitmap = bitmaps_.size();
  const std::size_t places = places_.size();
  bitmaps_.resize(bitmap + format::bitmap_size);
  places_.resize(places + bits * format::units / 8);
  const auto set = [](char& byte, std::size_t value, std::size_t from) {
    byte = static_cast<char>(static_cast<std::size_t>(byte) | value << from);
  };
  for (const PlacedPostcode& postcode : postcodes) {
    const std::size_t unit = postcode.number % format::units;
    set(bitmaps_[bitmap + unit / 8], 1, unit % 8);
    if (bits == 0) continue;
    const auto place = std::find(order.begin(), order.end(), postcode.constituency) - order.begin();
    set(places_[places + unit * bits / 8], static_cast<std::size_t>(place), unit * bits % 8);
  }
}

/// The candidates of districts and straddling postcodes come after those of every sector, whose
/// places have 16 bits only.
void Tables::finish() {
  close_district();
  for (const auto& [key, tally] : finished_districts_)
    append_list(districts_, key, ranked(tally));
  for (const auto& [place, number] : straddling_)
    append_list(straddles_, place, content_.straddling.at(number));
}

std::string Tables::file() const {
  std::string covered;  // all that the checksum covers
  std::string codes;
  for (const std::string& code : content_.codes)
    codes += code;
  const PostcodeFileNotes& notes = content_.notes;
  const std::size_t size = format::header_size + sectors_.size() + districts_.size() +
                           straddles_.size() + bitmaps_.size() + places_.size() +
                           candidates_.size() + codes.size() + notes.source.size() +
                           notes.licence.size();
  const std::array<std::size_t, 11> numbers = {size,
                                               notes.live,
                                               notes.terminated,
                                               content_.codes.size(),
                                               sectors_.size() / format::sector_size,
                                               districts_.size() / format::list_size,
                                               straddles_.size() / format::list_size,
                                               places_.size(),
                                               candidates_.size() / format::candidate_size,
                                               notes.source.size(),
                                               notes.licence.size()};
  for (const std::size_t number : numbers)
    append_u32(covered, static_cast<std::uint32_t>(number));
  std::string date = notes.source_date;
  date.resize(format::date_size);
  covered += date;
  covered.resize(format::header_size - format::covered_from);
  covered += sectors_ + districts_ + straddles_ + bitmaps_ + places_ + candidates_ + codes +
             notes.source + notes.licence;

  std::string start{format::magic};
  append_u32(start, format::version);
  append_u32(start, format::byte_order);
  append_u32(start,
             static_cast<std::uint32_t>(crc32_z(
                 0, reinterpret_cast<const unsigned char*>(covered.data()), covered.size())));
  return start + covered;
}

}  // namespace

Result<std::string> encode(const PostcodeContent& content) {
  Tables tables{content};
  const std::span<const PlacedPostcode> all{content.postcodes};
  for (std::size_t start = 0; start < all.size();) {
    std::size_t end = start;
    while (end < all.size() && all[end].number / format::units == all[start].number / format::units)
      ++end;
    if (auto added = tables.add_sector(all.subspan(start, end - start)); !added)
      return tl::unexpected(added.error());
    start = end;
  }
  tables.finish();
  return tables.file();
}

}  // namespace postbag::data
