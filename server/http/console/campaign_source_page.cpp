#include <fmt/format.h>

#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"

namespace postbag::http::console {
namespace {

constexpr Field kToml{"toml", "staff_source.toml", "text", "off", {}, "wide-input", 200'000};

/// `errors`: of what was sent; what is wrong with the campaign itself is found here.
Fields source_page(const View& view, const staff::SignedIn& who, const CampaignDesk& desk,
                   std::string_view toml, const std::vector<Error>& errors) {
  Fields page = campaign_fields(view, "staff_source.title", who, desk);
  add_errors(view, page, errors, "toml");
  page["fields"] = List{text_field(view, kToml, 24, toml, errors)};
  List mistakes;
  for (const auto& mistake : templates::mistakes_in(toml))
    mistakes.emplace_back(
        Fields{{"mistake", mistake.message},
               {"mistake_place", fmt::format("{}:{}", mistake.line, mistake.column)}});
  page["mistakes"] = std::move(mistakes);
  add_no_conflict(page);
  return page;
}

Response download(std::string type, std::string name, std::string body) {
  return {200,
          std::move(type),
          std::move(body),
          {{"Content-Disposition", fmt::format("attachment; filename=\"{}\"", name)}}};
}

}  // namespace

Response source(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  Fields page = source_page(view, who, *desk, desk->draft.body, {});
  page["notice"] = saved_notice(view, request, *desk);
  return pages::show(view, 200, "staff-source.html", page);
}

Response source_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  const std::string toml =
      request.field("file").empty() ? typed(request, "toml") : typed(request, "file");
  const auto saved =
      save_campaign(service, who, *desk, whole_number(request.field("version")), toml);
  if (saved) return go_on_saved(*desk, "source", *saved);
  if (saved.error().code != "edited_meanwhile") {
    Error error = saved.error();
    error.field = "toml";
    const std::string shown = is_utf8(toml) ? toml : std::string{};
    return pages::show(view, 422, "staff-source.html",
                       source_page(view, who, *desk, shown, {error}));
  }
  Fields page = source_page(view, who, *desk, toml, {});
  add_conflict(view, page, *desk, toml);
  return pages::show(view, 409, "staff-source.html", page);
}

Response export_campaign(Service& service, const Request& request, const staff::SignedIn&) {
  const View view{service};
  const auto desk = find_campaign(service, request);
  if (!desk) return no_campaign(view);
  // Without a version what the command line exports: what supporters see.
  const auto asked = request.query.find("version");
  const std::int64_t wanted = asked != request.query.end() ? whole_number(asked->second)
                              : desk->shown                ? desk->shown_version()
                                                           : desk->draft.version;
  const auto record = find_version(service, desk->slug, wanted);
  if (!record) return no_campaign(view);
  return download("application/toml; charset=utf-8", desk->slug + ".toml", record->body);
}

}  // namespace postbag::http::console
