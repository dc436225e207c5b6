#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/campaign/correspondence.h"
#include "server/http/pages/letter_form.h"
#include "server/http/service.h"
#include "templates/likeness.h"

/// The pages of the way to a letter. Each shows one group of questions and carries all the other
/// answers along.
namespace postbag::http::pages {

/// What every step's page is made from.
struct Step {
  const View& view;
  const campaign::Campaign& campaign;
  const LetterForm& form;
  std::vector<Error> errors = {};
  /// A sentence at the top of the page.
  std::string notice = {};
  /// 422 where something has to be looked at again.
  int status = 200;
};

/// Something the supporter has changed since their letter was drafted.
struct ChangedText {
  /// `your own words`.
  std::string name;
  std::string text;
};

/// What a form of this campaign is signed for.
[[nodiscard]] std::string form_purpose(const campaign::Campaign& campaign);

[[nodiscard]] Response show_postcode(const Step& step);
/// `answer` is the look-up of the form's postcode.
[[nodiscard]] Response show_choice(const Step& step, const data::Answer& answer);
[[nodiscard]] Response show_details(const Step& step, const data::Constituency& seat);
[[nodiscard]] Response show_story(const Step& step);
/// `changed`: what no longer stands in the letter as the supporter last gave it, to copy in.
/// `likeness`: of the letter as it is shown.
[[nodiscard]] Response show_letter(const Step& step, const campaign::Draft& draft,
                                   const std::vector<ChangedText>& changed,
                                   const templates::Likeness& likeness);
[[nodiscard]] Response show_preview(const Step& step, const campaign::Draft& draft,
                                    const templates::Likeness& likeness);

/// What to do after a letter was sent. `sent`: it was sent just now, so that the page's script may
/// forget it.
[[nodiscard]] Response show_check_email(const View& view, const campaign::Campaign& campaign,
                                        bool sent);

/// Why no letter can go there, kindly. `may_choose`: another constituency nearby could be theirs.
[[nodiscard]] Response show_explanation(const Step& step, std::string_view heading,
                                        const Error& explanation, bool may_choose);

/// Says why nothing happened and offers to press the same button again: everything typed stays in
/// the page.
[[nodiscard]] Response show_try_again(const View& view, const Request& request, int status,
                                      std::string_view heading,
                                      const std::vector<std::string>& paragraphs);

}  // namespace postbag::http::pages
