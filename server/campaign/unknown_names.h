#pragma once

#include <span>
#include <string>
#include <vector>

#include "data/constituency.h"
#include "templates/campaign_file.h"

namespace postbag::campaign {

/// A name in a filter that never matches: most likely a slip.
struct UnknownName {
  std::string name;
  /// did_you_mean() of it.
  std::string hint;
};

struct UnknownNames {
  /// No MP belongs to them.
  std::vector<UnknownName> parties;
  /// The data set lists nobody in them.
  std::vector<UnknownName> offices;
};

/// What the filters of a campaign's letters and exclusions name and no MP of `constituencies` has.
/// An office in `also_offices` is known as well; one that ends with `*` is meant for posts whose
/// full names nobody knows yet.
[[nodiscard]] UnknownNames unknown_names(const templates::CampaignFile& campaign,
                                         std::span<const data::Constituency> constituencies,
                                         const std::vector<std::string>& also_offices = {});

}  // namespace postbag::campaign
