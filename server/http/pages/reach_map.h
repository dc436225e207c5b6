#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/map_svg.h"
#include "server/http/pages/layout.h"
#include "server/http/share_card.h"

namespace postbag::http::pages {

/// Where the list of a region's constituencies stands on the reach page: `region-south-east`.
[[nodiscard]] std::string region_id(std::string_view region);

/// The region's name in the reader's language.
[[nodiscard]] std::string region_name(const View& view, std::string_view region);

[[nodiscard]] MapWords map_words(const View& view, const HexMap& map);
[[nodiscard]] std::vector<MapRegion> map_regions(const View& view,
                                                 const campaign::PublicReach& reach);

/// What each kind of hexagon means, of those that are on the map, as `{mark, mark_text}`.
[[nodiscard]] List map_legend(const View& view, const HexMap& map);

/// What stands around the map when it is a file.
[[nodiscard]] MapSheet map_sheet(const View& view, const campaign::Campaign& campaign,
                                 const HexMap& map, const campaign::PublicReach& reach);

/// The picture for shared links.
[[nodiscard]] ShareCard share_card(const View& view, const campaign::Campaign& campaign,
                                   const campaign::PublicReach& reach);

}  // namespace postbag::http::pages
