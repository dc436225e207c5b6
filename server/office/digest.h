#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "server/office/newsletter.h"

namespace postbag::office {

/// How many of an MP's constituents wrote to them for one campaign.
struct DigestCount {
  ReportCampaign campaign;
  std::int64_t constituents = 0;
};

/// What an MP's office is told of a period, as it was known at its as_of.
struct DigestMaterial {
  ReportPeriod period;
  /// Where the MP sits, in the data set.
  const data::Constituency* seat = nullptr;
  /// Campaigns for which anybody wrote, the most first, then in order of slug.
  std::vector<DigestCount> counts;
  std::string data_set;
};

/// Fewer constituents than this are not counted out to anybody.
inline constexpr std::int64_t kFewestForDigest = 10;

/// `member` is data::Member::id. Counted are letters to them that were sent in the period and did
/// not come back. Errors: those of campaigns_of(); `unknown_member` for who is not an MP now.
[[nodiscard]] Result<DigestMaterial> gather_digest(const ReportSources& sources,
                                                   const ReportScope& scope,
                                                   const ReportPeriod& period,
                                                   std::string_view member);

/// “43 of your constituents wrote to you about …”: nothing in it is personal. Error:
/// `too_few_constituents` when there is no campaign with kFewestForDigest.
[[nodiscard]] Result<PastedReport> digest(const DigestMaterial& material, const ReportStyle& style);

}  // namespace postbag::office
