#pragma once

#include <string_view>

namespace postbag::testing {

/// Feeds bytes to a connection as its client would, whole and in parts, and takes what it makes of
/// them through the forms and the routes. Throws std::logic_error when a bound is broken, a byte
/// came through that must not, or the parts mattered.
void check_connection(std::string_view bytes);

/// The same, parted at every byte (every 61st of more than 4 KB), and byte by byte: for files, not
/// for millions of tries.
void check_connection_at_every_byte(std::string_view bytes);

}  // namespace postbag::testing
