#pragma once

#include <string_view>

namespace postbag::http {

/// The HTTP status of an error code of the rooms below, from one table. `in_body` says that the
/// fault lies in a submitted field, where a malformed postcode is one bad field among others.
[[nodiscard]] int status_of(std::string_view code, bool in_body);

/// The reason phrase, as problem titles and error pages show it: `Not found`.
[[nodiscard]] std::string_view title_of(int status);

}  // namespace postbag::http
