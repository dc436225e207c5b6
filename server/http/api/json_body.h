#pragma once

#include <string>

#include "base/result.h"
#include "server/campaign/submission.h"
#include "server/http/exchange.h"

namespace postbag::http::api {

/// Why a body could not be read, with the status that says so.
struct BodyProblem {
  int status = 400;
  std::string detail;
  std::vector<Error> errors;
};

template <class T>
using Body = tl::expected<T, BodyProblem>;

/// The JSON object of a letter or a preview. Fields of the wrong type and unknown fields are
/// reported by name, up to twenty at once.
[[nodiscard]] Body<campaign::SubmissionFields> read_submission(const Request& request);

/// The `token` of `{"token": …}`.
[[nodiscard]] Body<std::string> read_token(const Request& request);

}  // namespace postbag::http::api
