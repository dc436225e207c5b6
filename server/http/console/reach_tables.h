#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "server/http/console/reach_choice.h"
#include "server/http/console/table.h"
#include "server/office/stretches.h"

namespace postbag::http::console {

/// The tables that are made of figures, by their names in `/staff/reach/table/{name}`.
inline constexpr std::array<std::string_view, 10> kReachTables{
    "figures", "party", "nation",  "region", "sources",
    "states",  "days",  "not-yet", "mps",    "former"};

/// One of them; nothing for another name. Its links keep the choice.
[[nodiscard]] std::optional<Table> reach_table(const View& view, std::string_view name,
                                               const office::ReachFigures& figures,
                                               const ReachChoice& choice);

/// The days put together: what the chart shows, as a table.
[[nodiscard]] Table stretches_table(const View& view, const office::Stretches& stretches);

/// Seats with their MPs: those that have been reached or not, and whose seat, MP or party has
/// `words` in its name, whatever the case.
[[nodiscard]] Table mps_table(const View& view, const office::ReachFigures& figures,
                              std::optional<bool> reached, std::string_view words);

/// How it was counted: what stands below a CSV.
[[nodiscard]] std::vector<std::string> reach_notes(const View& view,
                                                   const office::ReachFigures& figures,
                                                   const ReachChoice& choice);

/// The name of a file: `postbag-party-2026-11-22.csv`.
[[nodiscard]] std::string file_name_of(std::string_view table, const office::ReachFigures& figures);

/// Where a Member's page is.
[[nodiscard]] std::string mp_path(std::string_view member);

/// A day of figures, `2026-11-22`, in words.
[[nodiscard]] std::string day_text(const View& view, const std::string& date);

}  // namespace postbag::http::console
