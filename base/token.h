#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/rng.h"

namespace postbag {

/// Characters in a token.
inline constexpr std::size_t kTokenLength = 22;  // ceil(128 bits / 6 bits)

/// An unguessable word for links and ids: 128 random bits as 22 characters of base64url (RFC 4648
/// section 5), no padding. Throws what `rng` throws.
[[nodiscard]] std::string random_token(Rng& rng);

/// The same shape with 102 random bits, after five characters that tell the time to 64 ms: tokens
/// made together stand together in a database's index, which then grows at one place.
[[nodiscard]] std::string timed_token(Instant now, Rng& rng);

}  // namespace postbag
