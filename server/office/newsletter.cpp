#include "server/office/newsletter.h"

#include <array>

#include "base/text.h"
#include "server/office/markdown.h"
#include "server/office/report_words.h"

namespace postbag::office {
namespace {

std::string paragraph(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences)
    text.append(text.empty() ? "" : " ").append(sentence);
  return markdown_text(text);
}

std::string list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items)
    text.append(text.empty() ? "- " : "\n- ").append(markdown_text(item));
  return text;
}

/// Where there is more than one: what each has reached.
std::string campaign_list(const templates::Strings& strings, const ReportMaterial& material) {
  if (material.campaigns.size() < 2) return {};
  std::vector<std::string> items;
  for (const CampaignReach& reach : material.campaigns)
    items.push_back(strings.count(
        "newsletter.campaign", reach.mps_reached,
        {{"title", reach.campaign.title}, {"first", grouped(reach.mps_first_reached)}}));
  return list(items);
}

std::string decision_list(const std::vector<DecisionWords>& decisions) {
  std::string text;
  for (const DecisionWords& decision : decisions) {
    text.append(text.empty() ? "- **" : "\n- **").append(markdown_text(decision.heading));
    text.append(".** ").append(markdown_text(decision.text));
  }
  return text;
}

std::string plan_list(const ReportStyle& style, const ReportMaterial& material) {
  std::string text = list(plans(style.strings, material));
  for (const ReportCampaign& campaign : going_on(material)) {
    std::string address{style.base_url};
    address.append("/c/").append(campaign.slug);
    const std::string sentence =
        style.strings.text("newsletter.goes_on", {{"title", campaign.title}});
    text.append(text.empty() ? "- " : "\n- ").append(markdown_text(sentence));
    text.append(" <").append(address).append(">");
  }
  return text;
}

}  // namespace

PastedReport newsletter(const ReportMaterial& material, const ReportStyle& style) {
  const auto& strings = style.strings;
  PastedReport report;
  report.title =
      strings.text("newsletter.title", {{"scope", scope_name(strings, material)},
                                        {"period", period_name(strings, material.period)}});
  const std::string title = markdown_text(report.title);
  const std::string reach = paragraph(reach_sentences(strings, material));
  const std::string campaigns = campaign_list(strings, material);
  const std::string engagements = list(engagement_sentences(strings, material));
  const std::string decisions = decision_list(decision_words(strings, material));
  const std::string next = plan_list(style, material);
  const std::string thanks = material.so_far.all.supporters > 0 ? "yes" : "";
  const std::string source =
      markdown_text(source_line(strings, material.period, material.so_far.data_set));
  report.markdown = style.templates.newsletter.render(std::array<std::string_view, 8>{
      title, reach, campaigns, engagements, decisions, next, thanks, source});
  report.html = html_of(report.markdown);
  return report;
}

}  // namespace postbag::office
