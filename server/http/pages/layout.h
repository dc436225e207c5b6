#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.h"
#include "server/http/pages/view.h"
#include "server/http/service.h"
#include "templates/pages.h"

namespace postbag::http::pages {

using Fields = templates::Value::Object;
using List = templates::Value::List;

/// What every page needs: its title, the style sheets, and the campaign it belongs to, if any. All
/// names of the shared partials are set, most to nothing.
[[nodiscard]] Fields page_fields(const View& view, std::string_view title,
                                 const campaign::Campaign* campaign = nullptr);

/// A campaign's text as `{name}`, and as `{name}_lang` the `lang` that it needs on this page, if
/// any.
void put(Fields& fields, const View& view, const std::string& name,
         const templates::InLanguage<std::string>& text);

/// The page, rendered in the reader's language.
[[nodiscard]] Response show(const View& view, int status, std::string_view page,
                            const Fields& fields);

/// Each text as `{name: text}`.
[[nodiscard]] List texts(std::string_view name, const std::vector<std::string>& all);

/// `/c/back-to-work`.
[[nodiscard]] std::string campaign_path(const campaign::Campaign& campaign);

/// Whom a letter comes from: `Jo Example <letters@postbag.example.org>`.
[[nodiscard]] std::string from_text(const Service& service, const Line& name);

}  // namespace postbag::http::pages
