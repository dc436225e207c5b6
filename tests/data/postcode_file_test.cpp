#include "data/postcode_file.h"

#include <map>

#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include "base/file.h"
#include "data/bytes.h"
#include "data/postcode_writer.h"
#include "tests/data/bundled.h"
#include "tests/support/world.h"

using namespace postbag::data;
using postbag::testing::postcode;

namespace {

std::uint64_t number(std::string_view text) {
  const Postcode parsed = postcode(text);
  return std::uint64_t{parsed.sector_key()} * 400 + parsed.unit();
}

/// Two districts, three sectors, one of them in two constituencies, one postcode straddling.
PostcodeContent small_content() {
  PostcodeContent content;
  content.codes = {"E14001063", "E14001064", "E14001065"};
  content.notes = {"2026-08", "a source", "a licence", 5, 1};
  for (const auto& [text, constituency] : {std::pair{"DE1 1AA", 0},
                                           {"DE1 1AB", 0},
                                           {"DE1 1AD", 1},
                                           {"DE1 1ZZ", 0},
                                           {"DE1 2AA", 1},
                                           {"DN55 1PT", 2}})
    content.postcodes.push_back({number(text), static_cast<std::uint16_t>(constituency)});
  content.straddling[number("DE1 2AA")] = {1, 2};
  return content;
}

std::string small_file() {
  return encode(small_content()).value();
}

/// The code of the error that these bytes give, or nothing.
std::string verdict(std::string_view bytes) {
  const auto file = PostcodeFile::parse(bytes, "postcodes.bin");
  if (file) return "";
  BOOST_TEST(file.error().message.starts_with("postcodes.bin"));
  return file.error().code;
}

/// Sets the checksum right, as a hostile file would.
void reseal(std::string& bytes) {
  std::string checksum;
  append_u32(checksum,
             static_cast<std::uint32_t>(crc32_z(
                 0, reinterpret_cast<const unsigned char*>(bytes.data()) + 20, bytes.size() - 20)));
  bytes.replace(16, 4, checksum);
}

/// What a sector and unit answer: the candidates' codes.
std::string codes_at(const PostcodeFile& file, std::string_view text) {
  const Postcode parsed = postcode(text);
  const auto sector = file.find_sector(parsed.sector_key());
  if (!sector) return "no sector";
  if (!file.has(*sector, parsed.unit())) return "no unit";
  if (const auto several = file.straddling(*sector, parsed.unit())) {
    std::string codes;
    for (std::uint32_t i = 0; i < several->count; ++i)
      codes += file.codes()[file.candidate(several->first + i)] + ";";
    return codes;
  }
  return file.codes()[file.candidate(file.candidates(*sector).first +
                                     file.candidate_of(*sector, parsed.unit()))];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(postcode_file)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back) {
  const auto file = PostcodeFile::parse(small_file(), "postcodes.bin");
  BOOST_REQUIRE(file);
  BOOST_TEST(file->notes().source_date == "2026-08");
  BOOST_TEST(file->notes().source == "a source");
  BOOST_TEST(file->notes().licence == "a licence");
  BOOST_TEST(file->notes().live == 5U);
  BOOST_TEST(file->notes().terminated == 1U);
  BOOST_TEST(codes_at(*file, "DE1 1AA") == "E14001063");
  BOOST_TEST(codes_at(*file, "DE1 1AD") == "E14001064");
  BOOST_TEST(codes_at(*file, "DE1 1ZZ") == "E14001063");
  BOOST_TEST(codes_at(*file, "DE1 1AE") == "no unit");
  BOOST_TEST(codes_at(*file, "DE1 2AA") == "E14001064;E14001065;");
  BOOST_TEST(codes_at(*file, "DE1 3AA") == "no sector");
  const auto district = file->district(postcode("DE1 9AA").sector_key() / 10);
  BOOST_REQUIRE(district);
  BOOST_TEST(district->count == 2U);
  BOOST_TEST(file->candidate(district->first) == 0U);
  BOOST_TEST(!file->district(1));
}

BOOST_AUTO_TEST_CASE(every_unit_is_read_back_however_many_constituencies_its_sector_has) {
  PostcodeContent content;
  for (int i = 0; i < 255; ++i)
    content.codes.push_back("E1400" + std::to_string(1000 + i));
  const std::uint32_t first_key = postcode("DE1 1AA").sector_key();
  postbag::testing::RepeatableRng rng;
  // Sectors of 1 constituency, 2, 3, 4, 5, 16, 17 and 255: each side of each width of a place.
  constexpr std::array<std::uint32_t, 8> counts = {1, 2, 3, 4, 5, 16, 17, 255};
  std::map<std::uint64_t, std::uint16_t> expected;
  for (std::uint32_t sector = 0; sector < counts.size(); ++sector) {
    std::array<std::uint16_t, 400> random{};
    rng.fill(std::as_writable_bytes(std::span{random}));
    for (std::uint32_t unit = 0; unit < 400; ++unit)
      // The first units name every constituency once; of the others, a third does not exist.
      if (unit < counts[sector] || random[unit] % 3 > 0)
        expected[std::uint64_t{first_key + sector} * 400 + unit] = static_cast<std::uint16_t>(
            unit < counts[sector] ? unit : random[unit] / 3 % counts[sector]);
  }
  for (const auto& [place, constituency] : expected)
    content.postcodes.push_back({place, constituency});
  const auto file = PostcodeFile::parse(encode(content).value(), "postcodes.bin");
  BOOST_REQUIRE(file);
  for (std::uint32_t number = 0; number < counts.size(); ++number) {
    const auto sector = file->find_sector(first_key + number);
    BOOST_REQUIRE(sector);
    BOOST_TEST(file->candidates(*sector).count == counts[number]);
    for (std::uint32_t unit = 0; unit < 400; ++unit) {
      const auto known = expected.find(std::uint64_t{first_key + number} * 400 + unit);
      BOOST_REQUIRE(file->has(*sector, unit) == (known != expected.end()));
      if (known != expected.end())
        BOOST_REQUIRE(file->candidate(file->candidates(*sector).first +
                                      file->candidate_of(*sector, unit)) == known->second);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_file_is_refused) {
  const std::string whole = small_file();
  BOOST_TEST(verdict("") == "foreign_file");
  for (std::size_t size = 1; size < whole.size(); ++size)
    BOOST_TEST(verdict(whole.substr(0, size)) == "damaged_file");
  BOOST_TEST(verdict(whole + "x") == "damaged_file");
}

BOOST_AUTO_TEST_CASE(every_single_damaged_byte_is_noticed) {
  const std::string whole = small_file();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const std::string expected = at < 8 ? "foreign_file" : at < 12 ? "newer_file" : "damaged_file";
    BOOST_TEST(verdict(damaged) == expected);
  }
}

BOOST_AUTO_TEST_CASE(foreign_newer_and_older_files_are_told_apart) {
  BOOST_TEST(verdict("postcode,gss\n") == "foreign_file");
  BOOST_TEST(verdict(std::string(4096, '\0')) == "foreign_file");
  // What a transfer in text mode makes of it: CR LF turned into LF.
  std::string text_mode = small_file();
  text_mode.erase(4, 1);
  BOOST_TEST(verdict(text_mode) == "foreign_file");
  std::string newer = small_file();
  newer[8] = 3;
  reseal(newer);
  const auto refused = PostcodeFile::parse(newer, "postcodes.bin");
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message.find("format version 3") != std::string::npos);
  BOOST_TEST(refused.error().message.find("Update Postbag") != std::string::npos);
  std::string older = small_file();
  older[8] = 1;
  reseal(older);
  const auto old = PostcodeFile::parse(older, "postcodes.bin");
  BOOST_REQUIRE(!old);
  BOOST_TEST(old.error().code == "older_file");
  BOOST_TEST(old.error().message.find("Update Postbag") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_lie_with_a_right_checksum_never_leads_out_of_bounds) {
  const std::string whole = small_file();
  std::size_t refused = 0;
  for (std::size_t at = 20; at < whole.size(); ++at) {
    for (const unsigned char value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
      std::string hostile = whole;
      hostile[at] = static_cast<char>(value);
      reseal(hostile);
      const auto file = PostcodeFile::parse(hostile, "postcodes.bin");
      refused += file ? 0 : 1;
      if (!file) continue;
      for (std::uint32_t sector = 0; sector < file->sector_count(); ++sector) {
        for (std::uint32_t unit = 0; unit < 400; ++unit)
          if (file->has(sector, unit))
            BOOST_REQUIRE(file->candidate_of(sector, unit) < file->candidates(sector).count);
        BOOST_REQUIRE(file->find_sector(file->sector_key(sector)).value_or(99) == sector);
      }
    }
  }
  BOOST_TEST(refused > 300U);
}

BOOST_AUTO_TEST_CASE(random_damage_to_the_bundled_file_is_refused_or_harmless) {
  const std::string whole =
      postbag::testing::read_file(postbag::testing::bundled_folder() / "postcodes.bin");
  postbag::testing::RepeatableRng rng;
  for (int round = 0; round < 30; ++round) {
    std::string hostile = whole;
    for (int i = 0; i < 8; ++i) {
      std::array<std::uint32_t, 2> random{};
      rng.fill(std::as_writable_bytes(std::span{random}));
      hostile[20 + random[0] % (hostile.size() - 20)] = static_cast<char>(random[1]);
    }
    reseal(hostile);
    const auto file = PostcodeFile::parse(hostile, "postcodes.bin");
    if (!file) continue;
    for (std::uint32_t sector = 0; sector < file->sector_count(); ++sector) {
      const std::uint32_t place = file->candidate_of(sector, 399);
      BOOST_REQUIRE(file->candidate(file->candidates(sector).first + place) < file->codes().size());
    }
  }
}

BOOST_AUTO_TEST_CASE(more_than_the_format_holds_is_refused) {
  PostcodeContent content;
  for (int i = 0; i < 256; ++i) {
    content.codes.push_back("E1400" + std::to_string(1000 + i));
    content.postcodes.push_back(
        {number("DE1 1AA") + static_cast<std::uint64_t>(i), static_cast<std::uint16_t>(i)});
  }
  const auto refused = encode(content);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().code == "unusable_source");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(whole_files)

BOOST_AUTO_TEST_CASE(a_file_is_replaced_whole_and_nothing_else_is_left) {
  const postbag::testing::TemporaryFolder folder;
  const auto file = folder.write("postcodes.bin", "old");
  BOOST_TEST(postbag::write_whole(file, "new").has_value());
  BOOST_TEST(postbag::read_whole(file).value() == "new");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_leaves_the_old_file_and_no_trace) {
  const postbag::testing::TemporaryFolder folder;
  // A folder stands where the file should go, so the last step, the renaming, fails.
  folder.write("postcodes.bin/inner", "old");
  const auto refused = postbag::write_whole(folder / "postcodes.bin", "new");
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().code == "write_failed");
  BOOST_TEST(postbag::testing::read_file(folder / "postcodes.bin/inner") == "old");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
  BOOST_TEST(postbag::write_whole(folder / "none/postcodes.bin", "new").error().code ==
             "write_failed");
  BOOST_TEST(postbag::write_whole("/dev/full/postcodes.bin", "new").error().code == "write_failed");
}

BOOST_AUTO_TEST_SUITE_END()
