#pragma once

#include <string_view>

#include "base/result.h"
#include "server/campaign/store.h"
#include "server/store/connection.h"

namespace postbag::store {

/// As campaign::Store::move(), inside a transaction.
[[nodiscard]] Result<campaign::LetterStatus> move_letter(Connection& connection,
                                                         std::string_view public_id,
                                                         campaign::StaffAction action,
                                                         std::int64_t now);

}  // namespace postbag::store
