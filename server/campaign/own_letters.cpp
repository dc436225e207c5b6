#include "server/campaign/own_letters.h"

#include "base/digest.h"
#include "base/token.h"

namespace postbag::campaign {
namespace {

/// Characters of a keyed digest that stand for a person or a link: 128 bits.
constexpr std::size_t kDigestLength = 32;

/// Letters shown on a page. Somebody else may have typed an address into the form any number of
/// times; those letters come last.
constexpr std::int64_t kShown = 100;

}  // namespace

std::string supporter_key(const EmailAddress& email, std::string_view secret) {
  return hmac_sha256(secret, "supporter|" + email.identity()).substr(0, kDigestLength);
}

std::string own_letters_token(std::string_view public_id, std::string_view secret) {
  std::string token{public_id};
  return token + hmac_sha256(secret, "own letters|" + token).substr(0, kDigestLength);
}

Result<std::string> OwnLetters::key_of(std::string_view token) const {
  const std::string_view id = token.substr(0, kTokenLength);
  const bool ours = equal_secrets(own_letters_token(id, secret_), token);
  const auto key = ours ? store_.supporter_of(id) : std::nullopt;
  if (!key)
    return fail("unknown_token",
                "We do not know this link. Copy the whole link from the email we sent you.");
  if (key->empty())
    return fail("erased_person", "Your details were deleted, so there is nothing here any more.");
  return *key;
}

Result<Person> OwnLetters::find(std::string_view token) const {
  return key_of(token).map([&](const std::string& key) { return store_.person(key, kShown); });
}

Result<Withdrawn> OwnLetters::withdraw(std::string_view token, std::string_view letter) {
  return key_of(token).and_then(
      [&](const std::string& key) { return store_.withdraw(key, letter); });
}

Result<void> OwnLetters::set_consent(std::string_view token, std::string_view letter, bool agrees,
                                     Language reader) {
  const auto person = find(token);
  if (!person) return tl::unexpected(person.error());
  const auto found = std::find_if(person->letters.begin(), person->letters.end(),
                                  [&](const OwnLetter& own) { return own.public_id == letter; });
  if (found == person->letters.end()) return fail("unknown_letter", "We do not know this letter.");
  const auto campaign = catalogue_.find(found->campaign_id);
  const std::string wording =
      agrees && campaign ? campaign->file.texts(reader).consent.text : std::string{};
  if (agrees && wording.empty())
    return fail("no_consent", "This campaign has nothing more to send you.");
  return store_.set_consent(person->key, letter, wording);
}

Result<Erased> OwnLetters::erase(std::string_view token) {
  return key_of(token).map([&](const std::string& key) { return store_.erase(key); });
}

Erased OwnLetters::erase(const EmailAddress& email) {
  return store_.erase(supporter_key(email, secret_));
}

Person OwnLetters::find(const EmailAddress& email, std::int64_t limit) const {
  return store_.person(supporter_key(email, secret_), limit);
}

}  // namespace postbag::campaign
