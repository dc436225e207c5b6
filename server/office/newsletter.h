#pragma once

#include <string>

#include "server/office/report_material.h"
#include "server/office/report_style.h"

namespace postbag::office {

/// A report ready to paste.
struct PastedReport {
  std::string title;
  std::string markdown;
  /// The Markdown's HTML, without a document around it.
  std::string html;
};

/// What members are told: plain sentences, public figures alone.
[[nodiscard]] PastedReport newsletter(const ReportMaterial& material, const ReportStyle& style);

}  // namespace postbag::office
