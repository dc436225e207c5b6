#include "data/data_set.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "data/people.h"
#include "data/postcode_file.h"

namespace postbag::data {
namespace {

/// Says which setting a file that is not there hangs on.
tl::unexpected<Error> unloaded(Error error) {
  if (error.code == "missing_file")
    error.message +=
        " Set data.folder to a whole data set, such as the data/set that Postbag comes with.";
  return tl::unexpected(std::move(error));
}

using Pointers = std::span<const Constituency* const>;

/// Areas whose postcodes are of the UK's form but vote for no MP, and what a supporter reads.
struct Elsewhere {
  std::string_view area;
  std::string_view code;
  std::string_view message;
};

constexpr std::string_view crown_message_end =
    " is a Crown dependency: it has a parliament of its own and sends no MP to Westminster. If you "
    "have a UK address where you are registered to vote, enter its postcode.";

constexpr std::array<Elsewhere, 6> elsewhere = {{
    {"JE", "crown_dependency", "Jersey"},
    {"GY", "crown_dependency", "The Bailiwick of Guernsey"},
    {"IM", "crown_dependency", "The Isle of Man"},
    {"GX", "overseas_territory",
     "Gibraltar has a parliament of its own and sends no MP to Westminster. If you have lived in "
     "the UK, enter your last postcode there."},
    {"BF", "forces_address",
     "A forces address is not in a constituency. Enter the postcode of the UK address where you "
     "are "
     "registered to vote."},
    {"BX", "no_such_area",
     "BX postcodes are for the mail of banks and offices and are in no constituency. Enter the "
     "postcode where you live."},
}};

/// Why nothing is known of a postcode's district.
tl::unexpected<Error> unknown_area(const Postcode& postcode) {
  const std::string district = postcode.district();
  const std::string_view area = std::string_view{district}.substr(0, 2);
  for (const Elsewhere& place : elsewhere) {
    if (place.area != area) continue;
    std::string message{place.message};
    if (place.code == "crown_dependency") message += crown_message_end;
    return fail(std::string{place.code}, std::move(message), "postcode");
  }
  return fail("no_such_area",
              "We know no postcodes that begin like this one. Check it, and enter a full postcode, "
              "like DE1 1AA.",
              "postcode");
}

}  // namespace

std::string_view name_of(Match match) {
  switch (match) {
    case Match::exact:
      return "exact";
    case Match::ambiguous:
      return "ambiguous";
    case Match::area:
      break;
  }
  return "area";
}

/// What no amendment changes.
struct Ground {
  PostcodeFile file;
  NorthernIreland northern_ireland;
};

/// The tables, and every list that an answer can hold, made once.
class DataSet::State {
 public:
  State(People people, std::shared_ptr<const Ground> ground);

  /// The same ground with other people.
  [[nodiscard]] std::unique_ptr<State> with(People people) const {
    return std::make_unique<State>(std::move(people), ground_);
  }
  [[nodiscard]] const People& people() const { return people_; }

  [[nodiscard]] Result<Answer> lookup(const Postcode& postcode) const;
  [[nodiscard]] const std::vector<Constituency>& constituencies() const {
    return people_.constituencies;
  }
  [[nodiscard]] const std::string& description() const { return description_; }
  [[nodiscard]] const std::string& postcodes_date() const { return file_.notes().source_date; }
  [[nodiscard]] const std::string& members_date() const { return people_.members_date; }

 private:
  using Lists = std::map<std::uint32_t, std::vector<const Constituency*>>;

  void list_others();
  [[nodiscard]] Lists listed(const std::map<std::uint32_t, std::vector<std::uint16_t>>& from) const;
  [[nodiscard]] Result<Answer> unlisted(const Postcode& postcode,
                                        std::optional<std::uint32_t> sector) const;
  [[nodiscard]] Answer candidates(Match match, PostcodeFile::List list) const {
    return {match, Pointers{candidates_}.subspan(list.first, list.count), {}};
  }

  People people_;
  const std::shared_ptr<const Ground> ground_;
  const PostcodeFile& file_;
  std::string description_;
  /// The file's candidate table, as constituencies.
  std::vector<const Constituency*> candidates_;
  /// Of each list of k candidates, k lists: for each candidate in turn the k - 1 others. So an
  /// answer needs no memory of its own.
  std::vector<const Constituency*> others_;
  /// Where the list of the others begins in `others_`, for each place in `candidates_`.
  std::vector<std::uint32_t> first_other_;
  Lists northern_sectors_;
  Lists northern_districts_;
};

DataSet::State::State(People people, std::shared_ptr<const Ground> ground)
    : people_(std::move(people)),
      ground_(std::move(ground)),
      file_(ground_->file),
      description_("postcodes " + file_.notes().source_date + ", members " + people_.members_date),
      northern_sectors_(listed(ground_->northern_ireland.sectors)),
      northern_districts_(listed(ground_->northern_ireland.districts)) {
  std::vector<const Constituency*> by_number;
  for (const std::string& code : file_.codes())
    by_number.push_back(&people_.constituencies[place_of(code, people_.constituencies)]);
  candidates_.reserve(file_.candidate_count());
  for (std::uint32_t place = 0; place < file_.candidate_count(); ++place)
    candidates_.push_back(by_number[file_.candidate(place)]);
  list_others();
}

/// Sectors share lists of candidates, so each one's are made once: they stay few and near.
void DataSet::State::list_others() {
  std::vector<bool> listed(file_.candidate_count());
  first_other_.resize(file_.candidate_count());
  for (std::uint32_t sector = 0; sector < file_.sector_count(); ++sector) {
    const auto [first, count] = file_.candidates(sector);
    if (listed[first]) continue;
    listed[first] = true;
    for (std::uint32_t own = first; own < first + count; ++own) {
      first_other_[own] = static_cast<std::uint32_t>(others_.size());
      for (std::uint32_t other = first; other < first + count; ++other)
        if (other != own) others_.push_back(candidates_[other]);
    }
  }
}

DataSet::State::Lists DataSet::State::listed(
    const std::map<std::uint32_t, std::vector<std::uint16_t>>& from) const {
  Lists lists;
  for (const auto& [key, places] : from)
    for (const std::uint16_t place : places)
      lists[key].push_back(&people_.constituencies[place]);
  return lists;
}

Result<Answer> DataSet::State::lookup(const Postcode& postcode) const {
  const auto sector = file_.find_sector(postcode.sector_key());
  if (!sector || !file_.has(*sector, postcode.unit())) return unlisted(postcode, sector);
  if (const auto several = file_.straddling(*sector, postcode.unit()))
    return candidates(Match::ambiguous, *several);
  const auto [first, count] = file_.candidates(*sector);
  const std::uint32_t own = first + file_.candidate_of(*sector, postcode.unit());
  // Made where the caller wants it: to copy it would cost as much as to find it.
  return Result<Answer>{tl::in_place, Match::exact, Pointers{&candidates_[own], 1},
                        Pointers{others_.data() + first_other_[own], count - 1}};
}

/// The answer for a postcode that the file lacks. Rare, and so out of the usual one's way.
[[gnu::cold]] Result<Answer> DataSet::State::unlisted(const Postcode& postcode,
                                                      std::optional<std::uint32_t> sector) const {
  if (sector) return candidates(Match::area, file_.candidates(*sector));
  const std::uint32_t key = postcode.sector_key();
  const auto northern = [](const std::vector<const Constituency*>& list) {
    return Answer{list.size() > 1 ? Match::ambiguous : Match::area, list, {}};
  };
  if (const auto found = northern_sectors_.find(key); found != northern_sectors_.end())
    return northern(found->second);
  if (const auto district = file_.district(key / 10)) return candidates(Match::area, *district);
  if (const auto found = northern_districts_.find(key / 10); found != northern_districts_.end())
    return northern(found->second);
  return unknown_area(postcode);
}

DataSet::DataSet(std::unique_ptr<State> state, std::shared_ptr<const DataSet> published)
    : state_(std::move(state)), published_(std::move(published)) {}
DataSet::~DataSet() = default;

Result<std::shared_ptr<const DataSet>> DataSet::load(const std::filesystem::path& folder) {
  auto people = read_people(folder);
  if (!people) return unloaded(std::move(people.error()));
  auto northern_ireland = read_northern_ireland(folder, people->constituencies);
  if (!northern_ireland) return unloaded(northern_ireland.error());
  auto file = PostcodeFile::load(folder / "postcodes.bin");
  if (!file) return unloaded(std::move(file.error()));
  for (const std::string& code : file->codes())
    if (place_of(code, people->constituencies) == people->constituencies.size())
      return fail("foreign_file", (folder / "postcodes.bin").string() +
                                      " names a constituency that constituencies.csv lacks. Use "
                                      "the two files of one data set.");
  return std::make_shared<const DataSet>(std::make_unique<State>(
      std::move(*people),
      std::make_shared<const Ground>(Ground{std::move(*file), std::move(*northern_ireland)})));
}

std::shared_ptr<const DataSet> DataSet::amended(std::shared_ptr<const DataSet> published,
                                                const Amendments& amendments) {
  People people = published->state_->people();
  for (Constituency& seat : people.constituencies) {
    const auto known = amendments.seats.find(seat.code);
    if (known != amendments.seats.end() && known->second != Seat::held) {
      seat.seat = known->second;
      seat.member.reset();
    }
    if (!seat.member) continue;
    const auto address = amendments.addresses.find(seat.member->id);
    if (address != amendments.addresses.end()) seat.member->email = address->second;
  }
  auto state = published->state_->with(std::move(people));
  return std::make_shared<const DataSet>(std::move(state), std::move(published));
}

Result<Answer> DataSet::lookup(const Postcode& postcode) const {
  return state_->lookup(postcode);
}

std::span<const Constituency> DataSet::constituencies() const {
  return state_->constituencies();
}

const Constituency* DataSet::find(std::string_view code) const {
  const std::size_t place = place_of(code, state_->constituencies());
  return place == state_->constituencies().size() ? nullptr : &state_->constituencies()[place];
}

const std::string& DataSet::description() const {
  return state_->description();
}

const std::string& DataSet::postcodes_date() const {
  return state_->postcodes_date();
}

const std::string& DataSet::members_date() const {
  return state_->members_date();
}

}  // namespace postbag::data
