#pragma once

#include "data/data_set.h"
#include "server/office/funder_report.h"
#include "templates/strings.h"

namespace postbag::http {

/// The map and the chart of a funder's report. The same figures give the same bytes.
[[nodiscard]] office::ReportPictures report_pictures(const office::ReportMaterial& material,
                                                     const data::DataSet& data_set,
                                                     const templates::Strings& strings);

}  // namespace postbag::http
