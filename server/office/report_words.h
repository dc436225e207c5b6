#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/office/report_material.h"
#include "templates/strings.h"

namespace postbag::office {

/// `October 2026`, `July to September 2026`, `1 October 2026 to 5 November 2026`.
[[nodiscard]] std::string period_name(const templates::Strings& strings,
                                      const ReportPeriod& period);
/// The same within a sentence: `in October 2026`, `in the period 1 October 2026 to 5 November
/// 2026`.
[[nodiscard]] std::string period_phrase(const templates::Strings& strings,
                                        const ReportPeriod& period);

/// `22 November 2026`.
[[nodiscard]] std::string day_text(const templates::Strings& strings, const Day& day);
/// `22 November 2026, 09:30`, in London.
[[nodiscard]] std::string moment_name(const templates::Strings& strings, Instant instant);

/// `A, B and C`.
[[nodiscard]] std::string listed(const templates::Strings& strings,
                                 const std::vector<std::string>& names);

/// What a report is about: a campaign's title, an organisation, or all campaigns.
[[nodiscard]] std::string scope_name(const templates::Strings& strings,
                                     const ReportMaterial& material);

/// `As of …. Data: ….`, and that the period goes on where it does.
[[nodiscard]] std::string source_line(const templates::Strings& strings, const ReportPeriod& period,
                                      std::string_view data_set);

/// A sentence each: MPs reached so far and in the period, letters, supporters.
[[nodiscard]] std::vector<std::string> reach_sentences(const templates::Strings& strings,
                                                       const ReportMaterial& material);

/// A sentence each: what staff did in the period beyond letters.
[[nodiscard]] std::vector<std::string> engagement_sentences(const templates::Strings& strings,
                                                            const ReportMaterial& material);

/// An entry of a timeline, in two parts.
struct DecisionWords {
  /// `Vote, 3 October 2026`.
  std::string heading;
  std::string text;
};
/// Of the period.
[[nodiscard]] std::vector<DecisionWords> decision_words(const templates::Strings& strings,
                                                        const ReportMaterial& material);

/// What is planned after the moment of the report: `A meeting on 3 December 2026`.
[[nodiscard]] std::vector<std::string> plans(const templates::Strings& strings,
                                             const ReportMaterial& material);

/// Those that supporters can still write for: without an outcome, and open at the moment of the
/// report by the dates of their file.
[[nodiscard]] std::vector<ReportCampaign> going_on(const ReportMaterial& material);

}  // namespace postbag::office
