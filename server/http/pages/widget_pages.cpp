#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

/// Long enough that a page with several visits a minute does not ask each time, short enough that a
/// mended widget is everywhere within minutes: its address has no version.
constexpr std::string_view kKeepScript = "public, max-age=300";

/// `https://post.example.org` of `https://post.example.org/letters`: what a Content-Security-Policy
/// names.
std::string origin_of(const std::string& base_url) {
  return base_url.substr(0, base_url.find('/', base_url.find("://") + 3));
}

std::string snippet(const std::string& base_url, const std::string& slug, std::string_view link) {
  return "<script async src=\"" + base_url + "/widget.js\"></script>\n<postbag-campaign slug=\"" +
         slug + "\">\n  <a href=\"" + base_url + "/c/" + slug + "\">" + std::string{link} +
         "</a>\n</postbag-campaign>\n";
}

/// A script that any website may load.
Response send_to_any_site(const Asset& script, const Request& request) {
  Response response = send_asset(script, request, false, kKeepScript);
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.standing_headers = headers_for_other_sites();
  return response;
}

}  // namespace

Response widget_script(Service& service, const Request& request) {
  return send_to_any_site(service.assets.widget, request);
}

Response help_module(Service& service, const Request& request) {
  return send_to_any_site(service.assets.help_module, request);
}

Response widget_preview(Service& service, const Request& request) {
  const View view{service, request};
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return no_such_campaign(view);
  const auto& file = found->file;
  const std::string& base_url = service.settings.base_url;
  const std::string origin = origin_of(base_url);
  Fields fields = page_fields(view, view.text("widget_page.title"), &*found);
  fields["slug"] = file.slug.text();
  fields["snippet"] = snippet(base_url, file.slug.text(), view.text("home.title"));
  fields["policy"] = "script-src " + origin + "; connect-src " + origin;
  fields["has_origins"] = !file.allowed_origins.empty();
  fields["origins"] = texts("origin", file.allowed_origins);
  return show(view, 200, "widget.html", fields);
}

}  // namespace postbag::http::pages
