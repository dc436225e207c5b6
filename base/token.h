#pragma once

#include <string>
#include <string_view>

#include "base/rng.h"

namespace postbag {

/// An unguessable word for links and ids: 128 random bits as 22 characters of base64url (RFC 4648
/// section 5), no padding. Throws what `rng` throws.
[[nodiscard]] std::string random_token(Rng& rng);

/// True for text of the shape random_token() makes: 22 characters of A-Z a-z 0-9 - _.
[[nodiscard]] bool is_token(std::string_view text);

}  // namespace postbag
