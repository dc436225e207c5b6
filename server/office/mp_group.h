#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "data/data_set.h"

namespace postbag::office {

/// Whose MPs are counted: all, or those of some seats and some people. A letter belongs to it that
/// comes from one of the seats or goes to one of the people.
struct MpGroup {
  bool everyone = true;
  /// Codes of constituencies.
  std::set<std::string, std::less<>> seats = {};
  /// Numbers of Members, data::Member::id.
  std::set<std::string, std::less<>> members = {};

  /// Whether the seat is one of its own, or its present Member one of its people.
  [[nodiscard]] bool has(const data::Constituency& seat) const;
  /// Whether a letter belongs to it.
  [[nodiscard]] bool has(std::string_view constituency, std::string_view member) const;
};

/// The present Members of a party.
[[nodiscard]] MpGroup of_party(const data::DataSet& data_set, std::string_view party);
/// The seats of a nation, as data::name_of() says it, or of a region.
[[nodiscard]] MpGroup of_nation(const data::DataSet& data_set, std::string_view nation);
[[nodiscard]] MpGroup of_region(const data::DataSet& data_set, std::string_view region);
/// Whoever holds a post that a person has checked.
[[nodiscard]] MpGroup of_office(const data::DataSet& data_set, std::string_view office);

/// Every party with a Member, nation, region and checked post there is, in alphabetical order.
[[nodiscard]] std::vector<std::string> parties(const data::DataSet& data_set);
[[nodiscard]] std::vector<std::string> nations(const data::DataSet& data_set);
[[nodiscard]] std::vector<std::string> regions(const data::DataSet& data_set);
[[nodiscard]] std::vector<std::string> offices(const data::DataSet& data_set);

}  // namespace postbag::office
