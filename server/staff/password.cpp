#include "server/staff/password.h"

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/base64.h"
#include "base/digest.h"

namespace postbag::staff {
namespace {

/// 128 N r bytes and 128 r p more (RFC 7914 section 2), with room.
constexpr std::uint64_t kMostMemory = std::uint64_t{32} << 20U;

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;

/// Of nobody's password.
constexpr std::string_view kNoSalt = "0123456789abcdef";

bool is_one_character(std::string_view password) {
  // A character of UTF-8 repeats itself after as many bytes as it has, four at most.
  for (std::size_t size = 1; size <= 4; ++size)
    if (count_characters(password.substr(0, size)) == 1 && is_utf8(password.substr(0, size)) &&
        password.substr(size) == password.substr(0, password.size() - size))
      return true;
  return false;
}

/// What stands in the place of a password.
struct Stored {
  ScryptCost cost;
  std::string salt;
  std::string hash;
};

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find('$');
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<Stored> parse(std::string_view text) {
  const auto parts = parts_of(text);
  if (parts.size() != 6 || parts[0] != "scrypt") return std::nullopt;
  Stored stored;
  for (const auto& [part, number] : {std::pair{parts[1], &stored.cost.log_n},
                                     {parts[2], &stored.cost.r},
                                     {parts[3], &stored.cost.p}})
    if (std::from_chars(part.data(), part.data() + part.size(), *number).ec != std::errc{} ||
        *number < 1 || *number > 20)
      return std::nullopt;
  const auto salt = from_base64(parts[4]);
  const auto hash = from_base64(parts[5]);
  if (!salt || !hash || hash->size() != kHashBytes) return std::nullopt;
  stored.salt = *salt;
  stored.hash = *hash;
  return stored;
}

struct Busy {
  explicit Busy(std::atomic<int>& count) : count_(count) { ++count_; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { --count_; }

 private:
  std::atomic<int>& count_;
};

}  // namespace

Result<void> check_password(std::string_view password, const EmailAddress& email) {
  if (!is_utf8(password))
    return fail("malformed_text", "Enter the password again: it was not sent as UTF-8.",
                "password");
  const std::size_t characters = count_characters(password);
  if (characters < kShortestPassword)
    return fail("short_password", "Use a password of 12 characters or more.", "password");
  if (characters > kLongestPassword)
    return fail("long_password", "Use a password of 200 characters at most.", "password");
  if (lower_case(password) == email.identity())
    return fail("weak_password", "Use a password that is not your email address.", "password");
  if (is_one_character(password))
    return fail("weak_password", "Use a password of more than one character repeated.", "password");
  return {};
}

std::string Passwords::hash(std::string_view password) {
  std::array<std::byte, kSaltBytes> bytes{};
  rng_.fill(bytes);
  const std::string_view salt{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  return fmt::format("scrypt${}${}${}${}${}", cost_.log_n, cost_.r, cost_.p, base64(salt),
                     base64(scrypt(password, salt, cost_)));
}

bool Passwords::matches(std::string_view password, std::string_view stored) {
  if (stored.empty()) {
    static_cast<void>(scrypt(password, kNoSalt, cost_));
    return false;
  }
  const auto known = parse(stored);
  if (!known)
    throw std::runtime_error("the database holds a password that this program did not write");
  return equal_secrets(scrypt(password, known->salt, known->cost), known->hash);
}

std::string Passwords::scrypt(std::string_view password, std::string_view salt, ScryptCost cost) {
  const Busy busy{busy_};
  const std::lock_guard lock{mutex_};
  std::string hash(kHashBytes, '\0');
  if (EVP_PBE_scrypt(password.data(), password.size(),
                     reinterpret_cast<const unsigned char*>(salt.data()), salt.size(),
                     std::uint64_t{1} << static_cast<unsigned>(cost.log_n),
                     static_cast<std::uint64_t>(cost.r), static_cast<std::uint64_t>(cost.p),
                     kMostMemory, reinterpret_cast<unsigned char*>(hash.data()), hash.size()) != 1)
    throw std::runtime_error("scrypt failed");
  return hash;
}

}  // namespace postbag::staff
