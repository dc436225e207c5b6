#include "base/digest.h"

#include <array>
#include <memory>
#include <span>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace postbag {
namespace {

constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kBlockBytes = 64;

using Digest = std::array<unsigned char, kDigestBytes>;
using Block = std::array<unsigned char, kBlockBytes>;

/// Looked up once: OpenSSL 3 would otherwise do so for each digest, which takes it longer than the
/// digest of a short text.
const EVP_MD* fetched_sha256() {
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  };
  static const std::unique_ptr<EVP_MD, Free> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  return algorithm.get();
}

Digest digest_of(std::string_view bytes) {
  Digest digest{};
  if (fetched_sha256() == nullptr || EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr,
                                                fetched_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return digest;
}

std::string_view as_text(std::span<const unsigned char> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(bytes.size() * 2, '0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = digits[bytes[i] >> 4U];
    text[2 * i + 1] = digits[bytes[i] & 15U];
  }
  return text;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  return hexadecimal(digest_of(bytes));
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  // RFC 2104 section 2: H(K xor opad, H(K xor ipad, text)), an overlong key being H(key).
  const Digest short_key = key.size() > kBlockBytes ? digest_of(key) : Digest{};
  if (key.size() > kBlockBytes) key = as_text(short_key);
  Block inner_pad;
  Block outer_pad;
  inner_pad.fill(0x36);
  outer_pad.fill(0x5C);
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner_pad[i] ^= static_cast<unsigned char>(key[i]);
    outer_pad[i] ^= static_cast<unsigned char>(key[i]);
  }
  const Digest inner = digest_of(std::string{as_text(inner_pad)}.append(message));
  return hexadecimal(digest_of(std::string{as_text(outer_pad)}.append(as_text(inner))));
}

bool equal_secrets(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace postbag
