#include "templates/wording.h"

#include <algorithm>
#include <iterator>

#include "base/time_text.h"

namespace postbag::templates {

Checked<Wording> Wording::load(const std::filesystem::path& folder) {
  auto translations = Translations::load(folder / "strings");
  if (!translations) return tl::unexpected(std::move(translations.error()));
  auto english = Mails::load(folder / "mails", translations->in(Language::english));
  auto welsh = Mails::load(folder / "mails", translations->in(Language::welsh));
  std::vector<Error> errors;
  for (auto* mails : {&english, &welsh})
    if (!*mails)
      std::move(mails->error().begin(), mails->error().end(), std::back_inserter(errors));
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Wording{std::move(*translations), {std::move(*english), std::move(*welsh)}};
}

std::string date_text(const Strings& strings, Instant instant) {
  const LondonDay day = london_day(instant);
  return strings.text("date.text",
                      {{"day", std::to_string(day.day)},
                       {"month", strings.text("date.month_" + std::to_string(day.month))},
                       {"year", std::to_string(day.year)}});
}

std::string spoken(const Strings& strings, Duration duration) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const auto rounded = std::max(std::chrono::floor<minutes>(duration), minutes{1});
  if (rounded % hours{24} == minutes{0}) return strings.count("duration.days", rounded / hours{24});
  if (rounded % hours{1} == minutes{0}) return strings.count("duration.hours", rounded / hours{1});
  return strings.count("duration.minutes", rounded.count());
}

}  // namespace postbag::templates
