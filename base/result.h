#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "base/language.h"

namespace postbag {

/// Why something could not be done, for a program (`code`) and for a person (`message`).
struct Error {
  /// Stable machine word in snake_case, such as `malformed_postcode`.
  std::string code;
  /// One plain sentence that says what is wrong and what to do. Never holds personal text.
  std::string message;
  /// The input field at fault, or empty when none is.
  std::string field;
  /// Of the message. All are in English but those that a campaign says in its own words.
  Language language = Language::english;

  bool operator==(const Error&) const = default;
};

/// A value, or the reason there is none. Used wherever the caller has a choice; bugs throw instead.
template <class T>
using Result = tl::expected<T, Error>;

/// A value, or every field at fault at once: what forms and configuration files want.
template <class T>
using Checked = tl::expected<T, std::vector<Error>>;

/// The failing half of a Result: `return fail("malformed_email", "Enter an email address, like …",
/// "email");`
[[nodiscard]] tl::unexpected<Error> fail(std::string code, std::string message,
                                         std::string field = {});

}  // namespace postbag
