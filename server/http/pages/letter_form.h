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
  /// Whether the browser turns the page itself, and keeps those before for Back; else our script
  /// does, which keeps nothing.
  bool kept_by_browser = true;
  /// How many answers came before the page that it was on.
  int turn = 0;
};

/// What a button's value begins with when its page is only to be shown again, such as in the other
/// language: `stay:details`.
inline constexpr std::string_view kStay = "stay:";

/// What the field for the answer to a short question is called; the first is number 1.
[[nodiscard]] std::string answer_name(std::size_t number);

/// Where this form's next page posts to: `/c/back-to-work/step/3`. Each answer has an address of
/// its own, so that a browser which gets none puts its error page after the page with the form, and
/// Back finds it. `campaign_path`: as the address says it.
[[nodiscard]] std::string next_path(std::string_view campaign_path, const LetterForm& form);

/// Of a form that is UTF-8. `language`: that of the page it came from.
[[nodiscard]] LetterForm read_letter_form(const Request& request, Language language);

/// Hidden inputs for everything but the fields named in `visible`.
[[nodiscard]] List hidden_fields(const LetterForm& form,
                                 std::initializer_list<std::string_view> visible);

/// Where a link may say the supporter came from; empty for any other text.
[[nodiscard]] std::string checked_source(std::string_view source);

}  // namespace postbag::http::pages
