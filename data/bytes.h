#pragma once

#include <cstdint>
#include <string>

namespace postbag::data {

/// Little-endian numbers, whatever the machine's own order.
inline std::uint16_t read_u16(const unsigned char* from) {
  return static_cast<std::uint16_t>(from[0] | from[1] << 8U);
}

inline std::uint32_t read_u32(const unsigned char* from) {
  return read_u16(from) | static_cast<std::uint32_t>(read_u16(from + 2)) << 16U;
}

inline void append_u16(std::string& to, std::uint32_t value) {
  to += static_cast<char>(value & 0xFFU);
  to += static_cast<char>(value >> 8U & 0xFFU);
}

inline void append_u32(std::string& to, std::uint32_t value) {
  append_u16(to, value & 0xFFFFU);
  append_u16(to, value >> 16U);
}

}  // namespace postbag::data
