#pragma once

#include <string_view>

#include "server/campaign/person.h"
#include "server/store/connection.h"

namespace postbag::store {

/// As campaign::Store::erase(), inside a transaction.
campaign::Erased erase_supporter(Connection& connection, std::string_view supporter_key,
                                 std::int64_t now);

}  // namespace postbag::store
