#pragma once

#include <string>
#include <string_view>

namespace postbag {

/// SHA-256 of `bytes` as 64 lower-case hexadecimal characters. Throws std::runtime_error if OpenSSL
/// fails.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104) of `message` under `key`, as 64 lower-case hexadecimal characters.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view message);

/// Compares in a time that depends on the lengths only, for secrets.
[[nodiscard]] bool equal_secrets(std::string_view left, std::string_view right);

}  // namespace postbag
