#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http/console/desk.h"
#include "server/office/delivery.h"

namespace postbag::http::console {

/// Of a form or an address: the letters that it names; nothing when it names no state. What is no
/// slug and no word of the code does not choose.
[[nodiscard]] std::optional<office::LetterChoice> letter_choice(const NamedTexts& named);

/// `/staff/delivery/letters?state=held&…`
[[nodiscard]] std::string list_path(const office::LetterChoice& choice);

/// `/staff/delivery/letters/…`
[[nodiscard]] std::string letter_path(std::string_view public_id);

/// Why a letter is where it is, in words; the word itself when the catalogue has none.
[[nodiscard]] std::string reason_text(const View& view, std::string_view reason);

[[nodiscard]] std::string state_text(const View& view, campaign::LetterState state);

/// `Baggy Shanker`, as the data set has them while they hold that seat; else their number.
[[nodiscard]] std::string member_name(const View& view, std::string_view constituency,
                                      std::string_view member);
[[nodiscard]] std::string seat_name(const View& view, std::string_view constituency);

/// What may be done by hand with a letter in that state: `step` and `step_label`, and the words of
/// the button of a whole list, `all_label`.
[[nodiscard]] List staff_steps(const View& view, campaign::LetterState state);

/// `retry`, `hold`, … as the forms say it; nothing for any other word.
[[nodiscard]] std::optional<campaign::StaffAction> parse_step(std::string_view step);
[[nodiscard]] std::string_view step_of(campaign::StaffAction action);

/// Why a held letter would be held again at once, as a mailer would say it: `seat_vacant`, …; empty
/// when it would leave.
[[nodiscard]] std::string would_be_held(const Service& service, const campaign::LetterRow& row);

/// What somebody signed in does, for the audit log; each letter's line gets that letter.
[[nodiscard]] staff::AuditEntry letter_entry(const Service& service, const staff::SignedIn& who,
                                             campaign::StaffAction action);

}  // namespace postbag::http::console
