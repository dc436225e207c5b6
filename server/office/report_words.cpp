#include "server/office/report_words.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/time_text.h"
#include "server/office/engagement_sums.h"
#include "templates/wording.h"

namespace postbag::office {
namespace {

using templates::Strings;

/// More names than this are a crowd: they are counted.
constexpr std::size_t kMostNames = 10;
/// Plans further away are for another report.
constexpr std::size_t kMostPlans = 10;

std::string month_name(const Strings& strings, int month) {
  return strings.text("date.month_" + std::to_string(month));
}

/// Whole months of one year, by their numbers; nothing for other periods.
std::optional<std::pair<int, int>> whole_months(const ReportPeriod& period) {
  const LondonDay first = london_day(period.begins());
  const LondonDay last = london_day(period.ends() - Duration{1});
  const LondonDay next = london_day(period.ends());
  if (first.day != 1 || next.day != 1 || first.year != last.year) return std::nullopt;
  return std::pair{first.month, last.month};
}

/// `Jo Example, Al Example` of those who were met, each once, in order of name.
std::vector<std::string> members_met(const ReportMaterial& material, const EngagementFilter& filter,
                                     const Day& today) {
  std::map<std::string, std::string> names;
  for (const Engagement& engagement : material.engagements) {
    const bool was_met = engagement.kind == EngagementKind::meeting ||
                         engagement.kind == EngagementKind::briefing ||
                         engagement.kind == EngagementKind::event;
    if (!was_met || engagement.day > today || !filter.lets_through(engagement)) continue;
    for (const MetMember& member : engagement.members)
      names[member.id] = name_with_seat(member);
  }
  std::vector<std::string> sorted;
  for (const auto& [id, name] : names)
    sorted.push_back(name);
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

EngagementFilter filter_of(const ReportPeriod& period) {
  EngagementFilter filter;
  filter.from = period.from;
  filter.to = period.to;
  return filter;
}

std::string votes_text(const Strings& strings, const Votes& votes) {
  return strings.text("report.votes", {{"in_favour", grouped(votes.in_favour)},
                                       {"against", grouped(votes.against)},
                                       {"abstained", grouped(votes.abstained)}});
}

}  // namespace

std::string period_name(const Strings& strings, const ReportPeriod& period) {
  const LondonDay first = london_day(period.begins());
  if (const auto months = whole_months(period)) {
    const std::string last = month_name(strings, months->second);
    const std::string year = std::to_string(first.year);
    if (months->first == months->second)
      return strings.text("report.one_month", {{"month", last}, {"year", year}});
    return strings.text(
        "report.months",
        {{"first", month_name(strings, months->first)}, {"last", last}, {"year", year}});
  }
  if (period.from == period.to) return day_text(strings, period.from);
  return strings.text("report.days", {{"first", day_text(strings, period.from)},
                                      {"last", day_text(strings, period.to)}});
}

std::string period_phrase(const Strings& strings, const ReportPeriod& period) {
  const auto months = whole_months(period);
  std::string_view key = "report.from_period";
  if (months && months->first == months->second) key = "report.in_period";
  if (period.from == period.to) key = "report.on_period";
  return strings.text(key, {{"period", period_name(strings, period)}});
}

std::string day_text(const Strings& strings, const Day& day) {
  return templates::date_text(strings, day.begins());
}

std::string moment_name(const Strings& strings, Instant instant) {
  return templates::date_text(strings, instant) + ", " + london_time(instant);
}

std::string listed(const Strings& strings, const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i + 1 < names.size(); ++i)
    text.append(i == 0 ? "" : ", ").append(names[i]);
  if (names.empty()) return text;
  if (names.size() == 1) return names.front();
  return strings.text("report.and", {{"some", text}, {"last", names.back()}});
}

std::string scope_name(const Strings& strings, const ReportMaterial& material) {
  if (!material.scope.campaign.empty()) return material.known_campaigns.front().title;
  if (!material.scope.organisation.empty())
    return strings.text("report.campaigns_of", {{"organisation", material.scope.organisation}});
  return strings.text("report.all_campaigns");
}

std::string source_line(const Strings& strings, const ReportPeriod& period,
                        std::string_view data_set) {
  return strings.text(period.goes_on() ? "report.source_so_far" : "report.source",
                      {{"moment", moment_name(strings, period.as_of)}, {"data", data_set}});
}

std::vector<std::string> reach_sentences(const Strings& strings, const ReportMaterial& material) {
  const int reached = material.so_far.all.mps_reached;
  if (reached == 0) return {strings.text("report.none_reached")};
  const std::string phrase = period_phrase(strings, material.period);
  std::vector<std::string> sentences;
  sentences.push_back(
      strings.count("report.reached", reached, {{"total", grouped(material.so_far.mps_total)}}));
  const int first = material.in_period.mps_first_reached_in_period;
  sentences.push_back(first == 0
                          ? strings.text("report.none_first", {{"phrase", phrase}})
                          : strings.count("report.first_reached", first, {{"phrase", phrase}}));
  const auto& letters = material.public_so_far.letters;
  const auto& new_letters = material.public_in_period.letters;
  if (letters) {
    sentences.push_back(strings.text("report.letters", {{"n", grouped(*letters)}}));
    if (new_letters)
      sentences.push_back(
          strings.text("report.new_letters", {{"n", grouped(*new_letters)}, {"phrase", phrase}}));
  }
  if (const auto& supporters = material.public_so_far.supporters)
    sentences.push_back(strings.text(
        material.scope.campaign.empty() ? "report.supporters_each" : "report.supporters",
        {{"n", grouped(*supporters)}}));
  return sentences;
}

std::vector<std::string> engagement_sentences(const Strings& strings,
                                              const ReportMaterial& material) {
  const EngagementFilter filter = filter_of(material.period);
  const Day today = Day::of(material.period.as_of);
  const EngagementSums sums = sums_of(material.engagements, filter, today);
  std::vector<std::string> sentences;
  const auto add = [&](std::string_view key, std::int64_t count) {
    if (count > 0) sentences.push_back(strings.count(key, count));
  };
  const auto of_kind = [&](EngagementKind kind) {
    const auto found = sums.by_kind.find(kind);
    return found == sums.by_kind.end() ? 0 : found->second;
  };
  if (const auto names = members_met(material, filter, today);
      !names.empty() && names.size() <= kMostNames)
    sentences.push_back(strings.count("report.met_mps_named", sums.members_met,
                                      {{"names", listed(strings, names)}}));
  else
    add("report.met_mps", sums.members_met);
  add("report.met_others", sums.others_met);
  add("report.presented", sums.presented_to);
  add("report.replies", sums.substantial_replies);
  add("report.holding_replies", sums.holding_replies);
  add("report.questions", of_kind(EngagementKind::parliamentary_question));
  add("report.motions", of_kind(EngagementKind::motion));
  add("report.media", of_kind(EngagementKind::media));
  return sentences;
}

std::vector<DecisionWords> decision_words(const Strings& strings, const ReportMaterial& material) {
  std::vector<DecisionWords> words;
  const Day today = Day::of(material.period.as_of);
  for (const Decision& decision : material.decisions) {
    const bool is_told = decision.day >= material.period.from &&
                         decision.day <= material.period.to && decision.day <= today &&
                         !decision.taken_back;
    if (!is_told) continue;
    DecisionWords& one = words.emplace_back();
    one.heading =
        strings.text("report.decision",
                     {{"step", strings.text("report.step_" + std::string{name_of(decision.step)})},
                      {"day", day_text(strings, decision.day)}});
    one.text = decision.text;
    if (decision.votes) one.text.append(" ").append(votes_text(strings, *decision.votes));
    if (!decision.by.empty())
      one.text.append(" ").append(strings.text("report.by", {{"by", decision.by}}));
  }
  return words;
}

std::vector<std::string> plans(const Strings& strings, const ReportMaterial& material) {
  const Day today = Day::of(material.period.as_of);
  std::vector<std::string> planned;
  for (const Engagement& engagement : material.engagements)
    if (engagement.day > today && planned.size() < kMostPlans)
      planned.push_back(strings.text(
          "report.plan",
          {{"what", strings.text("report.plan_" + std::string{name_of(engagement.kind)})},
           {"day", day_text(strings, engagement.day)}}));
  return planned;
}

std::vector<ReportCampaign> going_on(const ReportMaterial& material) {
  const Instant as_of = material.period.as_of;
  std::vector<ReportCampaign> open;
  for (const ReportCampaign& campaign : material.known_campaigns)
    if (campaign.known && (!campaign.opens || *campaign.opens <= as_of) &&
        (!campaign.closes || *campaign.closes > as_of) &&
        outcome_of(material.decisions, campaign.slug) == nullptr)
      open.push_back(campaign);
  return open;
}

}  // namespace postbag::office
