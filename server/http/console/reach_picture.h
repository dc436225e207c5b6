#pragma once

#include <string>

#include "server/http/chart_svg.h"
#include "server/http/console/reach_choice.h"
#include "server/http/hex_map.h"
#include "server/office/stretches.h"

namespace postbag::http::console {

/// The seats of the data set, marked as the figures say: those outside the group, too.
[[nodiscard]] HexMap reach_map_of(const View& view, const office::ReachFigures& figures);

/// The map for a page of the console: each region is a link to its own figures.
[[nodiscard]] std::string map_on_page(const View& view, const HexMap& map,
                                      const office::ReachFigures& figures,
                                      const ReachChoice& choice);
/// The map for a report: a picture without links, on white.
[[nodiscard]] std::string map_in_report(const View& view, const HexMap& map);

/// What each kind of hexagon on the map means, as `{mark, mark_text}`.
[[nodiscard]] List legend_of(const View& view, const HexMap& map);

/// MPs reached, from the first day to the last; and letters sent in each stretch. Both draw
/// something only where there are stretches.
[[nodiscard]] Chart mps_chart(const View& view, const office::Stretches& stretches);
[[nodiscard]] Chart letters_chart(const View& view, const office::Stretches& stretches);

}  // namespace postbag::http::console
