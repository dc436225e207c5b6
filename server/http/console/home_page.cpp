#include "server/http/console/desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/http/console/timeline_state.h"

namespace postbag::http::console {
namespace {

Fields campaign_fields(const View& view, const campaign::Campaign& campaign) {
  const Service& service = view.service();
  const auto reach = service.correspondence.reach(campaign);
  List states;
  for (const auto& [state, count] : service.correspondence.letters_by_state(campaign))
    states.emplace_back(
        Fields{{"state", view.text("staff_state." + std::string{campaign::name_of(state)})},
               {"count", grouped(count)}});
  const bool open = !service.correspondence.closed(campaign);
  Fields fields{{"href", view.link(pages::campaign_path(campaign))},
                {"reach_href", view.link(pages::campaign_path(campaign) + "/reach")},
                {"open", view.text(open ? "staff_home.open" : "staff_home.closed")},
                {"reached", std::to_string(reach.mps_reached)},
                {"total", std::to_string(reach.mps_total)},
                {"has_states", !states.empty()},
                {"states", std::move(states)}};
  const std::string path = "/staff/campaigns/" + campaign.file.slug.text();
  fields["timeline_href"] = path + "/timeline";
  fields["timeline_state"] =
      timeline_state(view, office::timeline(service.office, campaign.file.slug.text()));
  fields["follow_up_href"] = path + "/follow-up";
  pages::put(fields, view, "name", view.texts(campaign).title);
  return fields;
}

}  // namespace

Response home(Service& service, const Request&, const staff::SignedIn& who) {
  const View view{service};
  Fields page = console_fields(view, "staff_home.title", who);
  List campaigns;
  for (const auto& campaign : service.catalogue.all())
    campaigns.emplace_back(campaign_fields(view, *campaign));
  page["campaigns"] = std::move(campaigns);
  page["as_of"] = moment(view, service.clock.now());
  add_reminders(view, page, who);
  return pages::show(view, 200, "staff-home.html", page);
}

}  // namespace postbag::http::console
