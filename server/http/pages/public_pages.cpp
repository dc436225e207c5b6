#include "base/time_text.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"

namespace postbag::http::pages {
namespace {

std::string count_text(int reached) {
  if (reached == 0) return "Be the first to write.";
  return grouped(reached) + (reached == 1 ? " MP reached so far." : " MPs reached so far.");
}

}  // namespace

Response home(Service& service, const Request&) {
  List open;
  for (const auto& campaign : service.catalogue.all()) {
    const auto& file = campaign->file;
    if (!file.is_open(service.clock.now())) continue;
    open.emplace_back(
        Fields{{"href", campaign_path(*campaign)},
               {"name", file.title},
               {"by", file.organisation},
               {"text", file.summary},
               {"count", count_text(service.correspondence.reach(*campaign).mps_reached)}});
  }
  Fields fields = page_fields(service, "Write to your MP");
  fields["campaigns"] = std::move(open);
  return show(service, 200, "home.html", fields);
}

Response privacy(Service& service, const Request&) {
  Fields fields = page_fields(service, "Privacy");
  fields["keep_unconfirmed"] = spoken(service.settings.keep_unconfirmed);
  fields["keep_text"] = spoken(service.settings.keep_text);
  List notices;
  for (const auto& campaign : service.catalogue.all())
    notices.emplace_back(Fields{
        {"notice_name", campaign->file.organisation + ", for “" + campaign->file.title + "”"},
        {"notice_text", campaign->file.privacy_notice}});
  fields["notices"] = std::move(notices);
  return show(service, 200, "privacy.html", fields);
}

Response about_the_data(Service& service, const Request&) {
  Fields fields = page_fields(service, "About the data");
  fields["dataset"] = service.correspondence.data_set().description();
  return show(service, 200, "about-data.html", fields);
}

Response icon(Service& service, const Request& request) {
  return send_asset(service.assets.icon, request, true);
}

Response style(Service& service, const Request& request) {
  return send_asset(service.assets.style, request, true);
}

}  // namespace postbag::http::pages
