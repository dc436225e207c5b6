#include "server/staff/totp.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/digest.h"

namespace postbag::staff {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kSecretLength = 32;  // 160 bits / 5
constexpr Duration kStep = std::chrono::seconds{30};
constexpr std::int64_t kSlack = 1;

std::string base32(std::string_view bytes) {
  std::string text;
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const char byte : bytes) {
    waiting = waiting << 8U | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5)
      text += kAlphabet[waiting >> (bits - 5) & 31U];
  }
  if (bits > 0) text += kAlphabet[waiting << (5 - bits) & 31U];
  return text;
}

std::string from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const char sign : text) {
    const std::size_t value = kAlphabet.find(sign);
    if (value == std::string_view::npos) throw std::invalid_argument("not base32");
    waiting = waiting << 5U | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(waiting >> bits & 255U);
  }
  return bytes;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-._~"}.find(c) != std::string_view::npos;
    encoded += plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace

std::string make_totp_secret(Rng& rng) {
  std::array<std::byte, kSecretBytes> bytes{};
  rng.fill(bytes);
  return base32({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

bool is_totp_secret(std::string_view text) {
  return text.size() == kSecretLength &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string spaced_secret(std::string_view secret) {
  std::string spaced;
  for (std::size_t at = 0; at < secret.size(); at += 4)
    spaced.append(at == 0 ? "" : " ").append(secret.substr(at, 4));
  return spaced;
}

std::int64_t totp_step_at(Instant instant) {
  return instant.time_since_epoch() / kStep;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  const std::string key = from_base32(secret);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = counter.size(); i-- > 0; step >>= 8)
    counter[i] = static_cast<unsigned char>(step & 255);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
           mac.data(), &size) == nullptr)
    throw std::runtime_error("HMAC-SHA-1 failed");
  // Dynamic truncation: RFC 4226 section 5.3.
  const std::size_t at = mac[size - 1] & 15U;
  const std::uint32_t number = (mac[at] & 127U) << 24U |
                               static_cast<std::uint32_t>(mac[at + 1]) << 16U |
                               static_cast<std::uint32_t>(mac[at + 2]) << 8U | mac[at + 3];
  return fmt::format("{:06}", number % 1'000'000);
}

std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code,
                                          Instant now, std::int64_t last) {
  std::string digits{code};
  std::erase(digits, ' ');
  const std::int64_t present = totp_step_at(now);
  for (std::int64_t step = present - kSlack; step <= present + kSlack; ++step)
    if (step > last && equal_secrets(digits, totp_code(secret, step))) return step;
  return std::nullopt;
}

std::string totp_address(std::string_view service, std::string_view account,
                         std::string_view secret) {
  const std::string issuer = percent_encoded(service);
  return fmt::format(
      "otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30", issuer,
      percent_encoded(account), secret);
}

}  // namespace postbag::staff
