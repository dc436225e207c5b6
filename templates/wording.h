#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/language.h"
#include "base/result.h"
#include "templates/mails.h"
#include "templates/strings.h"

namespace postbag::templates {

/// All that the service says in its own name, in each language. Immutable; any number of threads
/// may use it.
class Wording {
 public:
  /// Reads `strings/` and `mails/` of the templates folder. Errors: those of Translations::load()
  /// and Mails::load(), all at once.
  [[nodiscard]] static Checked<Wording> load(const std::filesystem::path& folder);

  [[nodiscard]] const Strings& strings(Language language) const {
    return translations_.in(language);
  }
  [[nodiscard]] const Mails& mails(Language language) const {
    return mails_.at(static_cast<std::size_t>(language));
  }

 private:
  Wording(Translations translations, std::array<Mails, kLanguages.size()> mails)
      : translations_(std::move(translations)), mails_(std::move(mails)) {}

  Translations translations_;
  std::array<Mails, kLanguages.size()> mails_;
};

/// `22 November 2026`, `22 Tachwedd 2026`: the date in London, as a letter bears it. Throws
/// std::runtime_error when the machine has no time zone database (Debian package tzdata).
[[nodiscard]] std::string date_text(const Strings& strings, Instant instant);

/// A length of time as a person says it, in the largest unit that is exact: `14 days`, `1 day`,
/// `36 hours`. What is shorter than a minute is `1 minute`.
[[nodiscard]] std::string spoken(const Strings& strings, Duration duration);

}  // namespace postbag::templates
