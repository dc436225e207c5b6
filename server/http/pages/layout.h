#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.h"
#include "server/http/service.h"
#include "templates/pages.h"

namespace postbag::http::pages {

using Fields = templates::Value::Object;
using List = templates::Value::List;

/// What every page needs: its title, the style sheets, and the campaign it belongs to, if any. All
/// names of the shared partials are set, most to nothing.
[[nodiscard]] Fields page_fields(const Service& service, std::string_view title,
                                 const campaign::Campaign* campaign = nullptr);

/// The page, rendered.
[[nodiscard]] Response show(const Service& service, int status, std::string_view page,
                            const Fields& fields);

/// Each text as `{name: text}`.
[[nodiscard]] List texts(std::string_view name, const std::vector<std::string>& all);

/// `/c/back-to-work`.
[[nodiscard]] std::string campaign_path(const campaign::Campaign& campaign);

/// `Baggy Shanker, Labour`, or that there is none.
[[nodiscard]] std::string mp_text(const data::Constituency& seat);

/// Whom a letter comes from: `Jo Example <letters@postbag.example.org>`.
[[nodiscard]] std::string from_text(const Service& service, const Line& name);

/// `1,234`.
[[nodiscard]] std::string grouped(std::int64_t number);

}  // namespace postbag::http::pages
