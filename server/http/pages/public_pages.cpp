#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "templates/wording.h"

namespace postbag::http::pages {
Response home(Service& service, const Request& request) {
  const View view{service, request};
  List open;
  for (const auto& campaign : service.catalogue.all()) {
    if (!campaign->is_open(service.clock.now())) continue;
    const auto& words = view.texts(*campaign);
    Fields card{{"href", view.link(campaign_path(*campaign))},
                {"count", view.reached_text(service.correspondence.reach(*campaign).mps_reached)}};
    put(card, view, "name", words.title);
    put(card, view, "by", words.organisation);
    put(card, view, "text", words.summary);
    open.emplace_back(std::move(card));
  }
  Fields fields = page_fields(view, view.text("home.title"));
  fields["campaigns"] = std::move(open);
  return show(view, 200, "home.html", fields);
}

Response privacy(Service& service, const Request& request) {
  const View view{service, request};
  Fields fields = page_fields(view, view.text("privacy.title"));
  fields["keep_unconfirmed"] = templates::spoken(view.strings(), service.settings.keep_unconfirmed);
  fields["keep_text"] = templates::spoken(view.strings(), service.settings.keep_text);
  List notices;
  for (const auto& campaign : service.catalogue.all()) {
    const auto& words = view.texts(*campaign);
    Fields notice;
    put(notice, view, "by", words.organisation);
    put(notice, view, "name", words.title);
    put(notice, view, "notice_text", words.privacy_notice);
    notices.emplace_back(std::move(notice));
  }
  fields["notices"] = std::move(notices);
  return show(view, 200, "privacy.html", fields);
}

Response about_the_data(Service& service, const Request& request) {
  const View view{service, request};
  Fields fields = page_fields(view, view.text("about_data.title"));
  fields["dataset"] = service.correspondence.data_set().description();
  return show(view, 200, "about-data.html", fields);
}

Response icon(Service& service, const Request& request) {
  return send_asset(service.assets.icon, request, true);
}

Response help_script(Service& service, const Request& request) {
  return send_asset(service.assets.help_script, request, true);
}

Response script(Service& service, const Request& request) {
  return send_asset(service.assets.script, request, true);
}

Response style(Service& service, const Request& request) {
  return send_asset(service.assets.style, request, true);
}

}  // namespace postbag::http::pages
