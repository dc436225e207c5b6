#include "base/token.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace postbag {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kBytes = 16;
constexpr std::size_t kTimeCharacters = 5;

}  // namespace

std::string random_token(Rng& rng) {
  std::array<std::byte, kBytes> bytes{};
  rng.fill(bytes);
  std::string token;
  token.reserve(kTokenLength);
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const std::byte byte : bytes) {
    waiting = (waiting << 8U) | std::to_integer<std::uint32_t>(byte);
    for (bits += 8; bits >= 6; bits -= 6)
      token += kAlphabet[(waiting >> (bits - 6)) & 63U];
  }
  token += kAlphabet[(waiting << (6 - bits)) & 63U];
  return token;
}

std::string timed_token(Instant now, Rng& rng) {
  std::string token = random_token(rng);
  auto ticks = static_cast<std::uint64_t>(to_milliseconds(now)) / 64;
  for (std::size_t i = kTimeCharacters; i-- > 0; ticks /= 64)
    token[i] = kAlphabet[ticks % 64];
  return token;
}

}  // namespace postbag
