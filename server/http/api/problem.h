#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "server/http/exchange.h"

namespace postbag::http::api {

/// RFC 9457 `application/problem+json`.
[[nodiscard]] Response problem(int status, std::string_view detail,
                               const std::vector<Error>& errors = {});

/// The problem that an error of the rooms below makes; `in_body` as status_of().
[[nodiscard]] Response problem_of(const Error& error, bool in_body);

/// The same for several: those with a field become the problem's `errors`.
[[nodiscard]] Response problem_of(const std::vector<Error>& errors);

/// A 429 that says when to come back.
[[nodiscard]] Response too_many(Duration wait);

/// The 503 of a store that fails: what was lost while it was being made durable may be there.
[[nodiscard]] Response unavailable();

}  // namespace postbag::http::api
