#include "data/check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include "data/people.h"
#include "data/postcode_file.h"

namespace postbag::data {
namespace {

struct Loaded {
  PostcodeFile file;
  /// Absent when there are no tables beside the file.
  std::optional<People> people;
};

Result<Loaded> load(const std::filesystem::path& path) {
  std::error_code ignored;  // a path that cannot be asked is reported by reading it
  const bool is_folder = std::filesystem::is_directory(path, ignored);
  const std::filesystem::path folder = is_folder ? path : path.parent_path();
  auto file = PostcodeFile::load(is_folder ? path / "postcodes.bin" : path);
  if (!file) return tl::unexpected(file.error());
  if (!is_folder && !std::filesystem::exists(folder / "constituencies.csv", ignored))
    return Loaded{std::move(*file), std::nullopt};
  auto people = read_people(folder);
  if (!people) return tl::unexpected(people.error());
  if (const auto northern = read_northern_ireland(folder, people->constituencies); !northern)
    return tl::unexpected(northern.error());
  return Loaded{std::move(*file), std::move(*people)};
}

/// Postcodes by GSS code; a straddling one counts where it most likely is.
std::map<std::string, std::uint64_t> count_postcodes(const PostcodeFile& file) {
  std::vector<std::uint64_t> counts(file.codes().size());
  for (std::uint32_t sector = 0; sector < file.sector_count(); ++sector)
    for (std::uint32_t unit = 0; unit < postcode_format::units; ++unit)
      if (file.has(sector, unit))
        ++counts[file.candidate(file.candidates(sector).first + file.candidate_of(sector, unit))];
  std::map<std::string, std::uint64_t> by_code;
  for (std::size_t i = 0; i < counts.size(); ++i)
    by_code[file.codes()[i]] = counts[i];
  return by_code;
}

/// ONS begins a code with its country's letter.
Nation nation_of(const std::string& code) {
  switch (code.front()) {
    case 'E':
      return Nation::england;
    case 'S':
      return Nation::scotland;
    case 'W':
      return Nation::wales;
    default:
      return Nation::northern_ireland;
  }
}

/// Writes the report, part by part.
class Report {
 public:
  explicit Report(const Loaded& loaded) : loaded_(loaded), counts_(count_postcodes(loaded.file)) {}

  [[nodiscard]] CheckReport write();

 private:
  void write_file();
  void write_counts();
  void write_people();
  /// Adds a line to what needs attention: how many, of what, and which.
  void attend(const std::string& what, const std::vector<std::string>& which);
  [[nodiscard]] std::string called(const std::string& code) const;

  const Loaded& loaded_;
  std::map<std::string, std::uint64_t> counts_;
  std::ostringstream text_;
  std::vector<std::string> attention_;
};

std::string Report::called(const std::string& code) const {
  if (!loaded_.people) return code;
  const auto& constituencies = loaded_.people->constituencies;
  const std::size_t place = place_of(code, constituencies);
  return place == constituencies.size() ? code : constituencies[place].name;
}

void Report::attend(const std::string& what, const std::vector<std::string>& which) {
  if (which.empty()) return;
  std::string line = what + " (" + std::to_string(which.size()) + "): ";
  for (std::size_t i = 0; i < which.size(); ++i)
    line += (i == 0 ? "" : "; ") + which[i];
  attention_.push_back(std::move(line));
}

void Report::write_file() {
  const PostcodeFileNotes& notes = loaded_.file.notes();
  text_ << "postcodes: format " << postcode_format::version << ", of " << notes.source_date
        << ", checksum right\n"
        << "  source: " << notes.source << "\n  licence: " << notes.licence << "\n"
        << "  live: " << notes.live << "\n  terminated: " << notes.terminated << "\n"
        << "  straddling several constituencies: " << loaded_.file.straddling_count() << "\n"
        << "  sectors: " << loaded_.file.sector_count() << "\n";
}

void Report::write_counts() {
  std::map<Nation, std::uint64_t> by_nation;
  std::vector<std::pair<std::uint64_t, std::string>> placed;
  std::vector<std::string> without;
  for (const auto& [code, count] : counts_) {
    by_nation[nation_of(code)] += count;
    if (count > 0) {
      placed.emplace_back(count, code);
    } else if (nation_of(code) != Nation::northern_ireland || !loaded_.people) {
      without.push_back(called(code));
    }
  }
  std::sort(placed.begin(), placed.end());
  text_ << "postcodes by nation:\n";
  for (const Nation nation :
       {Nation::england, Nation::scotland, Nation::wales, Nation::northern_ireland})
    text_ << "  " << name_of(nation) << ": " << by_nation[nation] << "\n";
  if (by_nation[Nation::northern_ireland] == 0 && loaded_.people)
    text_ << "  Northern Ireland is answered by the candidates of ni-districts.csv\n";
  if (!placed.empty()) {
    const auto show = [&](std::string_view what, const auto& entry) {
      text_ << "  " << what << ": " << entry.first << " (" << called(entry.second) << ")\n";
    };
    text_ << "postcodes by constituency, of the " << placed.size() << " that have any:\n";
    show("fewest", placed.front());
    show("median", placed[placed.size() / 2]);
    show("most", placed.back());
  }
  attend("constituencies without postcodes", without);
}

void Report::write_people() {
  const People& people = *loaded_.people;
  std::map<Nation, std::size_t> seats;
  std::vector<std::string> vacant;
  std::vector<std::string> unknown;
  std::vector<std::string> unreachable;
  std::vector<std::string> foreign;
  std::size_t held = 0;
  for (const Constituency& constituency : people.constituencies) {
    ++seats[constituency.nation];
    if (constituency.seat == Seat::vacant) vacant.push_back(constituency.name);
    if (constituency.seat == Seat::unknown) unknown.push_back(constituency.name);
    if (constituency.seat == Seat::held) ++held;
    if (constituency.member && !constituency.member->email)
      unreachable.push_back(constituency.member->name + ", " + constituency.name);
  }
  for (const auto& [code, count] : counts_)
    if (place_of(code, people.constituencies) == people.constituencies.size())
      foreign.push_back(code);
  text_ << "constituencies: " << people.constituencies.size() << "\n";
  for (const auto& [nation, count] : seats)
    text_ << "  " << name_of(nation) << ": " << count << "\n";
  text_ << "Members: " << held << ", all as of " << people.members_date << " or later\n"
        << "  with an address: " << held - unreachable.size() << "\n";
  attend("constituencies of the postcodes that constituencies.csv lacks", foreign);
  attend("vacant seats", vacant);
  attend("seats whose Member the data set does not name", unknown);
  attend("Members without an address", unreachable);
  attend("posts that await a check by a person, unused until then", people.unchecked_offices);
}

CheckReport Report::write() {
  write_file();
  write_counts();
  if (loaded_.people) write_people();
  text_ << (attention_.empty() ? "nothing needs attention\n" : "needs attention:\n");
  for (const std::string& line : attention_)
    text_ << "  " << line << "\n";
  return {text_.str(), std::move(attention_)};
}

}  // namespace

Result<CheckReport> check(const std::filesystem::path& path) {
  const auto loaded = load(path);
  if (!loaded) return tl::unexpected(loaded.error());
  return Report{*loaded}.write();
}

}  // namespace postbag::data
