#include "server/http/form_token.h"

#include <charconv>

#include "base/digest.h"
#include "base/token.h"

namespace postbag::http {

std::string FormTokens::make(std::string_view purpose) const {
  const std::string signed_part =
      std::to_string(to_milliseconds(clock_.now())) + "." + random_token(rng_);
  return signed_part + "." + sign(signed_part, purpose);
}

FormTokens::Verdict FormTokens::check(std::string_view token, std::string_view purpose) const {
  const std::size_t last = token.rfind('.');
  if (last == std::string_view::npos) return Verdict::forged;
  const std::string_view signed_part = token.substr(0, last);
  if (!equal_secrets(token.substr(last + 1), sign(signed_part, purpose))) return Verdict::forged;
  std::int64_t issued = 0;
  std::from_chars(signed_part.data(), signed_part.data() + signed_part.size(), issued);
  return clock_.now() - from_milliseconds(issued) < kLifetime ? Verdict::good : Verdict::expired;
}

std::string FormTokens::sign(std::string_view issued_and_word, std::string_view purpose) const {
  std::string message = "form ";
  message.append(purpose).append(" ").append(issued_and_word);
  return hmac_sha256(secret_, message);
}

}  // namespace postbag::http
