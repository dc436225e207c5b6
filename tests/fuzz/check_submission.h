#pragma once

#include <string_view>

namespace postbag::testing {

/// A content type in the first line, the body in the rest: read as a form and as the API's JSON,
/// then checked as a submission. Throws std::logic_error when something came through that must not.
void check_submission(std::string_view bytes);

}  // namespace postbag::testing
