#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templates/pages.h"
#include "templates/strings.h"
#include "templates/template.h"

namespace postbag::office {

/// The files of templates/reports, in English: reports are the console's. Immutable; any number of
/// threads may use it.
struct ReportTemplates {
  templates::Template newsletter;
  templates::Template digest;
  /// `funder.html` and `document.html`.
  templates::Pages pages;

  /// Every problem of every template at once, as templates::Template and templates::Pages tell.
  [[nodiscard]] static Checked<ReportTemplates> load(const std::filesystem::path& folder,
                                                     const templates::Strings& strings);
};

/// What every report is written with. The references must outlive it.
struct ReportStyle {
  const ReportTemplates& templates;
  const templates::Strings& strings;
  /// What links begin with, without a trailing slash.
  std::string_view base_url;
  /// Who tells.
  std::string_view service_name;
};

/// An HTML file of its own from a piece of HTML that the program made.
[[nodiscard]] std::string html_document(const ReportStyle& style, std::string_view title,
                                        std::string_view html);

}  // namespace postbag::office
