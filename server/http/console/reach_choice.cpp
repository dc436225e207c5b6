#include "server/http/console/reach_choice.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/time_text.h"
#include "server/http/share_links.h"
#include "server/office/saved_group.h"

namespace postbag::http::console {
namespace {

using office::MpGroup;

const data::DataSet& data_set_of(const View& view) {
  return view.service().correspondence.data_set().published();
}

const std::string& title_of(const View& view, const campaign::Campaign& campaign) {
  return view.texts(campaign).title.text;
}

const std::string& organisation_of(const View& view, const campaign::Campaign& campaign) {
  return view.texts(campaign).organisation.text;
}

void read_campaigns(const View& view, ReachChoice& choice) {
  for (const auto& campaign : view.service().catalogue.all()) {
    const bool is_one = choice.campaign.empty() || campaign->file.slug.text() == choice.campaign;
    const bool is_theirs =
        choice.organisation.empty() || organisation_of(view, *campaign) == choice.organisation;
    if (!is_one || !is_theirs) continue;
    choice.campaigns.push_back(campaign->id);
    choice.campaigns_name = title_of(view, *campaign);
  }
  if (choice.campaign.empty())
    choice.campaigns_name =
        choice.organisation.empty()
            ? view.text("staff_reach.all_campaigns")
            : view.text("staff_reach.all_of", {{"organisation", choice.organisation}});
  if (!choice.campaigns.empty() || (choice.campaign.empty() && choice.organisation.empty())) return;
  const bool both = !choice.campaign.empty() && !choice.organisation.empty();
  choice.errors.push_back({"unknown_campaigns",
                           view.text(both ? "staff_reach.not_theirs" : "staff_reach.no_campaign"),
                           choice.campaign.empty() ? "organisation" : "campaign"});
}

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A group of the data set, by its kind and name; nothing for an unknown one.
std::optional<MpGroup> group_of_data_set(const data::DataSet& data_set, std::string_view kind,
                                         const std::string& name) {
  if (kind == "party" && is_in(office::parties(data_set), name))
    return office::of_party(data_set, name);
  if (kind == "nation" && is_in(office::nations(data_set), name))
    return office::of_nation(data_set, name);
  if (kind == "region" && is_in(office::regions(data_set), name))
    return office::of_region(data_set, name);
  if (kind == "office" && is_in(office::offices(data_set), name))
    return office::of_office(data_set, name);
  return std::nullopt;
}

void read_group(const View& view, ReachChoice& choice) {
  choice.mps_name = view.text("staff_reach.all_mps");
  if (choice.group.empty()) return;
  const std::size_t colon = std::min(choice.group.find(':'), choice.group.size() - 1);
  const std::string kind = choice.group.substr(0, colon);
  const std::string name = choice.group.substr(colon + 1);
  if (auto group = group_of_data_set(data_set_of(view), kind, name)) {
    choice.mps = std::move(*group);
    choice.mps_name = view.text("staff_reach.mps_of_" + kind, {{"name", name}});
    return;
  }
  const auto record =
      kind == "saved" ? view.service().office.find(office::RecordKind::group, name) : std::nullopt;
  if (record && !record->removed()) {
    office::SavedGroup group = office::group_of(record->body);
    choice.mps = group.mps();
    choice.mps_name = std::move(group.name);
    return;
  }
  choice.errors.push_back({"unknown_group", view.text("staff_reach.no_group"), "group"});
}

void read_days(const View& view, ReachChoice& choice) {
  const Instant now = view.service().clock.now();
  choice.as_of = now;
  const auto take = [&](const std::string& text, std::string_view field) -> std::optional<Instant> {
    if (text.empty()) return std::nullopt;
    auto day = parse_date(text, field);
    if (day) return *day;
    choice.errors.push_back(std::move(day.error()));
    return std::nullopt;
  };
  if (const auto day = take(choice.as_of_day, "as_of")) {
    // A day has 23 to 25 hours.
    if (*day > now)
      choice.errors.push_back({"late_day", view.text("staff_reach.late_day"), "as_of"});
    const auto next = parse_date(london_date(*day + std::chrono::hours{30}), "as_of");
    choice.as_of = std::min(now, *next - Duration{1});
  }
  choice.from = take(choice.from_day, "from");
  if (!choice.from || *choice.from <= choice.as_of) return;
  choice.errors.push_back({"late_from", view.text("staff_reach.late_from"), "from"});
  choice.from.reset();
}

templates::Value option(std::string value, std::string text, std::string_view chosen) {
  const bool is_chosen = value == chosen;
  return Fields{
      {"option", std::move(value)}, {"option_text", std::move(text)}, {"chosen", is_chosen}};
}

void add_groups(const View& view, const ReachChoice& choice, Fields& page) {
  List groups;
  const auto add = [&](std::string_view kind, List options) {
    if (options.empty()) return;
    groups.emplace_back(Fields{{"group_kind", view.text("staff_reach.kind_" + std::string{kind})},
                               {"group_options", std::move(options)}});
  };
  const auto add_names = [&](std::string_view kind, const std::vector<std::string>& names) {
    List options;
    for (const std::string& name : names)
      options.push_back(option(std::string{kind} + ":" + name, name, choice.group));
    add(kind, std::move(options));
  };
  List saved;
  for (const office::Record& record : view.service().office.all(office::RecordKind::group))
    saved.push_back(option(std::string{"saved:"}.append(record.id),
                           office::group_of(record.body).name, choice.group));
  add("saved", std::move(saved));
  const data::DataSet& data_set = data_set_of(view);
  add_names("office", office::offices(data_set));
  add_names("party", office::parties(data_set));
  add_names("nation", office::nations(data_set));
  add_names("region", office::regions(data_set));
  page["groups"] = std::move(groups);
}

}  // namespace

std::string ReachChoice::query(
    std::initializer_list<std::pair<std::string_view, std::string>> changes) const {
  std::vector<std::pair<std::string_view, std::string>> parts{{"campaign", campaign},
                                                              {"organisation", organisation},
                                                              {"group", group},
                                                              {"as_of", as_of_day},
                                                              {"from", from_day}};
  for (const auto& change : changes) {
    const auto known = std::find_if(parts.begin(), parts.end(),
                                    [&](const auto& part) { return part.first == change.first; });
    if (known == parts.end()) {
      parts.push_back(change);
    } else {
      known->second = change.second;
    }
  }
  std::string text;
  for (const auto& [name, value] : parts)
    if (!value.empty())
      text.append(text.empty() ? "?" : "&").append(name).append("=").append(percent_encoded(value));
  return text.empty() ? "?campaign=" : text;
}

ReachChoice read_choice(const View& view, const Request& request) {
  ReachChoice choice;
  choice.campaign = asked_for(request, "campaign");
  choice.organisation = asked_for(request, "organisation");
  choice.group = asked_for(request, "group");
  choice.as_of_day = asked_for(request, "as_of");
  choice.from_day = asked_for(request, "from");
  read_campaigns(view, choice);
  read_group(view, choice);
  read_days(view, choice);
  return choice;
}

office::ReachFigures figures_of(const View& view, const ReachChoice& choice) {
  const office::Ledger ledger = view.service().office.ledger({choice.campaigns, choice.as_of});
  return count_reach(ledger, data_set_of(view), choice.mps, choice.from);
}

void add_choice_form(const View& view, const ReachChoice& choice, Fields& page) {
  List campaigns{option("", view.text("staff_reach.all_campaigns"), choice.campaign)};
  std::set<std::string> organisations;
  for (const auto& campaign : view.service().catalogue.all()) {
    campaigns.push_back(
        option(campaign->file.slug.text(), title_of(view, *campaign), choice.campaign));
    organisations.insert(organisation_of(view, *campaign));
  }
  page["campaigns"] = std::move(campaigns);
  List names;
  page["has_organisations"] = organisations.size() > 1;
  if (organisations.size() > 1) {
    names.push_back(option("", view.text("staff_reach.all_organisations"), choice.organisation));
    for (const std::string& name : organisations)
      names.push_back(option(name, name, choice.organisation));
  }
  page["organisations"] = std::move(names);
  add_groups(view, choice, page);
  page["day_fields"] =
      List{input(view, {"as_of", "staff_reach.as_of_day", "text", "off", {}, "short-input", 10},
                 choice.as_of_day, choice.errors),
           input(view, {"from", "staff_reach.from_day", "text", "off", {}, "short-input", 10},
                 choice.from_day, choice.errors)};
  add_errors(view, page, choice.errors, "campaign");
}

std::string as_of_text(const View& view, const office::ReachFigures& figures) {
  return view.text("staff_reach.as_of",
                   {{"moment", moment(view, figures.as_of)}, {"dataset", figures.data_set}});
}

std::string_view asked_for(const Request& request, std::string_view name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace postbag::http::console
