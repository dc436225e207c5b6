#include "base/base64.h"

#include <cstdint>

namespace postbag {
namespace {

constexpr std::string_view signs =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      text += i <= group.size() ? signs[bits >> (18 - 6 * i) & 63U] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::uint32_t bits = 0;
    std::size_t count = 0;
    for (const char sign : text.substr(at, 4)) {
      const std::size_t value = signs.find(sign);
      if (value == signs.npos) break;
      bits = bits << 6U | static_cast<std::uint32_t>(value);
      ++count;
    }
    if (count < 2) return std::nullopt;
    bits <<= 6 * (4 - count);
    for (std::size_t i = 0; i + 1 < count; ++i)
      bytes += static_cast<char>(bits >> (16 - 8 * i) & 255U);
  }
  if (base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace postbag
