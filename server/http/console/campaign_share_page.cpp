#include <fmt/format.h>

#include "base/markup.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/qr_code.h"

namespace postbag::http::console {
namespace {

std::string public_address(const Service& service, const CampaignDesk& desk) {
  return fmt::format("{}/c/{}", service.settings.base_url, desk.slug);
}

/// What a website puts into its page; without JavaScript it is a link.
std::string snippet(const Service& service, const CampaignDesk& desk) {
  const std::string& base = service.settings.base_url;
  return fmt::format(
      "<script async src=\"{0}/widget.js\"></script>\n<postbag-campaign slug=\"{1}\"><a "
      "href=\"{0}/c/{1}\">{2}</a></postbag-campaign>\n",
      base, desk.slug, escaped(desk.title()));
}

std::string qr_of(const View& view, const CampaignDesk& desk) {
  return qr_code(public_address(view.service(), desk),
                 view.text("staff_share.qr", {{"name", desk.title()}}));
}

}  // namespace

Response share(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  Fields page = campaign_fields(view, "staff_share.title", who, *desk);
  page["is_shown"] = desk->shown != nullptr;
  page["public_href"] = public_address(service, *desk);
  page["snippet"] = snippet(service, *desk);
  page["qr"] = qr_of(view, *desk);
  return pages::show(view, 200, "staff-share.html", page);
}

Response share_picture(Service& service, const Request& request, const staff::SignedIn&) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  std::string svg = qr_of(view, *desk);
  // In a page the browser knows what it is; a file must say it, and how large it is meant to be.
  constexpr std::string_view opening = "<svg ";
  svg.insert(opening.size(),
             "xmlns=\"http://www.w3.org/2000/svg\" width=\"50mm\" height=\"50mm\" ");
  return {200,
          "image/svg+xml; charset=utf-8",
          std::move(svg),
          {{"Content-Disposition", fmt::format("attachment; filename=\"{}-qr.svg\"", desk->slug)}}};
}

}  // namespace postbag::http::console
