#include "mailer/compose.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <gmime/gmime.h>

#include "base/time_text.h"
#include "mailer/flowed.h"

// Header text is encoded here and not by GMime 3.2, which leaves what looks like an encoded word as
// it is (a reader would then see another name than the one typed) and makes encoded words of more
// than the 75 characters that RFC 2047 section 2 allows.

namespace postbag::mailer {
namespace {

constexpr std::size_t kLineLength = 76;
/// Longest word that is left in plain text: with the longest field name and a quote it fits a line.
constexpr std::size_t kWordLength = 60;
/// Bytes of text in an encoded word: 48 characters of base64 and 12 around them, beside the longest
/// field name on one line.
constexpr std::size_t kEncodedBytes = 36;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom_or_space(char c) {
  constexpr std::string_view specials = "!#$%&'*+-/=?^_`{|}~ ";
  return is_letter_or_digit(c) || specials.find(c) != std::string_view::npos;
}

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

/// Whether a header can carry the text as it is, folded at its spaces, and be read back the same.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }) &&
         text.find("=?") == std::string_view::npos && text.find("  ") == std::string_view::npos &&
         longest_word(text) <= kWordLength;
}

/// RFC 2047 section 4.1; each word holds whole characters.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t length = std::min(kEncodedBytes, text.size());
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
      --length;
    const std::unique_ptr<gchar, decltype(&g_free)> base64{
        g_base64_encode(reinterpret_cast<const guchar*>(text.data()), length), g_free};
    if (!words.empty()) words += ' ';
    words.append("=?utf-8?B?").append(base64.get()).append("?=");
    text.remove_prefix(length);
  }
  return words;
}

/// RFC 5322 section 3.2.5: atoms, a quoted string, or encoded words.
std::string phrase(std::string_view name) {
  if (!is_plain(name)) return encoded_words(name);
  if (std::all_of(name.begin(), name.end(), is_atom_or_space)) return std::string{name};
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// Appends `name: value`, folded at spaces (RFC 5322 section 2.2.3).
void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(":");
  std::size_t column = name.size() + 1;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(' '), value.size());
    if (column + 1 + end > kLineLength && column > name.size() + 1) {
      out += "\r\n";
      column = 0;
    }
    out.append(" ").append(value.substr(0, end));
    column += 1 + end;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  out += "\r\n";
}

void append_mailbox(std::string& out, std::string_view header, const Line& name,
                    const EmailAddress& address) {
  append_header(out, header,
                name.empty() ? address.text() : phrase(name.text()) + " <" + address.text() + '>');
}

void append_headers(std::string& out, const Message& message) {
  append_mailbox(out, "From", message.from_name, message.from);
  if (message.envelope_sender != message.from)
    append_mailbox(out, "Sender", {}, message.envelope_sender);
  if (!message.reply_to.empty())
    append_mailbox(out, "Reply-To", message.reply_to_name, message.reply_to);
  append_mailbox(out, "To", message.to_name, message.to);
  const std::string& subject = message.subject.text();
  append_header(out, "Subject", is_plain(subject) ? subject : encoded_words(subject));
  append_header(out, "Date", rfc5322(message.date));
  append_header(out, "Message-ID", '<' + message.message_id + '>');
  if (message.automatic) append_header(out, "Auto-Submitted", "auto-generated");
  append_header(out, "MIME-Version", "1.0");
  append_header(out, "Content-Type", "text/plain; charset=utf-8; format=flowed");
  append_header(out, "Content-Transfer-Encoding", "quoted-printable");
  append_header(out, "Content-Language", message.language);
}

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

/// RFC 2045 section 6.7: what stands for itself anywhere in a line. Spaces and tabs do too, but not
/// at its end.
bool is_literal(char c) {
  return c >= '!' && c <= '~' && c != '=';
}

/// RFC 2045 section 6.7, one line; ends it.
void append_quoted_printable(std::string& out, std::string_view line) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::size_t most = kLineLength - 1;  // a soft line break takes one
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && end - at < most &&
           (is_literal(line[end]) || (is_space(line[end]) && end + 1 < line.size())))
      ++end;
    const std::size_t width = end > at ? std::min(end - at, most - column) : 3;
    if (width == 0 || column + width > most) {
      out += "=\r\n";
      column = 0;
      continue;
    }
    column += width;
    if (end > at) {
      out.append(line.substr(at, width));
      at += width;
    } else {
      const auto byte = static_cast<unsigned char>(line[at++]);
      (out += '=') += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  out += "\r\n";
}

bool is_message_id(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != 0 && at < text.size() - 1 && text.size() <= 250 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || std::string_view{"@.-_+="}.find(c) != std::string::npos;
         });
}

bool is_language_tag(std::string_view text) {
  return !text.empty() && text.size() <= 35 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '-';
  });
}

/// What the types do not promise.
void check(const Message& message) {
  if (!is_message_id(message.message_id))
    throw std::invalid_argument("a message's id is not of the form token@domain");
  if (!is_language_tag(message.language))
    throw std::invalid_argument("a message's language is not a BCP 47 tag");
  if (message.from.empty() || message.to.empty() || message.envelope_sender.empty())
    throw std::invalid_argument("a message lacks an address");
}

}  // namespace

std::string compose(const Message& message) {
  check(message);
  std::string text;
  text.reserve(1024 + message.body.text().size() * 5 / 4);
  append_headers(text, message);
  text += "\r\n";
  const std::string lines = flowed(message.body.text());
  for (std::string_view rest{lines}; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    append_quoted_printable(text, rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return text;
}

}  // namespace postbag::mailer
