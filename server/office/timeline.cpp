#include "server/office/timeline.h"

#include <algorithm>
#include <tuple>

namespace postbag::office {
namespace {

std::vector<RecordedDecision> ordered(const std::vector<Record>& records,
                                      std::string_view campaign) {
  std::vector<RecordedDecision> entries;
  for (const Record& record : records) {
    auto entry = recorded_decision(record);
    if (entry && entry->decision.campaign == campaign) entries.push_back(std::move(*entry));
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.decision.day, a.decision.step, a.id) <
           std::tie(b.decision.day, b.decision.step, b.id);
  });
  return entries;
}

}  // namespace

std::optional<RecordedDecision> recorded_decision(const Record& record) {
  if (record.removed()) return std::nullopt;
  return RecordedDecision{record.id, record.version, record.at, record.author,
                          decision_of(record.body)};
}

std::vector<RecordedDecision> timeline(OfficeStore& store, std::string_view campaign) {
  return ordered(store.all(RecordKind::decision), campaign);
}

std::vector<RecordedDecision> timeline_at(OfficeStore& store, std::string_view campaign,
                                          Instant moment) {
  return ordered(store.all_at(RecordKind::decision, moment), campaign);
}

std::optional<Decision> outcome_of(const std::vector<RecordedDecision>& timeline) {
  std::vector<Decision> decisions;
  for (const RecordedDecision& entry : timeline)
    decisions.push_back(entry.decision);
  if (decisions.empty()) return std::nullopt;
  const Decision* const outcome = outcome_of(decisions, decisions.front().campaign);
  return outcome == nullptr ? std::nullopt : std::optional{*outcome};
}

}  // namespace postbag::office
