#include "data/people.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "data/csv.h"
#include "data/postcode.h"

namespace postbag::data {
namespace {

/// Stands in where the source has no colour.
constexpr std::string_view grey = "#909090";

tl::unexpected<Error> bad(std::string message, std::string column) {
  return fail("malformed_row", std::move(message), std::move(column));
}

bool is_code(std::string_view text) {
  return text.size() == 9 && text[0] >= 'A' && text[0] <= 'Z' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

/// `2026-06-27`.
bool is_day(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 4 || i == 7;
    if (hyphen ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

Result<int> whole_number(std::string_view text, std::string_view column) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    return bad("this must be a whole number.", std::string{column});
  return value;
}

Result<Nation> nation_of(std::string_view name) {
  for (const Nation nation :
       {Nation::england, Nation::scotland, Nation::wales, Nation::northern_ireland})
    if (name_of(nation) == name) return nation;
  return bad("nation must be England, Scotland, Wales or Northern Ireland.", "nation");
}

constexpr std::array<std::string_view, 8> constituency_columns = {
    "gss", "name", "name_cy", "nation", "region", "hex_q", "hex_r", "neighbours"};

Result<Constituency> constituency_from(const CsvRow& row) {
  if (!is_code(row[0])) return bad("gss must be a code like E14001195.", "gss");
  if (row[1].empty()) return bad("name is empty.", "name");
  const auto nation = nation_of(row[3]);
  if (!nation) return tl::unexpected(nation.error());
  const auto hex_q = whole_number(row[5], "hex_q");
  if (!hex_q) return tl::unexpected(hex_q.error());
  const auto hex_r = whole_number(row[6], "hex_r");
  if (!hex_r) return tl::unexpected(hex_r.error());
  Constituency constituency;
  constituency.code = row[0];
  constituency.name = row[1];
  constituency.welsh_name = row[2];
  constituency.nation = *nation;
  constituency.region = row[4];
  constituency.hex_q = *hex_q;
  constituency.hex_r = *hex_r;
  for (const std::string_view neighbour : split(row[7], ';'))
    constituency.neighbours.emplace_back(neighbour);
  constituency.seat = Seat::unknown;
  return constituency;
}

Result<std::vector<Constituency>> read_constituencies(const std::filesystem::path& folder) {
  std::vector<Constituency> all;
  const auto read = read_csv(folder / "constituencies.csv", constituency_columns,
                             [&](const CsvRow& row) -> Result<void> {
                               auto constituency = constituency_from(row);
                               if (!constituency) return tl::unexpected(constituency.error());
                               all.push_back(std::move(*constituency));
                               return {};
                             });
  if (!read) return tl::unexpected(read.error());
  std::sort(all.begin(), all.end(), [](const Constituency& left, const Constituency& right) {
    return left.code < right.code;
  });
  const auto twice = std::adjacent_find(
      all.begin(), all.end(),
      [](const Constituency& left, const Constituency& right) { return left.code == right.code; });
  if (twice != all.end())
    return bad((folder / "constituencies.csv").string() + ": " + twice->code + " stands twice.",
               "gss");
  return all;
}

constexpr std::array<std::string_view, 10> member_columns = {
    "gss",        "member_id",    "display_name", "full_title", "party",
    "party_abbr", "party_colour", "email",        "as_of",      "status"};

Result<Member> member_from(const CsvRow& row) {
  Member member;
  member.id = row[1];
  member.name = row[2];
  member.title = row[3];
  member.party = row[4];
  member.party_abbreviation = row[5];
  member.party_colour = row[6].empty() ? grey : row[6];
  if (member.id.empty() || member.name.empty() || member.title.empty())
    return bad("a current Member needs member_id, display_name and full_title.", "display_name");
  if (!is_colour(member.party_colour))
    return bad("party_colour must be like #d50000.", "party_colour");
  if (!row[7].empty()) {
    auto email = EmailAddress::parse(row[7]);
    if (!email) return bad("email is not an address like name@parliament.uk.", "email");
    member.email = std::move(*email);
  }
  return member;
}

/// Puts one row of mps.csv into the seat it names.
Result<void> seat_member(const CsvRow& row, People& people, std::vector<bool>& seated) {
  const std::size_t place = place_of(row[0], people.constituencies);
  if (place == people.constituencies.size())
    return bad("gss is not a code of constituencies.csv.", "gss");
  if (seated[place]) return bad("this constituency has a row already.", "gss");
  if (!is_day(row[8])) return bad("as_of must be a day like 2026-06-27.", "as_of");
  seated[place] = true;
  Constituency& constituency = people.constituencies[place];
  if (row[9] == "current") {
    auto member = member_from(row);
    if (!member) return tl::unexpected(member.error());
    constituency.seat = Seat::held;
    constituency.member = std::move(*member);
  } else if (row[9] == "vacant" || row[9] == "changed") {
    constituency.seat = row[9] == "vacant" ? Seat::vacant : Seat::unknown;
  } else {
    return bad("status must be current, changed or vacant.", "status");
  }
  if (people.members_date.empty() || row[8] < people.members_date) people.members_date = row[8];
  return {};
}

constexpr std::array<std::string_view, 4> office_columns = {"post", "member_id", "gss",
                                                            "checked_on"};

/// Gives a checked post to its Member; notes an unchecked one.
Result<void> give_office(const CsvRow& row, People& people) {
  if (row[0].empty()) return bad("post is empty.", "post");
  if (row[3].empty()) {
    people.unchecked_offices.emplace_back(row[0]);
    return {};
  }
  if (!is_day(row[3]))
    return bad("checked_on must be a day like 2026-11-22, or empty.", "checked_on");
  const std::size_t place = place_of(row[2], people.constituencies);
  if (place == people.constituencies.size())
    return bad("gss is not a code of constituencies.csv.", "gss");
  auto& member = people.constituencies[place].member;
  if (!member || member->id != row[1])
    return bad("mps.csv does not have this Member in this seat.", "member_id");
  member->offices.emplace_back(row[0]);
  return {};
}

/// A table that lacks rows, most likely because its file is half-written.
tl::unexpected<Error> cut_short(const std::filesystem::path& file, const std::string& what) {
  return fail("missing_row", file.string() + " is not whole: " + what + ". Copy it again.");
}

/// The key of a district or sector as ni-districts.csv writes it: `BT7`, `BT7 1`.
Result<std::uint32_t> sector_key_of(std::string_view code, bool whole_sector) {
  const auto postcode = Postcode::parse(std::string{code} + (whole_sector ? "AA" : " 1AA"));
  if (!postcode || (whole_sector ? postcode->sector() : postcode->district()) != code)
    return bad("code must be a district like BT7 or a sector like BT7 1.", "code");
  return postcode->sector_key();
}

Result<std::vector<std::uint16_t>> places_of(std::string_view codes,
                                             const std::vector<Constituency>& constituencies) {
  std::vector<std::uint16_t> places;
  for (const std::string_view code : split(codes, ';')) {
    const std::size_t place = place_of(code, constituencies);
    if (place == constituencies.size())
      return bad("candidates must be codes of constituencies.csv.", "candidates");
    places.push_back(static_cast<std::uint16_t>(place));
  }
  if (places.empty()) return bad("candidates is empty.", "candidates");
  return places;
}

}  // namespace

std::string_view name_of(Nation nation) {
  switch (nation) {
    case Nation::england:
      return "England";
    case Nation::scotland:
      return "Scotland";
    case Nation::wales:
      return "Wales";
    case Nation::northern_ireland:
      break;
  }
  return "Northern Ireland";
}

std::size_t place_of(std::string_view code, const std::vector<Constituency>& constituencies) {
  const auto found =
      std::lower_bound(constituencies.begin(), constituencies.end(), code,
                       [](const Constituency& constituency, std::string_view wanted) {
                         return constituency.code < wanted;
                       });
  if (found == constituencies.end() || found->code != code) return constituencies.size();
  return static_cast<std::size_t>(found - constituencies.begin());
}

Result<std::vector<std::string>> read_codes(const std::filesystem::path& folder) {
  const auto constituencies = read_constituencies(folder);
  if (!constituencies) return tl::unexpected(constituencies.error());
  std::vector<std::string> codes;
  for (const Constituency& constituency : *constituencies)
    codes.push_back(constituency.code);
  return codes;
}

Result<People> read_people(const std::filesystem::path& folder) {
  auto constituencies = read_constituencies(folder);
  if (!constituencies) return tl::unexpected(constituencies.error());
  People people;
  people.constituencies = std::move(*constituencies);
  std::vector<bool> seated(people.constituencies.size());
  if (const auto read =
          read_csv(folder / "mps.csv", member_columns,
                   [&](const CsvRow& row) { return seat_member(row, people, seated); });
      !read)
    return tl::unexpected(read.error());
  for (std::size_t place = 0; place < seated.size(); ++place)
    if (!seated[place])
      return cut_short(folder / "mps.csv",
                       "it has no row for " + people.constituencies[place].code + " (" +
                           people.constituencies[place].name +
                           "); a seat without a Member has one too, with status "
                           "vacant or changed");
  if (const auto read = read_csv(folder / "offices.csv", office_columns,
                                 [&](const CsvRow& row) { return give_office(row, people); });
      !read)
    return tl::unexpected(read.error());
  return people;
}

Result<NorthernIreland> read_northern_ireland(const std::filesystem::path& folder,
                                              const std::vector<Constituency>& constituencies) {
  constexpr std::array<std::string_view, 3> columns = {"level", "code", "candidates"};
  NorthernIreland result;
  const auto read =
      read_csv(folder / "ni-districts.csv", columns, [&](const CsvRow& row) -> Result<void> {
        const bool sector = row[0] == "sector";
        if (!sector && row[0] != "district")
          return bad("level must be district or sector.", "level");
        const auto key = sector_key_of(row[1], sector);
        if (!key) return tl::unexpected(key.error());
        auto places = places_of(row[2], constituencies);
        if (!places) return tl::unexpected(places.error());
        auto& table = sector ? result.sectors : result.districts;
        if (!table.emplace(sector ? *key : *key / 10, std::move(*places)).second)
          return bad("this code has a row already.", "code");
        return {};
      });
  if (!read) return tl::unexpected(read.error());
  for (const auto& [district, places] : result.districts) {
    const auto sector = result.sectors.lower_bound(district * 10);
    if (sector == result.sectors.end() || sector->first / 10 != district)
      return cut_short(folder / "ni-districts.csv", "a district has no row for any of its sectors");
  }
  if (result.sectors.empty()) return cut_short(folder / "ni-districts.csv", "it has no sectors");
  return result;
}

}  // namespace postbag::data
