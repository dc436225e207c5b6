#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "data/constituency.h"
#include "data/postcode.h"

namespace postbag::data {

/// How sure an answer is; the words are the API's.
enum class Match {
  /// The data set has the postcode, in one constituency.
  exact,
  /// Several are possible and the supporter must choose: Northern Ireland, or a postcode known to
  /// straddle.
  ambiguous,
  /// Well-formed but not in the data set (newer than it, most likely): the candidates of its
  /// sector, else of its district. Also a sector of Northern Ireland that has one candidate only:
  /// no unit of it is known, so it is not `exact`, and there is nothing to choose between.
  area
};

/// `exact`, `ambiguous` or `area`.
[[nodiscard]] std::string_view name_of(Match match);

/// The answer to one look-up. Both lists and what they point at live as long as the DataSet.
struct Answer {
  using Constituencies = std::span<const Constituency* const>;

  /// A constructor, so that std::in_place can make an answer where the caller wants it.
  Answer(Match how_sure, Constituencies found, Constituencies others)
      : match(how_sure), constituencies(found), nearby(others) {}

  Match match;
  /// One for `exact`, several for `ambiguous`; likeliest first. Never empty.
  Constituencies constituencies;
  /// Only for `exact`: the other constituencies of the postcode's sector, likeliest first.
  Constituencies nearby;
};

/// What staff know better than a data set.
struct Amendments {
  /// By code of the seat: those that have no Member, or one whom the data set does not yet name.
  std::map<std::string, Seat, std::less<>> seats;
  /// By a Member's id: where letters go, in place of what the data set has.
  std::map<std::string, EmailAddress, std::less<>> addresses;
  bool operator==(const Amendments&) const = default;
};

/// Every postcode, constituency and Member of one bundled data set. Immutable once loaded; safe to
/// read from any thread.
class DataSet {
  class State;

 public:
  /// What load() uses; nothing else can name a State.
  explicit DataSet(std::unique_ptr<State> state, std::shared_ptr<const DataSet> published = {});
  DataSet(const DataSet&) = delete;
  DataSet& operator=(const DataSet&) = delete;
  ~DataSet();

  /// Reads `postcodes.bin`, `constituencies.csv`, `mps.csv`, `ni-districts.csv` and `offices.csv`
  /// from `folder`. The error names the file and, in a CSV, the line; codes: `missing_file`,
  /// `foreign_file`, `damaged_file`, `newer_file`, `older_file`, `malformed_row`, `missing_row`.
  [[nodiscard]] static Result<std::shared_ptr<const DataSet>> load(
      const std::filesystem::path& folder);

  /// The same with these amendments in force. They change nothing of `published`, which shares its
  /// postcodes with it. An amendment of a seat or Member that is not there changes nothing.
  [[nodiscard]] static std::shared_ptr<const DataSet> amended(
      std::shared_ptr<const DataSet> published, const Amendments& amendments);

  /// What it was before it was amended; itself when it was not.
  [[nodiscard]] const DataSet& published() const { return published_ ? *published_ : *this; }

  /// Where a postcode votes. Codes of the error, each with a message that a supporter can read:
  /// `no_such_area` (nothing is known of its district), `crown_dependency` (Guernsey, Jersey, Isle
  /// of Man), `forces_address`, `overseas_territory`.
  [[nodiscard]] Result<Answer> lookup(const Postcode& postcode) const;

  /// All 650, in order of code.
  [[nodiscard]] std::span<const Constituency> constituencies() const;
  /// Null when there is no such code.
  [[nodiscard]] const Constituency* find(std::string_view code) const;

  /// What the figures made from this data set cite: `postcodes 2025-05, members 2026-06-27`.
  [[nodiscard]] const std::string& description() const;
  /// Of the postcodes' source, `2025-05`; of the Members, `2026-06-27`.
  [[nodiscard]] const std::string& postcodes_date() const;
  [[nodiscard]] const std::string& members_date() const;

 private:
  std::unique_ptr<State> state_;
  std::shared_ptr<const DataSet> published_;
};

}  // namespace postbag::data
