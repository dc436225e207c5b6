#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "data/data_set.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/person.h"
#include "server/campaign/store.h"

namespace postbag::campaign {

/// What stands for an address in the ledger: a keyed digest of it.
[[nodiscard]] std::string supporter_key(const EmailAddress& email, std::string_view secret);

/// The word in the link to a supporter's own letters: a letter's id and a keyed digest of it. Any
/// letter of theirs leads to all of them. It cannot be guessed from the id, holds nothing personal,
/// takes no place in the ledger, and confirms nothing.
[[nodiscard]] std::string own_letters_token(std::string_view public_id, std::string_view secret);

/// What supporters see of themselves, and what they may do about it, by the link in their mails.
/// Thread-safe. Errors of every function that takes a token: `unknown_token`; `erased_person` once
/// nothing is kept.
class OwnLetters {
 public:
  /// The references must outlive it.
  OwnLetters(Store& store, const Catalogue& catalogue,
             std::shared_ptr<const data::DataSet> data_set, const Clock& clock, std::string secret)
      : store_(store),
        catalogue_(catalogue),
        data_set_(std::move(data_set)),
        clock_(clock),
        secret_(std::move(secret)) {}

  [[nodiscard]] Result<Person> find(std::string_view token) const;
  /// Errors: those of Store::withdraw(), too.
  [[nodiscard]] Result<Withdrawn> withdraw(std::string_view token, std::string_view letter);
  /// Agrees to what the letter's campaign asks readers of that language today, or takes that back.
  /// Errors: those of Store::set_consent(), too, and `no_consent` when the campaign asks for
  /// nothing.
  [[nodiscard]] Result<void> set_consent(std::string_view token, std::string_view letter,
                                         bool agrees, Language reader);
  [[nodiscard]] Result<Erased> erase(std::string_view token);
  /// A copy of everything that is held, as JSON for people and programs to read; with campaigns'
  /// names for readers of that language.
  [[nodiscard]] Result<std::string> record(std::string_view token, Language reader) const;

  /// The same in English for whoever has this address; an address that is not known has no letters.
  [[nodiscard]] std::string record_of(const EmailAddress& email) const;
  [[nodiscard]] Erased erase(const EmailAddress& email);
  /// What is held about whoever has this address, with so many letters at most.
  [[nodiscard]] Person find(const EmailAddress& email, std::int64_t limit) const;

 private:
  [[nodiscard]] Result<std::string> key_of(std::string_view token) const;
  [[nodiscard]] std::string record_text(const Person& person, Language reader) const;

  Store& store_;
  const Catalogue& catalogue_;
  std::shared_ptr<const data::DataSet> data_set_;
  const Clock& clock_;
  std::string secret_;
};

}  // namespace postbag::campaign
