#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace postbag {
namespace {

/// How many bytes of printable ASCII `text` begins with: most of any text, a letter's body above
/// all, and each is a character.
std::size_t plain_length(std::string_view text) {
  const auto* const other =
      std::find_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; });
  return static_cast<std::size_t>(other - text.begin());
}

/// Takes one code point off the front of `rest`; nothing when the bytes are not UTF-8 (RFC 3629
/// section 4).
std::optional<char32_t> take_code_point(std::string_view& rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || rest.size() < length) return std::nullopt;
  char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return std::nullopt;
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (overlong || surrogate || point > 0x10FFFF) return std::nullopt;
  rest.remove_prefix(length);
  return point;
}

/// Characters that would end a header, or make text read otherwise than it is: C0 and C1 controls,
/// bidirectional embeddings, overrides and isolates.
bool is_forbidden(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

/// Spaces, and what only shapes or directs the characters around it.
bool is_blank(char32_t point) {
  return point == ' ' || point == '\n' || point == '\t' || point == 0xA0 || point == 0xAD ||
         point == 0x034F || point == 0x061C || point == 0x1680 || point == 0x180E ||
         (point >= 0x2000 && point <= 0x200F) || point == 0x202F ||
         (point >= 0x205F && point <= 0x2064) || point == 0x3000 || point == 0x3164 ||
         (point >= 0xFE00 && point <= 0xFE0F);
}

/// Programs leave invisible characters in what is copied from them. Takes out the zero-width space
/// and the byte order mark, for Prose the bidirectional isolates too; a line or paragraph separator
/// becomes `line_break`. What is not UTF-8 stays, for check_text() to find.
std::string without_unseen(std::string_view raw, std::string_view line_break, bool isolates) {
  std::string text;
  text.reserve(raw.size());
  while (!raw.empty()) {
    const std::size_t plain = plain_length(raw);
    text += raw.substr(0, plain);
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    std::string_view rest = raw;
    const auto taken = take_code_point(rest);
    const std::string_view bytes = raw.substr(0, taken ? raw.size() - rest.size() : 1);
    raw.remove_prefix(bytes.size());
    const char32_t point = taken.value_or(0);
    if (point == U'\u2028' || point == U'\u2029') {
      text += line_break;
    } else if (point == U'\u200B' || point == U'\uFEFF' ||
               (isolates && point >= U'\u2066' && point <= U'\u2069')) {
      continue;
    } else {
      text += bytes;
    }
  }
  return text;
}

/// The first bytes of all that without_unseen() takes out.
bool may_hold_unseen(std::string_view raw) {
  return raw.find('\xE2') != std::string_view::npos || raw.find('\xEF') != std::string_view::npos;
}

/// What is wrong with a text of that many characters.
std::optional<Error> wrong_length(std::size_t characters, const FieldRule& rule) {
  const std::string label{rule.label};
  const std::string field{rule.field};
  if (characters == 0 && rule.minimum > 0)
    return Error{"missing_field", "Enter " + label + ".", field};
  if (characters < rule.minimum)
    return Error{
        "missing_field",
        "Make " + label + " at least " + std::to_string(rule.minimum) + " characters long.", field};
  if (characters > rule.maximum)
    return Error{"overlong_field",
                 "Make " + label + " " + std::to_string(rule.maximum) + " characters or fewer.",
                 field};
  return std::nullopt;
}

Result<std::string> check_text(std::string_view text, const FieldRule& rule,
                               std::string_view allowed_controls) {
  std::size_t characters = 0;
  bool blank = true;
  for (std::string_view rest = text; !rest.empty(); ++characters) {
    const std::string_view plain = rest.substr(0, plain_length(rest));
    blank = blank && plain.find_first_not_of(' ') == std::string_view::npos;
    characters += plain.size();
    rest.remove_prefix(plain.size());
    if (rest.empty()) break;
    const auto point = take_code_point(rest);
    const bool allowed =
        point && (!is_forbidden(*point) ||
                  (*point < 0x80 &&
                   allowed_controls.find(static_cast<char>(*point)) != std::string_view::npos));
    if (!allowed)
      return fail("malformed_text",
                  "Take out the characters in " + std::string{rule.label} +
                      " that cannot be shown, and try again.",
                  std::string{rule.field});
    blank = blank && is_blank(*point);
  }
  if (blank) text = {};
  if (auto problem = wrong_length(blank ? 0 : characters, rule))
    return tl::unexpected(std::move(*problem));
  return std::string{text};
}

std::string with_plain_newlines(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\r') {
      text += raw[i];
    } else if (i + 1 == raw.size() || raw[i + 1] != '\n') {
      text += '\n';
    }
  }
  return text;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 5322 section 3.2.3: atext, with single dots between atoms.
bool is_dot_atom(std::string_view text) {
  constexpr std::string_view specials = "!#$%&'*+-/=?^_`{|}~";
  bool after_dot = true;
  for (const char c : text) {
    if (c == '.' && after_dot) return false;
    if (c != '.' && !is_letter_or_digit(c) && specials.find(c) == std::string_view::npos)
      return false;
    after_dot = c == '.';
  }
  return !after_dot;
}

/// RFC 1123 section 2.1: labels of letters, digits and inner hyphens, 1 to 63 long; two labels at
/// least, and a last one that is not a number.
bool is_domain(std::string_view text) {
  if (text.size() > 253 || text.find('.') == std::string_view::npos) return false;
  std::string_view label;
  for (std::size_t start = 0; start <= text.size(); start += label.size() + 1) {
    label = text.substr(start, text.find('.', start) - start);
    const bool shaped = !label.empty() && label.size() <= 63 && label.front() != '-' &&
                        label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
                          return is_letter_or_digit(c) || c == '-';
                        });
    if (!shaped) return false;
  }
  return !std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(plain_length(text));
    if (text.empty()) return true;
    if (!take_code_point(text)) return false;
  }
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t end = digits.size(); end > first + 3; end -= 3)
    digits.insert(end - 3, ",");
  return digits;
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

Result<Line> Line::parse(std::string_view raw, const FieldRule& rule) {
  std::string mended;
  if (may_hold_unseen(raw)) raw = mended = without_unseen(raw, " ", false);
  auto text = check_text(trimmed(raw), rule, "");
  if (!text) return tl::unexpected(text.error());
  return Line{std::move(*text)};
}

Result<Prose> Prose::parse(std::string_view raw, const FieldRule& rule) {
  std::string mended;
  if (may_hold_unseen(raw)) raw = mended = without_unseen(raw, "\n", true);
  raw = trimmed(raw);
  if (raw.find('\r') != std::string_view::npos) raw = mended = with_plain_newlines(raw);
  auto text = check_text(raw, rule, "\n\t");
  if (!text) return tl::unexpected(text.error());
  return Prose{std::move(*text)};
}

Result<EmailAddress> EmailAddress::parse(std::string_view raw, std::string_view field) {
  const std::string seen = without_unseen(raw, " ", true);
  const std::string_view text = trimmed(seen);
  const std::string name{field};
  if (text.empty())
    return fail("missing_field", "Enter an email address, like name@example.org.", name);
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return fail("malformed_email",
                "Enter an email address in plain letters a to z: we cannot yet write to addresses "
                "with other letters.",
                name);
  const std::size_t at = text.rfind('@');
  const bool shaped = at != std::string_view::npos && text.size() <= 254 && at >= 1 && at <= 64 &&
                      is_dot_atom(text.substr(0, at)) && is_domain(text.substr(at + 1));
  if (!shaped)
    return fail("malformed_email",
                "Enter an email address in the right form, like name@example.org.", name);
  return EmailAddress{std::string{text.substr(0, at + 1)} + lower_case(text.substr(at + 1))};
}

Result<Slug> Slug::parse(std::string_view raw) {
  bool after_hyphen = true;
  const bool shaped = !raw.empty() && raw.size() <= 64 && raw.back() != '-' &&
                      std::all_of(raw.begin(), raw.end(), [&](char c) {
                        const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                                             (c == '-' && !after_hyphen);
                        after_hyphen = c == '-';
                        return allowed;
                      });
  if (!shaped)
    return fail("malformed_slug",
                "A campaign's slug is 1 to 64 letters a to z, digits and single hyphens, like "
                "back-to-work.",
                "slug");
  return Slug{std::string{raw}};
}

}  // namespace postbag
