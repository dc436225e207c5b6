#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/office/engagement.h"

namespace postbag::office {

/// The header of a file of engagements: `day,kind,campaign,…`, the names of kEngagementFields.
[[nodiscard]] std::vector<std::string> engagement_columns();

/// One row for text_of() of an engagement, in the order of engagement_columns(); what has several
/// lines is parted by semicolons where parse() reads them as lines.
[[nodiscard]] std::vector<std::string> engagement_row(const Engagement& engagement);

/// Every engagement of a CSV file (RFC 4180, UTF-8) with a header, whose columns may stand in any
/// order and be left out but for `day` and `kind`; or every mistake of every row, each with its
/// line and column, at the field `csv`. Codes: `missing_rows`, `malformed_text`, `unknown_column`,
/// `repeated_column`, `missing_column`, `malformed_row`, `repeated_row`, those of parse().
[[nodiscard]] Checked<std::vector<Engagement>> read_engagements(std::string_view csv,
                                                                const EngagementWorld& world);

}  // namespace postbag::office
