#pragma once

#include <span>
#include <string>
#include <vector>

namespace postbag::templates {

/// A question that takes little energy to answer, and the sentence that its answer makes.
struct ShortQuestion {
  /// `How long has this affected you?`
  std::string question;
  /// `This has affected me for {answer}.`
  std::string sentence;
  /// Answers to choose from; where there are none, a few words are typed.
  std::vector<std::string> choices;
};

/// The sentences of all questions that have an answer, as one paragraph; empty when none has.
/// `answers[i]` belongs to `questions[i]` and is taken as it is, on one line and without the full
/// stop that the sentence has too.
[[nodiscard]] std::string paragraph_of(std::span<const ShortQuestion> questions,
                                       std::span<const std::string> answers);

}  // namespace postbag::templates
