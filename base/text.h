#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"

namespace postbag {

/// True when `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above
/// U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Code points in well-formed UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view utf8);

/// `1,234`, as English and Welsh write it.
[[nodiscard]] std::string grouped(std::int64_t number);

/// `text` without ASCII white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// ASCII letters to lower case; other bytes stay.
[[nodiscard]] std::string lower_case(std::string_view text);

/// What a field must be: its name in errors, how a person calls it, and how long it may be, in
/// characters.
struct FieldRule {
  std::string_view field;
  /// Used in messages: "Enter your first name."
  std::string_view label;
  std::size_t minimum = 0;
  std::size_t maximum = 200;
};

/// Personal text on one line: valid UTF-8, trimmed, no control or direction-overriding character.
/// Zero-width spaces and byte order marks are taken out, line separators become spaces, and what
/// holds nothing to be seen is empty. So it can stand in a mail header once encoded. It cannot be
/// printed: no stream, no log takes it.
class Line {
 public:
  Line() = default;
  /// The error's code is `missing_field`, `overlong_field` or `malformed_text`.
  [[nodiscard]] static Result<Line> parse(std::string_view raw, const FieldRule& rule);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  bool operator==(const Line&) const = default;

 private:
  explicit Line(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Personal text of several lines: as Line, but with `\n` (CRLF, CR and line separators are turned
/// into it) and tab, and with bidirectional isolates taken out.
/// It cannot be printed.
class Prose {
 public:
  Prose() = default;
  /// The error's code is `missing_field`, `overlong_field` or `malformed_text`.
  [[nodiscard]] static Result<Prose> parse(std::string_view raw, const FieldRule& rule);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  bool operator==(const Prose&) const = default;

 private:
  explicit Prose(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// An address that mail can be sent to: `local@domain`, at most 254 octets (RFC 5321
/// section 4.5.3.1), a dot-atom local part of at most 64 ASCII characters (quoted local parts,
/// spaces and control characters are refused), a domain of two or more LDH labels.
/// Internationalised addresses are refused with a message that says so: SMTPUTF8 is not spoken. It
/// cannot be printed.
class EmailAddress {
 public:
  EmailAddress() = default;
  /// The error's code is `missing_field` or `malformed_email`.
  [[nodiscard]] static Result<EmailAddress> parse(std::string_view raw,
                                                  std::string_view field = "email");
  /// As typed, with the domain in lower case.
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// Wholly in lower case: what decides whether two addresses are one person's.
  [[nodiscard]] std::string identity() const { return lower_case(text_); }
  bool operator==(const EmailAddress&) const = default;

 private:
  explicit EmailAddress(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// A campaign's name in addresses: 1 to 64 of a-z, 0-9 and single inner hyphens.
class Slug {
 public:
  Slug() = default;
  /// The error's code is `malformed_slug`.
  [[nodiscard]] static Result<Slug> parse(std::string_view raw);
  [[nodiscard]] const std::string& text() const { return text_; }
  auto operator<=>(const Slug&) const = default;

 private:
  explicit Slug(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

std::ostream& operator<<(std::ostream&, const Line&) = delete;
std::ostream& operator<<(std::ostream&, const Prose&) = delete;
std::ostream& operator<<(std::ostream&, const EmailAddress&) = delete;

}  // namespace postbag
