#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http/console/desk.h"
#include "server/office/report_material.h"
#include "server/office/report_style.h"

namespace postbag::http::console {

/// What the query of an address asks to be told, as it was typed and as it is meant.
struct ReportChoice {
  /// Empty for everything, `campaign:<slug>` or `organisation:<name>`.
  std::string about;
  std::string from;
  std::string to;
  std::string as_of;
  /// An MP's name, constituency or number.
  std::string member;

  office::ReportScope scope;
  /// Nothing where there are errors.
  std::optional<office::ReportPeriod> period;
  std::vector<Error> errors;

  /// `?about=…&from=…&to=…`, with the moment of the report when `exact`: what gives the same bytes
  /// for ever.
  [[nodiscard]] std::string query(bool exact) const;
};

[[nodiscard]] ReportChoice read_report_choice(const View& view, const Request& request);

/// The fields of the form, with the MP's where `asks_member`, and the presets, which lead to
/// `path`.
void add_report_form(const View& view, const ReportChoice& choice, bool asks_member,
                     const std::string& path, Fields& page);

/// The house of a report: what it is made of, as `campaigns` were read, and what it is written
/// with.
[[nodiscard]] office::ReportSources report_sources(const Service& service,
                                                   const campaign::Catalogue::Campaigns& campaigns);
[[nodiscard]] office::ReportStyle report_style(const View& view);

}  // namespace postbag::http::console
