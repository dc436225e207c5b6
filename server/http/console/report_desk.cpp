#include "server/http/console/report_desk.h"

#include <algorithm>
#include <set>

#include "server/http/console/choice.h"
#include "server/http/share_links.h"

namespace postbag::http::console {
namespace {

constexpr std::string_view kCampaign = "campaign:";
constexpr std::string_view kOrganisation = "organisation:";

std::string asked_for(const Request& request, std::string_view name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string{} : std::string{trimmed(found->second)};
}

std::vector<Option> about_options(const View& view) {
  std::vector<Option> options{{"", view.text("staff_reports.everything")}};
  std::set<std::string> organisations;
  const auto campaigns = view.service().catalogue.all();
  for (const auto& campaign : campaigns)
    organisations.insert(view.texts(*campaign).organisation.text);
  for (const std::string& organisation : organisations)
    options.push_back({std::string{kOrganisation}.append(organisation),
                       view.text("report.campaigns_of", {{"organisation", organisation}})});
  for (const auto& campaign : campaigns)
    options.push_back({std::string{kCampaign}.append(campaign->file.slug.text()),
                       view.texts(*campaign).title.text});
  return options;
}

List presets(const ReportChoice& choice, const View& view, const std::string& path) {
  const Instant now = view.service().clock.now();
  List list;
  for (const auto& [key, days] :
       {std::pair{"staff_reports.last_month", office::last_month(now)},
        std::pair{"staff_reports.last_quarter", office::last_quarter(now)}}) {
    ReportChoice other = choice;
    other.from = days.from;
    other.to = days.to;
    other.as_of.clear();
    list.emplace_back(
        Fields{{"preset_href", path + other.query(false)}, {"preset_name", view.text(key)}});
  }
  return list;
}

}  // namespace

std::string ReportChoice::query(bool exact) const {
  const std::string moment = exact && period ? office::moment_text(period->as_of) : as_of;
  std::string text;
  for (const auto& [name, value] :
       {std::pair{"about", &about}, std::pair{"from", &from}, std::pair{"to", &to},
        std::pair{"as_of", &moment}, std::pair{"member", &member}})
    if (!value->empty())
      text.append(text.empty() ? "?" : "&")
          .append(name)
          .append("=")
          .append(percent_encoded(*value));
  return text;
}

ReportChoice read_report_choice(const View& view, const Request& request) {
  ReportChoice choice;
  choice.about = asked_for(request, "about");
  choice.from = asked_for(request, "from");
  choice.to = asked_for(request, "to");
  choice.as_of = asked_for(request, "as_of");
  choice.member = asked_for(request, "member");
  const std::string_view about = choice.about;
  if (about.starts_with(kCampaign)) choice.scope.campaign = about.substr(kCampaign.size());
  if (about.starts_with(kOrganisation))
    choice.scope.organisation = about.substr(kOrganisation.size());
  if (!about.empty() && choice.scope.everything())
    choice.errors.push_back(
        {"unknown_scope", "Choose from the list what the report is about.", "about"});
  auto period = office::parse({choice.from, choice.to, choice.as_of}, view.service().clock.now());
  if (!period) {
    choice.errors.insert(choice.errors.end(), period.error().begin(), period.error().end());
    return choice;
  }
  choice.period = *period;
  choice.from = period->from.text();
  choice.to = period->to.text();
  return choice;
}

void add_report_form(const View& view, const ReportChoice& choice, bool asks_member,
                     const std::string& path, Fields& page) {
  const auto& errors = choice.errors;
  const auto day = [&](std::string_view name, std::string_view label, const std::string& value,
                       int most) {
    return text_field(view, {.name = name, .label = label, .width = "short-input", .most = most}, 0,
                      value, errors);
  };
  List fields{console::choice(view, "about", "staff_reports.about", about_options(view),
                              choice.about, errors),
              day("from", "staff_reports.from", choice.from, 10),
              day("to", "staff_reports.to", choice.to, 10),
              day("as_of", "staff_reports.as_of", choice.as_of, 24)};
  if (asks_member)
    fields.push_back(text_field(view, {.name = "member", .label = "staff_reports.member"}, 0,
                                choice.member, errors));
  page["fields"] = std::move(fields);
  page["presets"] = presets(choice, view, path);
  page["report_action"] = path;
  add_errors(view, page, errors, "about");
}

office::ReportSources report_sources(const Service& service,
                                     const campaign::Catalogue::Campaigns& campaigns) {
  return {service.office, campaigns, service.correspondence.data_set().published()};
}

office::ReportStyle report_style(const View& view) {
  const Service& service = view.service();
  return {service.reports, view.strings(), service.settings.base_url,
          service.settings.service_name};
}

}  // namespace postbag::http::console
