#include "server/http/pages/layout.h"

#include "server/http/theme.h"

namespace postbag::http::pages {

Fields page_fields(const View& view, std::string_view title, const campaign::Campaign* campaign) {
  const Service& service = view.service();
  Fields fields{{"page_title", title},
                {"service_name", service.settings.service_name},
                {"style_href", "/assets/postbag.css?v=" + service.assets.style.version},
                {"script_href", "/assets/postbag.js?v=" + service.assets.script.version},
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
                {"lang_query", view.query()},
                {"switch_href", view.switched()},
                {"stay", ""},
                {"switch_action", ""},
                {"text_lang", view.lang(Language::english)},
                {"logo_href", ""},
                {"logo_alt", ""},
                {"logo_alt_lang", ""},
                {"help_needed", false},
                {"help_script_href", "/assets/help.js?v=" + service.assets.help_script.version},
                {"campaign_title", ""},
                {"campaign_title_lang", ""},
                {"campaign_href", ""},
                {"campaign_path", ""},
                {"form_action", ""},
                {"organisation", ""},
                {"share_title", ""},
                {"share_text", ""},
                {"share_address", ""},
                {"share_picture", ""},
                {"share_alt", ""}};
  if (campaign != nullptr) {
    const auto& file = campaign->file;
    const auto& words = view.texts(*campaign);
    put(fields, view, "campaign_title", words.title);
    fields["organisation"] = words.organisation.text;
    fields["campaign_path"] = campaign_path(*campaign);
    fields["campaign_href"] = view.link(campaign_path(*campaign));
    fields["theme_href"] =
        campaign_path(*campaign) + "/theme.css?v=" + make_asset("", theme_css(file.theme)).version;
    if (file.theme.logo) {
      fields["logo_href"] =
          campaign_path(*campaign) + "/logo?v=" + make_asset("", file.theme.logo->bytes).version;
      put(fields, view, "logo_alt", words.logo_alt);
    }
  }
  return fields;
}

void put(Fields& fields, const View& view, const std::string& name,
         const templates::InLanguage<std::string>& text) {
  fields[name] = text.text;
  fields[name + "_lang"] = view.lang(text.language);
}

Response show(const View& view, int status, std::string_view page, const Fields& fields) {
  const auto& pages = view.service().pages.at(static_cast<std::size_t>(view.language()));
  return {
      status,
      "text/html; charset=utf-8",
      pages.render(page, fields),
      {{"Content-Language", std::string{code_of(view.language())}}, {"Vary", "Accept-Language"}}};
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

std::string from_text(const Service& service, const Line& name) {
  return name.text() + " <" + service.correspondence.settings().letters_from.text() + ">";
}

}  // namespace postbag::http::pages
