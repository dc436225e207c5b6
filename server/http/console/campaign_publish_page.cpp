#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/campaign_filter.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"

namespace postbag::http::console {
namespace {

Response show_publish(const View& view, Service& service, const staff::SignedIn& who,
                      const CampaignDesk& desk, int status, std::string notice) {
  const auto mistakes = office::obstacles(desk.draft.body, desk.slug, service.clock.now());
  Fields page = campaign_fields(view, "staff_publish.title", who, desk);
  page["notice"] = std::move(notice);
  page["is_ready"] = mistakes.empty();
  page["mistakes"] = mistake_links(desk, mistakes);
  page["has_changes"] = desk.has_changes();
  page["is_shown"] = desk.shown != nullptr;
  page["shown_version"] = std::to_string(desk.shown_version());
  const auto shown = find_version(service, desk.slug, desk.shown_version());
  page["difference"] = shown ? difference_lines(shown->body, desk.draft.body) : List{};
  page["opens"] = "";
  page["warnings"] = List{};
  if (const auto file = templates::parse_campaign(desk.draft.body, "campaign.toml")) {
    if (file->opens && *file->opens > service.clock.now()) page["opens"] = view.date(*file->opens);
    page["warnings"] = pages::texts("warning", likely_slips(view, *file));
  }
  return pages::show(view, status, "staff-publish.html", page);
}

}  // namespace

Response publish(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  return show_publish(view, service, who, *desk, 200, {});
}

Response published(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const std::int64_t version = whole_number(request.field("version"));
  // Somebody must have looked at what they publish.
  if (version != desk->draft.version)
    return show_publish(view, service, who, *desk, 409, view.text("staff_publish.newer"));
  if (!office::obstacles(desk->draft.body, desk->slug, service.clock.now()).empty())
    return show_publish(view, service, who, *desk, 422, {});
  const auto done = service.office.publish_campaign(
      desk->slug, version, desk->shown_version(),
      campaign_deed(service, who, "campaign.published", desk->slug, version_text(version)));
  service.catalogue.refresh();
  if (!done) return show_publish(view, service, who, *desk, 409, view.text("staff_publish.newer"));
  return see_other(campaign_place(desk->slug) + "?done=publish");
}

}  // namespace postbag::http::console
