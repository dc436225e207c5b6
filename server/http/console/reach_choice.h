#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/console/desk.h"
#include "server/office/figures.h"

namespace postbag::http::console {

/// What somebody wants counted: which campaigns, whose MPs, until when and since when; as the query
/// of an address says it.
struct ReachChoice {
  /// As they came: `campaign=<slug>`, `organisation=<name>`,
  /// `group=(party|nation|region|office|saved):<name>`, `as_of=2026-11-22`, `from=2026-11-01`.
  std::string campaign;
  std::string organisation;
  std::string group;
  std::string as_of_day;
  std::string from_day;

  /// What they come to. `as_of` is the end of that day in London, or now if that is earlier.
  std::vector<std::int64_t> campaigns;
  office::MpGroup mps;
  Instant as_of;
  std::optional<Instant> from;
  /// `Back to work`, `All campaigns of Mind`, `All campaigns`.
  std::string campaigns_name;
  /// `All MPs`, `MPs of Labour`, …
  std::string mps_name;
  /// What cannot be understood; then all campaigns, all MPs or now stand in its place.
  std::vector<Error> errors;

  /// The same choice as a query, which begins with `?` and has something in it, with these put in
  /// place of what it says, or added; those with an empty value are left out.
  [[nodiscard]] std::string query(
      std::initializer_list<std::pair<std::string_view, std::string>> changes = {}) const;
};

[[nodiscard]] ReachChoice read_choice(const View& view, const Request& request);

/// Of the ledger as it is.
[[nodiscard]] office::ReachFigures figures_of(const View& view, const ReachChoice& choice);

/// Of the form that chooses: `campaigns`, `organisations`, `has_organisations` and `groups` for
/// its selects, and `day_fields`.
void add_choice_form(const View& view, const ReachChoice& choice, Fields& page);

/// `As of 22 November 2026, 09:30. Data: postcodes …`: what stands by every figure.
[[nodiscard]] std::string as_of_text(const View& view, const office::ReachFigures& figures);

/// The value of `name` in the address; empty when it is not there.
[[nodiscard]] std::string_view asked_for(const Request& request, std::string_view name);

}  // namespace postbag::http::console
