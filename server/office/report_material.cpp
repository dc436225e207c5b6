#include "server/office/report_material.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "server/campaign/reach.h"
#include "templates/campaign_file.h"

namespace postbag::office {
namespace {

using campaign::LetterState;
using templates::CampaignFile;

bool is_of_supporter(LetterState state) {
  return state != LetterState::awaiting_confirmation && state != LetterState::expired &&
         state != LetterState::withdrawn;
}

/// The campaign's file as it stood at a moment: the newest version saved by then that can be read;
/// before the first of them, the first; nothing when none was ever saved.
struct PastFile {
  std::optional<CampaignFile> file;
  bool saved_by_then = false;
};

PastFile file_at(OfficeStore& store, std::string_view slug, Instant as_of) {
  PastFile past;
  for (const Record& version : store.versions(RecordKind::campaign, slug)) {
    auto read = templates::parse_campaign(version.body, "campaign.toml");
    if (!read) continue;
    past.file = std::move(*read);
    past.saved_by_then = version.at <= as_of;
    if (past.saved_by_then) break;
  }
  return past;
}

ReportCampaign campaign_at(OfficeStore& store, const campaign::Campaign& campaign, Instant as_of) {
  const PastFile past = file_at(store, campaign.file.slug.text(), as_of);
  const CampaignFile& file = past.file ? *past.file : campaign.file;
  const auto& texts = file.texts(Language::english);
  return {campaign.id,      campaign.file.slug.text(),
          texts.title.text, texts.organisation.text,
          texts.ask.text,   file.opens,
          file.closes,      past.saved_by_then};
}

/// Their sum; nothing where there is none.
std::optional<std::int64_t> plus(std::optional<std::int64_t> one,
                                 std::optional<std::int64_t> other) {
  if (!one) return other;
  return *one + other.value_or(0);
}

void add(PublicNumbers& sum, const PublicNumbers& more) {
  sum.letters = plus(sum.letters, more.letters);
  sum.supporters = plus(sum.supporters, more.supporters);
}

/// What a figure that was shown grew by, if anybody could see it.
std::optional<std::int64_t> growth(std::optional<std::int64_t> from,
                                   std::optional<std::int64_t> to) {
  if (!from || !to || *to <= *from) return std::nullopt;
  return *to - *from;
}

/// The same when nothing at all had been before.
PublicNumbers shown_or_none(const Ledger& ledger) {
  if (ledger.letters.empty()) return {0, 0};
  return public_numbers(ledger);
}

void add_campaign(OfficeStore& store, ReportCampaign& campaign, const data::DataSet& data_set,
                  ReportMaterial& material) {
  const ReportPeriod& period = material.period;
  const auto ledger_at = [&](Instant moment) { return store.ledger({{campaign.id}, moment}); };
  const Ledger now = ledger_at(period.as_of);
  campaign.known = campaign.known || !now.letters.empty();
  add(material.public_so_far, public_numbers(now));
  const PublicNumbers then = shown_or_none(ledger_at(period.begins() - Duration{1}));
  const PublicNumbers end = public_numbers(ledger_at(period.told_until()));
  add(material.public_in_period,
      {growth(then.letters, end.letters), growth(then.supporters, end.supporters)});
  const ReachFigures figures = count_reach(now, data_set);
  if (figures.all.mps_reached == 0) return;
  const ReachFigures in_period =
      count_reach(before(ledger_at(period.as_of), period.ends()), data_set, {}, period.begins());
  material.campaigns.push_back(
      {campaign, figures.all.mps_reached, in_period.mps_first_reached_in_period});
}

std::vector<Engagement> engagements_of(OfficeStore& store, const ReportScope& scope,
                                       const std::set<std::string>& slugs, Instant as_of) {
  std::vector<Engagement> all;
  for (const Record& record : store.all_at(RecordKind::engagement, as_of)) {
    Engagement engagement = engagement_of(record.body);
    if (scope.everything() || slugs.contains(engagement.campaign))
      all.push_back(std::move(engagement));
  }
  std::stable_sort(all.begin(), all.end(), [](const Engagement& one, const Engagement& other) {
    return one.day < other.day;
  });
  return all;
}

std::vector<Decision> decisions_of(OfficeStore& store, const std::set<std::string>& slugs,
                                   Instant as_of) {
  std::vector<Decision> all;
  for (const Record& record : store.all_at(RecordKind::decision, as_of)) {
    Decision decision = decision_of(record.body);
    if (slugs.contains(decision.campaign)) all.push_back(std::move(decision));
  }
  std::stable_sort(all.begin(), all.end(), [](const Decision& one, const Decision& other) {
    return std::tie(one.day, one.step) < std::tie(other.day, other.step);
  });
  return all;
}

}  // namespace

PublicNumbers public_numbers(const Ledger& ledger) {
  std::map<std::uint32_t, std::int64_t> by_seat;
  std::set<std::uint32_t> supporters;
  for (const LedgerLetter& letter : ledger.letters) {
    if (letter.state == LetterState::sent) ++by_seat[letter.constituency];
    if (is_of_supporter(letter.state)) supporters.insert(letter.supporter);
  }
  std::vector<std::int64_t> letters;
  for (const auto& [seat, count] : by_seat)
    letters.push_back(count);
  const auto counts =
      campaign::public_counts(letters, static_cast<std::int64_t>(supporters.size()));
  return {counts.letters_sent, counts.supporters};
}

Ledger before(Ledger ledger, Instant end) {
  std::erase_if(ledger.letters,
                [&](const LedgerLetter& letter) { return letter.confirmed_at >= end; });
  for (LedgerLetter& letter : ledger.letters)
    if (letter.state == LetterState::sent && letter.since >= end)
      letter.state = LetterState::queued;
  ledger.as_of = std::min(ledger.as_of, end - Duration{1});
  return ledger;
}

Result<std::vector<ReportCampaign>> campaigns_of(const ReportSources& sources,
                                                 const ReportScope& scope, Instant as_of) {
  std::vector<ReportCampaign> found;
  for (const auto& campaign : sources.campaigns) {
    if (!scope.campaign.empty() && campaign->file.slug.text() != scope.campaign) continue;
    ReportCampaign then = campaign_at(sources.store, *campaign, as_of);
    if (!scope.organisation.empty() && then.organisation != scope.organisation) continue;
    found.push_back(std::move(then));
  }
  if (found.empty() && !scope.campaign.empty())
    return fail("unknown_campaign", "There is no such campaign. Choose one from the list.",
                "about");
  if (found.empty() && !scope.organisation.empty())
    return fail("unknown_organisation",
                "No campaign was this organisation’s then. Choose one from the list.", "about");
  return found;
}

Result<ReportMaterial> gather(const ReportSources& sources, const ReportScope& scope,
                              const ReportPeriod& period) {
  auto campaigns = campaigns_of(sources, scope, period.as_of);
  if (!campaigns) return tl::unexpected(campaigns.error());
  ReportMaterial material{period, scope, {}, {}, {}, {}, {}, {}, {}, {}};
  std::set<std::string> slugs;
  LedgerSearch search{{}, period.as_of};
  for (ReportCampaign& campaign : *campaigns) {
    slugs.insert(campaign.slug);
    search.campaigns.push_back(campaign.id);
    add_campaign(sources.store, campaign, sources.data_set, material);
  }
  material.so_far = count_reach(sources.store.ledger(search), sources.data_set);
  material.in_period = count_reach(before(sources.store.ledger(search), period.ends()),
                                   sources.data_set, {}, period.begins());
  material.engagements = engagements_of(sources.store, scope, slugs, period.as_of);
  material.decisions = decisions_of(sources.store, slugs, period.as_of);
  material.known_campaigns = std::move(*campaigns);
  return material;
}

}  // namespace postbag::office
