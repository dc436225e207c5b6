#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/data_set.h"
#include "server/campaign/catalogue.h"
#include "server/office/decision.h"
#include "server/office/engagement.h"
#include "server/office/figures.h"
#include "server/office/report_period.h"
#include "server/office/store.h"

namespace postbag::office {

/// What a report is about; both empty: everything.
struct ReportScope {
  /// A campaign's slug.
  std::string campaign = {};
  /// All campaigns of an organisation, by its name.
  std::string organisation = {};

  [[nodiscard]] bool everything() const { return campaign.empty() && organisation.empty(); }
};

/// What a campaign said of itself at the moment of a report.
struct ReportCampaign {
  std::int64_t id = 0;
  std::string slug;
  std::string title;
  std::string organisation;
  /// What the MP is asked to do; may be empty.
  std::string ask;
  std::optional<Instant> opens;
  std::optional<Instant> closes;
  /// Whether anything of it was recorded by then.
  bool known = false;
};

/// Letters and supporters as the public reach pages showed them at the moments of a report: rounded
/// down to tens, and left out where they could single somebody out (docs/reports.md). Of several
/// campaigns these are sums of what each one's page showed; whoever wrote for two counts twice.
struct PublicNumbers {
  std::optional<std::int64_t> letters;
  std::optional<std::int64_t> supporters;
  bool operator==(const PublicNumbers&) const = default;
};

/// What the public could see of one campaign's letters at the ledger's moment.
[[nodiscard]] PublicNumbers public_numbers(const Ledger& ledger);

/// What was so before `end`, as it was known at the ledger's moment: letters whose writers said yes
/// later are gone, and those sent later are still queued.
[[nodiscard]] Ledger before(Ledger ledger, Instant end);

/// One campaign of a report.
struct CampaignReach {
  ReportCampaign campaign;
  int mps_reached = 0;
  /// Those whose first letter of this campaign was sent in the period.
  int mps_first_reached = 0;
};

/// All that a newsletter or a funder's report tells, as it was known at period.as_of. `so_far` is
/// everything until then; `in_period` ends with the period. Figures point into the data set.
struct ReportMaterial {
  ReportPeriod period;
  ReportScope scope;
  /// Those with a letter sent or an entry, in order of slug.
  std::vector<CampaignReach> campaigns;
  /// All of the scope, in order of slug.
  std::vector<ReportCampaign> known_campaigns;
  ReachFigures so_far;
  ReachFigures in_period;
  PublicNumbers public_so_far;
  /// What the figures of the public pages grew by.
  PublicNumbers public_in_period;
  /// In order of day. Those after period.as_of are plans.
  std::vector<Engagement> engagements;
  /// All until then, in order of day.
  std::vector<Decision> decisions;
};

/// What reports are made of. Nothing of it is kept; the references must outlive the call.
struct ReportSources {
  OfficeStore& store;
  const campaign::Catalogue::Campaigns& campaigns;
  const data::DataSet& data_set;
};

/// The campaigns of a scope as they were then. Errors: `unknown_campaign`, `unknown_organisation`.
[[nodiscard]] Result<std::vector<ReportCampaign>> campaigns_of(const ReportSources& sources,
                                                               const ReportScope& scope,
                                                               Instant as_of);

/// Errors: those of campaigns_of().
[[nodiscard]] Result<ReportMaterial> gather(const ReportSources& sources, const ReportScope& scope,
                                            const ReportPeriod& period);

}  // namespace postbag::office
