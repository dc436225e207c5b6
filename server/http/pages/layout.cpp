#include "server/http/pages/layout.h"

#include "server/http/theme.h"

namespace postbag::http::pages {

Fields page_fields(const Service& service, std::string_view title,
                   const campaign::Campaign* campaign) {
  Fields fields{{"page_title", title},
                {"service_name", service.settings.service_name},
                {"style_href", "/assets/postbag.css?v=" + service.assets.style.version},
                {"icon_href", "/assets/icon.svg?v=" + service.assets.icon.version},
                {"sandbox", service.settings.sandbox_outbox.has_value()},
                {"has_errors", false},
                {"summary", List{}},
                {"notice", ""},
                {"hidden", List{}},
                {"fields", List{}},
                {"hint", ""},
                {"error", ""},
                {"form_token", ""},
                {"theme_href", ""},
                {"campaign_title", ""},
                {"campaign_href", ""},
                {"organisation", ""}};
  if (campaign != nullptr) {
    const auto& file = campaign->file;
    fields["campaign_title"] = file.title;
    fields["organisation"] = file.organisation;
    fields["campaign_href"] = campaign_path(*campaign);
    fields["theme_href"] = campaign_path(*campaign) +
                           "/theme.css?v=" + make_asset("", theme_css(file.accent_colour)).version;
  }
  return fields;
}

Response show(const Service& service, int status, std::string_view page, const Fields& fields) {
  return {status, "text/html; charset=utf-8", service.pages.render(page, fields), {}};
}

List texts(std::string_view name, const std::vector<std::string>& all) {
  List list;
  list.reserve(all.size());
  for (const std::string& text : all)
    list.emplace_back(Fields{{std::string{name}, text}});
  return list;
}

std::string campaign_path(const campaign::Campaign& campaign) {
  return "/c/" + campaign.file.slug.text();
}

std::string mp_text(const data::Constituency& seat) {
  if (seat.member) return seat.member->name + ", " + seat.member->party;
  return seat.seat == data::Seat::vacant ? "No MP at the moment" : "A new MP, not yet in our data";
}

std::string from_text(const Service& service, const Line& name) {
  return name.text() + " <" + service.correspondence.settings().letters_from.text() + ">";
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t end = digits.size(); end > 3; end -= 3)
    digits.insert(end - 3, ",");
  return digits;
}

}  // namespace postbag::http::pages
