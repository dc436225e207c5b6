#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "server/http/pages/drafted.h"
#include "server/http/pages/letter_form.h"
#include "server/http/pages/steps.h"

namespace postbag::http::pages {

/// One press of a button on the way to a letter: checks again everything the form carries, and
/// shows the next page, or the first one that has something wrong.
class Journey {
 public:
  /// The references must outlive it.
  Journey(const View& view, const campaign::Campaign& campaign, LetterForm form)
      : view_(view), campaign_(campaign), form_(std::move(form)) {}

  /// The page after the button pressed. `token` tells a repeated press from a second letter.
  [[nodiscard]] Response advance(std::string_view token);

  /// The page on which the button was pressed, with a sentence at its top.
  [[nodiscard]] Response stay(std::string notice);

 private:
  [[nodiscard]] Response send(std::string_view token);
  [[nodiscard]] Response ask_constituency(std::vector<Error> errors);
  [[nodiscard]] Response ask_details(std::vector<Error> errors = {});
  /// On to the story, once the details are right.
  [[nodiscard]] Response leave_details();
  [[nodiscard]] Response ask_story(std::vector<Error> errors = {});
  [[nodiscard]] Response ask_letter(std::vector<Error> errors = {});
  [[nodiscard]] Response preview(std::vector<Error> errors = {});

  /// The seat the letter is for, or the page that has to come before.
  [[nodiscard]] tl::expected<const data::Constituency*, Response> locate();
  [[nodiscard]] Response explain(const Error& error);
  /// The whole letter, or the page with what is wrong in it.
  [[nodiscard]] tl::expected<campaign::Draft, Response> draft(
      const campaign::SubmissionFields& fields);
  [[nodiscard]] Response show_errors(const std::vector<Error>& errors);
  /// What was typed, for the campaign's own version of the letter.
  [[nodiscard]] campaign::SubmissionFields without_own_letter() const;
  /// What is wrong with a subject or body that was sent back empty.
  [[nodiscard]] std::vector<Error> emptied_fields() const;
  /// Forgets subject and body where they are still as we drafted them, so that they follow later
  /// changes of name, address or MP.
  void forget_untouched_letter();
  /// Keeps what was changed by hand for another MP as an earlier version, and says so. False when
  /// this is the first letter.
  bool set_aside_letter(const data::Constituency& seat);
  /// What has changed around a letter that stays as the supporter left it; says so.
  [[nodiscard]] std::vector<ChangedText> tell_changes(const campaign::Draft& ours,
                                                      const Drafted& now);
  void add_notice(std::string_view sentence);
  /// Makes a paragraph of the answers to short questions, after what the story holds already, so
  /// that they are kept whichever button was pressed.
  void take_answers();
  /// How much of `letter` is the campaign's own.
  [[nodiscard]] templates::Likeness likeness_of(std::string_view letter) const;

  [[nodiscard]] Step step(std::vector<Error> errors = {}) const;

  const View& view_;
  const campaign::Campaign& campaign_;
  LetterForm form_;
  std::string notice_;
};

}  // namespace postbag::http::pages
