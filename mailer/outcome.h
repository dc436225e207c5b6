#pragma once

#include <string_view>

#include "mailer/reply.h"

namespace postbag::mailer {

/// How far a dialogue came: what was under way when it ended, in the order of a dialogue.
enum class Step {
  /// Finding the server's address by its name.
  look_up,
  connect,
  tls,
  /// The server's first words and EHLO.
  greeting,
  authentication,
  /// MAIL.
  sender,
  /// RCPT.
  recipient,
  /// DATA, up to the server's consent.
  data,
  /// The message itself, before its final dot; in the outbox folder, before its file has its name.
  content,
  /// The final dot went out.
  final_dot
};

/// `look_up`, `connect`, …
[[nodiscard]] std::string_view name_of(Step step);

/// What a delivery attempt came to, and why. The words, in snake case, are the ledger's and the
/// log's; what each leads to is mailer/policy.h's to say. Only `accepted` was delivered and only
/// `lost_after_data` may have been.
enum class Outcome {
  /// The server took the message: 2xx to the final dot.
  accepted,
  /// Refused for good, for no reason that has a word of its own.
  permanent,
  /// Put off, likewise.
  temporary,
  /// The recipient's mailbox has no room, for now (4xx) or as the server sees it for good (5xx).
  mailbox_full,
  /// The server could, but will not: content, reputation, a recipient's rules. For now (4xx) or for
  /// good (5xx).
  policy_refusal,
  /// An unknown sender is told to come again, to see whether it is a mail server.
  greylisted,
  /// Too much at once, or the server is busy or closing. Says nothing about the letter.
  slow_down,
  /// Our own relay cannot be reached or will not serve us, or our domain is not in order:
  /// name, connection, TLS, password, SPF … Says nothing about the letter.
  ours_to_fix,
  /// The connection ended, or the server fell silent, before the message was under way.
  lost_before_data,
  /// The same while the message was under way, without its final dot: a server must drop it
  /// (RFC 5321 section 4.1.1.4).
  lost_during_data,
  /// The same after the final dot: nobody knows.
  lost_after_data
};

/// `accepted`, `permanent`, …
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// The one place that says what a mail server's answer means. `reply` is what ended the dialogue at
/// `step`, with code 0 when there was none.
///
/// The code's first digit says whether it was refused for now or for good (RFC 5321 section 4.2.1).
/// Why, say the enhanced status code (RFC 3463; RFC 4954 for passwords, RFC 7372 and 7505 for the
/// sender's domain) and, where servers have no code for it, a few words of the text. These never
/// turn a refusal for good into one for now.
[[nodiscard]] Outcome outcome_of(Step step, const Reply& reply);

}  // namespace postbag::mailer
