#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/campaign/submission.h"
#include "server/http/exchange.h"
#include "server/http/pages/layout.h"

namespace postbag::http::pages {

/// All that a supporter has typed so far. It travels from page to page in hidden fields, so that
/// nothing is kept here and nothing personal stands in an address.
struct LetterForm {
  campaign::SubmissionFields fields;
  /// Whom the letter was drafted for, as addressee() says it; empty before it was shown.
  std::string letter_for;
  /// Drafted::text() of that draft.
  std::string drafted;
  /// Versions that the supporter had changed by hand for other MPs.
  std::string earlier;
  /// To the campaign's short questions, as they stand in the page that was sent.
  std::vector<std::string> answers;
  /// The language of that page: `cy`.
  std::string asked_in;
  /// Which button was pressed.
  std::string step;
};

/// What a button's value begins with when its page is only to be shown again, such as in the other
/// language: `stay:details`.
inline constexpr std::string_view kStay = "stay:";

/// What the field for the answer to a short question is called; the first is number 1.
[[nodiscard]] std::string answer_name(std::size_t number);

/// Of a form that is UTF-8. `language`: that of the page it came from.
[[nodiscard]] LetterForm read_letter_form(const Request& request, Language language);

/// Hidden inputs for everything but the fields named in `visible`.
[[nodiscard]] List hidden_fields(const LetterForm& form,
                                 std::initializer_list<std::string_view> visible);

/// Where a link may say the supporter came from; empty for any other text.
[[nodiscard]] std::string checked_source(std::string_view source);

}  // namespace postbag::http::pages
