#pragma once

#include <string>

#include "mailer/message.h"

namespace postbag::mailer {

/// The bytes of a message as they go over SMTP (RFC 5322, before dot-stuffing): ASCII only, CRLF
/// line ends, lines of at most 78 characters. The text is text/plain, UTF-8, format=flowed
/// (RFC 3676, so that it reads well on a phone and in a client that wraps nothing), in
/// quoted-printable. The same Message always makes the same bytes. Thread-safe.
///
/// Throws std::invalid_argument when message_id is not `token@domain`, language is not a BCP 47 tag
/// or an address is empty, which is a bug of the caller: every other field is checked by its type.
[[nodiscard]] std::string compose(const Message& message);

}  // namespace postbag::mailer
