#include "server/staff/signed_text.h"

#include <charconv>

#include "base/digest.h"

namespace postbag::staff {

std::string SignedText::make(std::string_view words, std::string_view bound) const {
  std::string text = std::string{words} + '.' + std::to_string(to_milliseconds(clock_.now()));
  text += '.' + sign(text, bound);
  return text;
}

std::string_view SignedText::words_of(std::string_view text) {
  return text.substr(0, text.find('.'));
}

bool SignedText::is_ours(std::string_view text, std::string_view bound) const {
  const std::size_t last = text.rfind('.');
  if (last == std::string_view::npos) return false;
  const std::string_view signed_part = text.substr(0, last);
  if (!equal_secrets(text.substr(last + 1), sign(signed_part, bound))) return false;
  const std::string_view time = signed_part.substr(signed_part.find('.') + 1);
  std::int64_t made = 0;
  std::from_chars(time.data(), time.data() + time.size(), made);
  return clock_.now() - from_milliseconds(made) < lasts_;
}

std::string SignedText::sign(std::string_view words_and_time, std::string_view bound) const {
  // A digest of what is bound, so that no part can be taken for another.
  return hmac_sha256(secret_,
                     "staff " + purpose_ + ' ' + std::string{words_and_time} + ' ' + sha256(bound));
}

}  // namespace postbag::staff
