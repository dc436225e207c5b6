#include "server/campaign/unknown_names.h"

#include <set>
#include <string_view>

#include "base/nearest.h"

namespace postbag::campaign {
namespace {

using Names = std::set<std::string_view>;

void add_unknown(const std::vector<std::string>& names, const Names& known,
                 std::vector<UnknownName>& unknown) {
  for (const std::string& name : names)
    if (!known.contains(name))
      unknown.push_back({name, did_you_mean(name, {known.begin(), known.end()})});
}

std::vector<std::string> whole_names(std::vector<std::string> offices) {
  std::erase_if(offices, [](const std::string& office) { return office.ends_with('*'); });
  return offices;
}

}  // namespace

UnknownNames unknown_names(const templates::CampaignFile& campaign,
                           std::span<const data::Constituency> constituencies,
                           const std::vector<std::string>& also_offices) {
  Names parties;
  Names offices{also_offices.begin(), also_offices.end()};
  for (const data::Constituency& seat : constituencies) {
    if (!seat.member) continue;
    parties.insert(seat.member->party);
    offices.insert(seat.member->offices.begin(), seat.member->offices.end());
  }
  UnknownNames unknown;
  const auto check = [&](const templates::Filter& filter) {
    for (const auto* names : {&filter.party, &filter.not_party})
      add_unknown(*names, parties, unknown.parties);
    for (const auto* names : {&filter.office, &filter.not_office})
      add_unknown(whole_names(*names), offices, unknown.offices);
  };
  for (const templates::Variant& letter : campaign.letters)
    check(letter.filter);
  for (const templates::Exclusion& exclusion : campaign.exclusions)
    check(exclusion.filter);
  return unknown;
}

}  // namespace postbag::campaign
