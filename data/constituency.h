#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace postbag::data {

enum class Nation { england, scotland, wales, northern_ireland };

/// `England`, `Scotland`, `Wales` or `Northern Ireland`.
[[nodiscard]] std::string_view name_of(Nation nation);

/// A Member of Parliament, as Parliament's members service describes them.
struct Member {
  /// Parliament's own number for the person (Members API `id`), which stays theirs when they change
  /// seat or party.
  std::string id;
  /// As Parliament displays it and as a letter greets them: `Baggy Shanker`.
  std::string name;
  /// For the envelope line: `Rt Hon Wendy Morton MP`.
  std::string title;
  std::string party;
  std::string party_abbreviation;
  /// `#d50000`; a stand-in grey where the source has none.
  std::string party_colour;
  /// Where letters go; absent when Parliament publishes none.
  std::optional<EmailAddress> email;
  /// Posts that a person has checked (offices.csv), such as `Prime Minister`.
  std::vector<std::string> offices;
};

/// Whether a seat has a Member: `unknown` when it has one whom the data set does not yet name.
enum class Seat { held, vacant, unknown };

/// One of the 650 seats (constituencies.csv), with its Member (mps.csv).
struct Constituency {
  /// GSS code of July 2024, such as `E14001195`.
  std::string code;
  std::string name;
  /// Empty outside Wales.
  std::string welsh_name;
  Nation nation = Nation::england;
  /// One of England's nine regions, else the nation.
  std::string region;
  /// Where the seat stands in the cartogram: odd-r layout, q grows eastward, r northward.
  int hex_q = 0;
  int hex_r = 0;
  /// Codes of the seats that share a boundary.
  std::vector<std::string> neighbours;
  Seat seat = Seat::vacant;
  /// Set exactly when `seat` is held.
  std::optional<Member> member;
};

}  // namespace postbag::data
