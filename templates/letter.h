#pragma once

#include <string>
#include <string_view>

#include "templates/template.h"

namespace postbag::templates {

/// What a letter can be filled with. All of it is plain text; none is ever read as template. May be
/// empty: `title`, `address`, `story`, `party`, `on_behalf_of`.
struct LetterFields {
  /// As Parliament displays it: `Baggy Shanker`.
  std::string mp_name;
  /// For the envelope line: `Rt Hon Wendy Morton MP`.
  std::string mp_title;
  std::string party;
  std::string constituency;
  /// The supporter's `Dr`, `Mx`, …
  std::string title;
  /// The supporter's first and last name.
  std::string name;
  /// Several lines, the postcode last.
  std::string address;
  /// The supporter's own words.
  std::string story;
  /// `22 November 2026`.
  std::string date;
  /// Whom the supporter writes for: `my daughter`.
  std::string on_behalf_of = {};
  /// How the letter begins, in its language; when empty, greeting_for() says it in English.
  std::string greeting = {};
  /// Says for whom it is written, in its language, where the template has no place for that; when
  /// empty, it is said in English.
  std::string on_behalf_sentence = {};
};

/// A letter ready to be shown or sent: the subject is one line, the body ends without a newline.
struct Letter {
  std::string subject;
  std::string body;
  bool operator==(const Letter&) const = default;
};

/// How a letter greets an MP: `Dear Baggy Shanker`.
[[nodiscard]] std::string greeting_for(std::string_view mp_name);

/// Names in a letter's body: `mp_name`, `mp_title`, `greeting`, `party`, `constituency`, `title`,
/// `name`, `date`, `address`, `story`, `on_behalf_of`. Those that may be empty are sections too.
[[nodiscard]] const Vocabulary& letter_vocabulary();

/// As letter_vocabulary(), without what is no heading (`address`, `story`, `on_behalf_of`).
[[nodiscard]] const Vocabulary& subject_vocabulary();

/// Believable values for every field: for checks and for previews without a supporter.
[[nodiscard]] LetterFields sample_fields();

/// Renders and tidies: the subject on one line with single spaces, the body without spaces at line
/// ends, without three newlines in a row, and without blank lines at its ends.
[[nodiscard]] Letter render_letter(const Template& subject, const Template& body,
                                   const LetterFields& fields);

}  // namespace postbag::templates
