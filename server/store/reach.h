#pragma once

#include <cstdint>
#include <string_view>

#include "server/store/connection.h"

namespace postbag::store {

/// Adds `letters` (which may be negative) to what the counters say of one person in one seat. To be
/// called in the transaction that moves a letter into or out of `sent`.
void add_to_reach(Connection& connection, std::int64_t campaign_id, std::string_view constituency,
                  std::string_view member, std::int64_t letters);

}  // namespace postbag::store
