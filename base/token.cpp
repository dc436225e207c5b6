#include "base/token.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace postbag {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kBytes = 16;
constexpr std::size_t kCharacters = 22;  // ceil(128 bits / 6 bits)

}  // namespace

std::string random_token(Rng& rng) {
  std::array<std::byte, kBytes> bytes{};
  rng.fill(bytes);
  std::string token;
  token.reserve(kCharacters);
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

bool is_token(std::string_view text) {
  return text.size() == kCharacters && std::all_of(text.begin(), text.end(), [](char c) {
           return kAlphabet.find(c) != std::string_view::npos;
         });
}

}  // namespace postbag
