#include "server/staff/seal.h"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/base64.h"

namespace postbag::staff {
namespace {

constexpr std::string_view kPrefix = "sealed$";
constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void require(int done) {
  if (done != 1) throw std::runtime_error("AES-256-GCM failed");
}

enum class Way { open = 0, close = 1 };

/// A cipher that knows key, nonce and `bound`, and waits for the text.
Context begin(Way way, const unsigned char* key, std::string_view nonce, std::string_view bound) {
  Context context{EVP_CIPHER_CTX_new()};
  if (!context) throw std::bad_alloc{};
  int done = 0;
  require(EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key, bytes_of(nonce),
                            static_cast<int>(way)));
  require(EVP_CipherUpdate(context.get(), nullptr, &done, bytes_of(bound),
                           static_cast<int>(bound.size())));
  return context;
}

std::string worked(const Context& context, std::string_view text) {
  std::string result(text.size(), '\0');
  int done = 0;
  require(EVP_CipherUpdate(context.get(), bytes_of(result), &done, bytes_of(text),
                           static_cast<int>(text.size())));
  return result;
}

/// GCM has nothing left to say at the end: this room is never written to.
int finish(const Context& context) {
  std::array<unsigned char, EVP_MAX_BLOCK_LENGTH> rest{};
  int done = 0;
  return EVP_CipherFinal_ex(context.get(), rest.data(), &done);
}

}  // namespace

Seal::Seal(std::string_view secret, Rng& rng) : rng_(rng) {
  constexpr std::string_view purpose = "what the database keeps sealed";
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(purpose),
           purpose.size(), key_.data(), &size) == nullptr ||
      size != key_.size())
    throw std::runtime_error("HMAC-SHA-256 failed");
}

std::string Seal::close(std::string_view text, std::string_view bound) const {
  std::string nonce(kNonce, '\0');
  rng_.fill(std::as_writable_bytes(std::span{nonce}));
  const Context context = begin(Way::close, key_.data(), nonce, bound);
  const std::string hidden = worked(context, text);
  require(finish(context));
  std::string tag(kTag, '\0');
  require(
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTag), tag.data()));
  return std::string{kPrefix}.append(base64(nonce.append(hidden).append(tag)));
}

std::optional<std::string> Seal::open(std::string_view sealed, std::string_view bound) const {
  if (!is_sealed(sealed)) return std::nullopt;
  const auto whole = from_base64(sealed.substr(kPrefix.size()));
  if (!whole || whole->size() < kNonce + kTag) return std::nullopt;
  const std::string_view bytes = *whole;
  const Context context = begin(Way::open, key_.data(), bytes.substr(0, kNonce), bound);
  std::string text = worked(context, bytes.substr(kNonce, bytes.size() - kNonce - kTag));
  std::string tag{bytes.substr(bytes.size() - kTag)};
  require(
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTag), tag.data()));
  if (finish(context) != 1) return std::nullopt;
  return text;
}

bool Seal::is_sealed(std::string_view text) {
  return text.starts_with(kPrefix);
}

}  // namespace postbag::staff
