#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "base/result.h"
#include "base/text.h"
#include "data/postcode.h"

namespace postbag::campaign {

/// What a supporter sent, as it came: every field is text of unknown quality. The names are the
/// API's.
struct SubmissionFields {
  std::string postcode;
  std::string constituency;
  std::string title;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string address;
  std::string subject;
  std::string body;
  std::string story;
  std::string on_behalf_of;
  bool opt_in = false;
  std::string consent_wording;
  std::string source;
  std::string language;
};

/// A checked submission. Only parse_submission() makes one.
struct Submission {
  data::Postcode postcode;
  /// The constituency code the supporter chose, where the postcode alone did not decide; else
  /// empty.
  std::string constituency;
  Line title;
  Line first_name;
  Line last_name;
  EmailAddress email;
  /// Street and town, without the postcode. Empty only where the campaign does not ask for it.
  Prose address;
  /// The supporter's own version of the letter; where empty, the campaign's is used.
  Line subject;
  Prose body;
  /// Their own words, for the campaign's letter to hold.
  Prose story;
  /// Whom they write for: `my daughter`. The letter is theirs all the same, from their address.
  Line on_behalf_of;
  bool opt_in = false;
  /// The words beside the box that they ticked; empty where who sent this does not say.
  Line consent_wording;
  /// Where they came from, as the charity tagged its link: letters, digits, `.`, `_`, `-`.
  std::string source;
  Language language = Language::english;

  /// `Ms Jane Example`.
  [[nodiscard]] std::string full_name() const;
};

/// How many characters the field of that API name may have; 0 for one that is not typed freely.
[[nodiscard]] std::size_t longest(std::string_view field);

/// Checks every field and reports all that are wrong at once, each under its API name.
[[nodiscard]] Checked<Submission> parse_submission(const SubmissionFields& fields,
                                                   bool address_required);

}  // namespace postbag::campaign
