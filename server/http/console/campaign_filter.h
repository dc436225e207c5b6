#pragma once

#include <string>
#include <vector>

#include "server/http/console/desk.h"
#include "templates/campaign_file.h"

namespace postbag::http::console {

/// Whom a filter lets through, in words: `Labour or Speaker; not London`. Everyone, where it lets
/// everyone through.
[[nodiscard]] std::string filter_text(const View& view, const templates::Filter& filter);

/// The fields of a form for a filter: whom it is for, and whom not. Each takes one value on a line.
[[nodiscard]] List filter_fields(const View& view, const templates::Filter& filter, bool is_not,
                                 const std::vector<Error>& errors);

/// A sentence for each of campaign::unknown_names().
[[nodiscard]] std::vector<std::string> likely_slips(const View& view,
                                                    const templates::CampaignFile& campaign);

/// What was typed into them.
[[nodiscard]] templates::Filter typed_filter(const Request& request);

}  // namespace postbag::http::console
