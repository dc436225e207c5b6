#include "server/office/funder_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"
#include "server/office/engagement_sums.h"
#include "server/office/report_words.h"

namespace postbag::office {
namespace {

using templates::Strings;
using templates::Value;
using Fields = Value::Object;
using List = Value::List;

/// The rows of the table of figures.
class FigureRows {
 public:
  FigureRows(const ReportMaterial& material, const Strings& strings)
      : material_(material), strings_(strings) {}

  List taken() {
    const ReachFigures& so_far = material_.so_far;
    const ReachFigures& in_period = material_.in_period;
    add("first_reached", grouped(in_period.mps_first_reached_in_period),
        strings_.text("funder.of_total", {{"n", grouped(so_far.all.mps_reached)},
                                          {"total", grouped(so_far.mps_total)}}));
    add("reached", grouped(in_period.in_period.mps_reached), grouped(so_far.all.mps_reached));
    add("letters", about(material_.public_in_period.letters),
        at_least(material_.public_so_far.letters));
    add("supporters", about(material_.public_in_period.supporters),
        at_least(material_.public_so_far.supporters));
    add_engagements();
    return std::move(rows_);
  }

 private:
  void add(std::string_view key, std::string in_period, std::string so_far) {
    rows_.emplace_back(Fields{{"figure", strings_.text("funder.figure_" + std::string{key})},
                              {"in_period", std::move(in_period)},
                              {"so_far", std::move(so_far)}});
  }

  void add_engagements() {
    const Day today = Day::of(material_.period.as_of);
    EngagementFilter filter;
    const EngagementSums all = sums_of(material_.engagements, filter, today);
    filter.from = material_.period.from;
    filter.to = material_.period.to;
    const EngagementSums some = sums_of(material_.engagements, filter, today);
    const auto add_sum = [&](std::string_view key, std::int64_t EngagementSums::*sum) {
      if (all.*sum > 0) add(key, grouped(some.*sum), grouped(all.*sum));
    };
    add_sum("members_met", &EngagementSums::members_met);
    add_sum("others_met", &EngagementSums::others_met);
    add_sum("presented_to", &EngagementSums::presented_to);
    add_sum("substantial_replies", &EngagementSums::substantial_replies);
    add_sum("holding_replies", &EngagementSums::holding_replies);
  }

  [[nodiscard]] std::string about(const std::optional<std::int64_t>& number) const {
    if (!number) return strings_.text("funder.not_told");
    return strings_.text("funder.about", {{"n", grouped(*number)}});
  }
  [[nodiscard]] std::string at_least(const std::optional<std::int64_t>& number) const {
    if (!number) return strings_.text("funder.not_told");
    return strings_.text("funder.at_least", {{"n", grouped(*number)}});
  }

  const ReportMaterial& material_;
  const Strings& strings_;
  List rows_;
};

List groups(const Strings& strings, const std::vector<GroupFigures>& all) {
  List rows;
  for (const GroupFigures& group : all)
    rows.emplace_back(
        Fields{{"name", group.name.empty() ? strings.text("funder.former") : group.name},
               {"reached", grouped(group.mps_reached)},
               {"total", group.name.empty() ? std::string{} : grouped(group.mps_total)}});
  return rows;
}

List campaign_rows(const ReportMaterial& material) {
  List rows;
  if (material.campaigns.size() < 2) return rows;
  for (const CampaignReach& reach : material.campaigns)
    rows.emplace_back(Fields{{"name", reach.campaign.title},
                             {"first", grouped(reach.mps_first_reached)},
                             {"reached", grouped(reach.mps_reached)}});
  return rows;
}

/// What was done in the period: officials by number alone, because their names may stand there.
List contact_rows(const ReportMaterial& material, const Strings& strings) {
  List rows;
  const Day today = Day::of(material.period.as_of);
  for (const Engagement& engagement : material.engagements) {
    if (engagement.day < material.period.from || engagement.day > material.period.to ||
        engagement.day > today)
      continue;
    std::vector<std::string> names;
    for (const MetMember& member : engagement.members)
      names.push_back(name_with_seat(member));
    std::int64_t others = 0;
    for (const Party& party : engagement.others)
      others += party.people;
    rows.emplace_back(
        Fields{{"day", day_text(strings, engagement.day)},
               {"kind", strings.text("funder.kind_" + std::string{name_of(engagement.kind)})},
               {"members", listed(strings, names)},
               {"others", others == 0 ? std::string{} : grouped(others)}});
  }
  return rows;
}

List decision_rows(const ReportMaterial& material, const Strings& strings) {
  List rows;
  for (const DecisionWords& words : decision_words(strings, material))
    rows.emplace_back(Fields{{"heading", words.heading}, {"text", words.text}});
  return rows;
}

List plan_rows(const ReportMaterial& material, const Strings& strings) {
  List rows;
  for (const std::string& plan : plans(strings, material))
    rows.emplace_back(Fields{{"plan", plan}});
  return rows;
}

/// What is left out, with its heading, when there is none.
void put_rows(Fields& page, const std::string& name, List rows) {
  page["has_" + name] = !rows.empty();
  page[name] = std::move(rows);
}

void put_pictures(const ReportMaterial& material, const ReportPictures& pictures,
                  const Strings& strings, Fields& page) {
  page["map"] = pictures.map;
  page["chart"] = pictures.chart;
  page["has_chart"] = !pictures.chart.empty();
  List legend;
  for (const ReportPictures::Mark& mark : pictures.legend)
    legend.emplace_back(Fields{{"mark", mark.svg}, {"text", mark.text}});
  page["legend"] = std::move(legend);
  const Stretches stretches = reach_over_time(material);
  List rows;
  for (const DayFigures& stretch : stretches.all)
    rows.emplace_back(Fields{{"stretch", stretch_name(strings, stretches, stretch)},
                             {"reached", grouped(stretch.mps_reached)}});
  page["stretches"] = std::move(rows);
}

}  // namespace

Stretches reach_over_time(const ReportMaterial& material) {
  Stretches stretches = stretches_of(material.in_period.days);
  const bool any = !stretches.all.empty() && stretches.all.back().mps_reached > 0;
  if (!any) stretches.all.clear();
  return stretches;
}

std::string stretch_name(const Strings& strings, const Stretches& stretches,
                         const DayFigures& stretch) {
  const Instant begins = parse_date(stretch.date, "date").value();
  if (stretches.length != Stretches::Length::month)
    return strings.text(stretches.length == Stretches::Length::week ? "funder.week" : "funder.day",
                        {{"day", day_text(strings, Day::of(begins))}});
  const LondonDay day = london_day(begins);
  return strings.text("report.one_month",
                      {{"month", strings.text("date.month_" + std::to_string(day.month))},
                       {"year", std::to_string(day.year)}});
}

std::string css_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == ' ' || byte >= 0x80;
    if (plain)
      safe += c;
    else
      safe += fmt::format("\\{:x} ", byte);
  }
  return safe;
}

std::string funder_report(const ReportMaterial& material, const ReportPictures& pictures,
                          const ReportStyle& style) {
  const Strings& strings = style.strings;
  const std::string scope = scope_name(strings, material);
  const std::string period = period_name(strings, material.period);
  const std::string title = strings.text("funder.title", {{"scope", scope}, {"period", period}});
  const std::string source = source_line(strings, material.period, material.so_far.data_set);
  Fields page{
      {"title", title},
      {"scope", scope},
      {"period", period},
      {"source", source},
      {"service", style.service_name},
      {"running_title", css_text(title)},
      {"running_source", css_text(source)},
      {"figures", FigureRows{material, strings}.taken()},
      {"regions", groups(strings, material.so_far.by_region)},
      {"parties", groups(strings, material.so_far.by_party)},
  };
  put_rows(page, "campaigns", campaign_rows(material));
  put_rows(page, "contacts", contact_rows(material, strings));
  put_rows(page, "decisions", decision_rows(material, strings));
  put_rows(page, "plans", plan_rows(material, strings));
  List sentences;
  for (const std::string& sentence : reach_sentences(strings, material))
    sentences.emplace_back(Fields{{"text", sentence}});
  page["sentences"] = std::move(sentences);
  put_pictures(material, pictures, strings, page);
  return style.templates.pages.render("funder.html", page);
}

}  // namespace postbag::office
