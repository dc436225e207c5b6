#include "server/office/digest.h"

#include <algorithm>
#include <array>

#include "server/office/markdown.h"
#include "server/office/report_words.h"

namespace postbag::office {
namespace {

using campaign::LetterState;

const data::Constituency* seat_of(const data::DataSet& data_set, std::string_view member) {
  for (const data::Constituency& seat : data_set.constituencies())
    if (seat.member && seat.member->id == member) return &seat;
  return nullptr;
}

/// One letter each: nobody has two in one campaign.
std::int64_t constituents(const Ledger& ledger, std::string_view member,
                          const ReportPeriod& period) {
  return std::count_if(
      ledger.letters.begin(), ledger.letters.end(), [&](const LedgerLetter& letter) {
        return letter.state == LetterState::sent && letter.since >= period.begins() &&
               letter.since < period.ends() && ledger.members[letter.member] == member;
      });
}

std::string paragraphs(const DigestMaterial& material, const templates::Strings& strings) {
  const std::string phrase = period_phrase(strings, material.period);
  std::string text;
  for (const auto& [campaign, count] : material.counts) {
    text.append(text.empty() ? "" : "\n\n");
    text += markdown_text(
        count < kFewestForDigest
            ? strings.text("digest.few", {{"title", campaign.title}, {"phrase", phrase}})
            : strings.count("digest.wrote", count,
                            {{"title", campaign.title}, {"phrase", phrase}}));
    if (!campaign.ask.empty())
      text.append(" ").append(markdown_text(strings.text("digest.ask", {{"ask", campaign.ask}})));
  }
  return text;
}

}  // namespace

Result<DigestMaterial> gather_digest(const ReportSources& sources, const ReportScope& scope,
                                     const ReportPeriod& period, std::string_view member) {
  auto campaigns = campaigns_of(sources, scope, period.as_of);
  if (!campaigns) return tl::unexpected(campaigns.error());
  DigestMaterial material{
      period, seat_of(sources.data_set, member), {}, sources.data_set.description()};
  if (material.seat == nullptr)
    return fail("unknown_member", "Nobody of this number is an MP now. Look at the list of MPs.",
                "member");
  for (ReportCampaign& campaign : *campaigns) {
    const Ledger ledger = sources.store.ledger({{campaign.id}, period.as_of});
    if (const std::int64_t count = constituents(ledger, member, period); count > 0)
      material.counts.push_back({std::move(campaign), count});
  }
  std::stable_sort(material.counts.begin(), material.counts.end(),
                   [](const DigestCount& one, const DigestCount& other) {
                     return one.constituents > other.constituents;
                   });
  return material;
}

Result<PastedReport> digest(const DigestMaterial& material, const ReportStyle& style) {
  if (material.counts.empty() || material.counts.front().constituents < kFewestForDigest)
    return fail("too_few_constituents",
                "Fewer than ten constituents wrote to this MP for any one of these campaigns in "
                "this period, so nothing is made: so small a number could tell who they are. "
                "Choose a longer period.",
                "member");
  const auto& strings = style.strings;
  PastedReport report;
  report.title = strings.text("digest.title", {{"seat", material.seat->name},
                                               {"period", period_name(strings, material.period)}});
  const std::string title = markdown_text(report.title);
  const std::string to =
      markdown_text(strings.text("digest.to", {{"name", material.seat->member->title}}));
  const std::string counts = paragraphs(material, strings);
  const std::string source =
      markdown_text(source_line(strings, material.period, material.data_set));
  report.markdown =
      style.templates.digest.render(std::array<std::string_view, 4>{title, to, counts, source});
  report.html = html_of(report.markdown);
  return report;
}

}  // namespace postbag::office
