#pragma once

#include <string>
#include <vector>

#include "server/office/report_material.h"
#include "server/office/report_style.h"
#include "server/office/stretches.h"

namespace postbag::office {

/// What the program drew for a report: SVG elements without scripts or links.
struct ReportPictures {
  /// Which MPs were reached by the moment of the report.
  std::string map;
  struct Mark {
    std::string svg;
    std::string text;
  };
  std::vector<Mark> legend;
  /// The MPs reached over the period; empty when there were none.
  std::string chart;
};

/// MPs reached by the end of each stretch of the period, in order.
[[nodiscard]] Stretches reach_over_time(const ReportMaterial& material);
/// `3 October 2026`, or `October 2026` for a month.
[[nodiscard]] std::string stretch_name(const templates::Strings& strings,
                                       const Stretches& stretches, const DayFigures& stretch);

/// What a funder is given: one HTML file that asks nobody for anything and prints on A4. Public
/// figures alone, but which MPs were met and how many.
[[nodiscard]] std::string funder_report(const ReportMaterial& material,
                                        const ReportPictures& pictures, const ReportStyle& style);

/// A text within quotes in a style sheet that stands in HTML: whatever signs are in it, it ends
/// neither.
[[nodiscard]] std::string css_text(std::string_view text);

}  // namespace postbag::office
