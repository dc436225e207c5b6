#pragma once

#include "server/http/exchange.h"

namespace postbag::http {

/// Takes the fields of a form, multipart or urlencoded, from the body into `request.form`; does
/// nothing to another body. False when it is not what its content type says, or has more fields
/// than any form of ours. cpp-httplib takes the multipart ones apart, and this is the only place
/// that knows it. Thread-safe.
[[nodiscard]] bool read_form(Request& request);

}  // namespace postbag::http
