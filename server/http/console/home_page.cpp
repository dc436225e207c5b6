#include <fmt/format.h>

#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/http/console/timeline_state.h"

namespace postbag::http::console {
namespace {

std::string stage_of(const View& view, const CampaignDesk& desk) {
  if (!desk.shown) return view.text("staff_home.draft");
  if (desk.shown->stage != campaign::Stage::live)
    return view.text(fmt::format("staff_home.{}", name_of(desk.shown->stage)));
  const bool open = !view.service().correspondence.closed(*desk.shown);
  return view.text(open ? "staff_home.open" : "staff_home.closed");
}

Fields card_of(const View& view, const CampaignDesk& desk) {
  Fields fields{
      {"href", campaign_place(desk.slug)},
      {"reach_href", "/staff/reach?campaign=" + desk.slug},
      {"open", stage_of(view, desk)},
      {"timeline_state", timeline_state(view, office::timeline(view.service().office, desk.slug))},
      {"is_shown", desk.shown != nullptr},
      {"name", desk.title()},
      {"name_lang", ""},
      {"reached", ""},
      {"total", ""},
      {"has_states", false},
      {"states", List{}}};
  if (!desk.shown) return fields;
  const auto& correspondence = view.service().correspondence;
  const auto reach = correspondence.reach(*desk.shown);
  List states;
  for (const auto& [state, count] : correspondence.letters_by_state(*desk.shown))
    states.emplace_back(
        Fields{{"state", view.text("staff_state." + std::string{campaign::name_of(state)})},
               {"count", grouped(count)}});
  fields["reached"] = std::to_string(reach.mps_reached);
  fields["total"] = std::to_string(reach.mps_total);
  fields["has_states"] = !states.empty();
  fields["states"] = std::move(states);
  return fields;
}

}  // namespace

Response home(Service& service, const Request&, const staff::SignedIn& who) {
  const View view{service};
  Fields page = console_fields(view, "staff_home.title", who);
  List campaigns;
  for (office::Record& record : service.office.all(office::RecordKind::campaign)) {
    const std::string slug = record.id;
    campaigns.emplace_back(card_of(view, {slug, std::move(record), service.catalogue.find(slug)}));
  }
  page["campaigns"] = std::move(campaigns);
  page["as_of"] = moment(view, service.clock.now());
  add_reminders(view, page, who);
  return pages::show(view, 200, "staff-home.html", page);
}

Response to_home(Service&, const Request&, const staff::SignedIn&) {
  return see_other("/staff");
}

}  // namespace postbag::http::console
