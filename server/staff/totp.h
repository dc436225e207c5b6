#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/rng.h"

/// Codes of a telephone app, as a second factor: TOTP (RFC 6238) with HMAC-SHA-1, steps of 30
/// seconds and six digits, which all apps know. Secrets are 160 bits (RFC 4226 section 4, R6), in
/// base32 without padding (RFC 4648 section 6).
namespace postbag::staff {

/// 32 characters.
[[nodiscard]] std::string make_totp_secret(Rng& rng);

/// Whether make_totp_secret() could have made it.
[[nodiscard]] bool is_totp_secret(std::string_view text);

/// In groups of four, to be typed.
[[nodiscard]] std::string spaced_secret(std::string_view secret);

/// The number of the step that a moment lies in.
[[nodiscard]] std::int64_t totp_step_at(Instant instant);

/// The six digits of a step. Throws std::invalid_argument for a secret that is not base32.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step);

/// The step whose code it is: the present one, the one before or the one after, for clocks that
/// differ; blanks in the code are passed over. Nothing for any other code, and for a step that is
/// not after `last`, whose code was used before.
[[nodiscard]] std::optional<std::int64_t> accepted_step(std::string_view secret,
                                                        std::string_view code, Instant now,
                                                        std::int64_t last);

/// What a QR code says to an app: `otpauth://totp/…` (Google Authenticator's Key Uri Format).
[[nodiscard]] std::string totp_address(std::string_view service, std::string_view account,
                                       std::string_view secret);

}  // namespace postbag::staff
