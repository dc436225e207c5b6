#include "server/http/edition.h"

#include "server/http/console/vocabulary.h"
#include "server/http/pages/vocabulary.h"
#include "server/http/widget_script.h"

namespace postbag::http {
namespace {

struct Rate {
  int count;
  int burst;
  bool operator==(const Rate&) const = default;
};

Rate letter_rate(const HttpSettings& settings) {
  return {settings.letters_per_minute, settings.letters_burst};
}

Rate lookup_rate(const HttpSettings& settings) {
  return {settings.lookups_per_second, settings.lookups_burst};
}

Rate confirmation_rate(const HttpSettings& settings) {
  return {settings.confirmations_per_second, settings.confirmations_burst};
}

}  // namespace

Checked<PageFiles> PageFiles::load(const std::filesystem::path& folder,
                                   const templates::Wording& wording) {
  std::vector<templates::PageRule> rules = pages::page_rules();
  for (templates::PageRule& rule : console::page_rules())
    rules.push_back(std::move(rule));
  const auto load = [&](Language language) {
    return templates::Pages::load(folder / "pages", rules, wording.strings(language));
  };
  auto english = load(Language::english);
  auto welsh = load(Language::welsh);
  auto help_words = templates::HelpWords::load(folder / "help");
  auto assets =
      Assets::load(folder / "assets", help_words ? help_words->json() : std::string_view{});
  auto widget = widget_source(folder / "assets" / "widget");
  auto reports =
      office::ReportTemplates::load(folder / "reports", wording.strings(Language::english));
  std::vector<Error> errors;
  // What is wrong with a template is wrong in both languages.
  if (!english)
    errors = std::move(english.error());
  else if (!welsh)
    errors = std::move(welsh.error());
  if (!help_words)
    errors.insert(errors.end(), help_words.error().begin(), help_words.error().end());
  if (!reports) errors.insert(errors.end(), reports.error().begin(), reports.error().end());
  if (!assets) errors.push_back(std::move(assets.error()));
  if (!widget) errors.push_back(std::move(widget.error()));
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  assets->widget = widget_script(*widget, wording, *english, *welsh);
  return PageFiles{{std::move(*english), std::move(*welsh)},
                   std::move(*assets),
                   std::move(*help_words),
                   std::move(*reports)};
}

Checked<std::shared_ptr<Edition>> Edition::make(
    HttpSettings settings, std::shared_ptr<campaign::Correspondence> correspondence,
    const Lasting& lasting, const Edition* before) {
  auto files = PageFiles::load(settings.templates_folder, correspondence->wording());
  if (!files) return tl::unexpected(std::move(files.error()));
  return std::make_shared<Edition>(std::move(settings), std::move(correspondence),
                                   std::make_shared<const PageFiles>(std::move(*files)), lasting,
                                   before);
}

Edition::Edition(HttpSettings settings, std::shared_ptr<campaign::Correspondence> correspondence,
                 std::shared_ptr<const PageFiles> files, const Lasting& lasting,
                 const Edition* before)
    : settings_(std::move(settings)),
      correspondence_(std::move(correspondence)),
      files_(std::move(files)),
      letter_limit_(before != nullptr && letter_rate(before->settings_) == letter_rate(settings_)
                        ? before->letter_limit_
                        : std::make_shared<RateLimit>(lasting.clock, settings_.letters_per_minute,
                                                      std::chrono::minutes{1},
                                                      settings_.letters_burst)),
      lookup_limit_(before != nullptr && lookup_rate(before->settings_) == lookup_rate(settings_)
                        ? before->lookup_limit_
                        : std::make_shared<RateLimit>(lasting.clock, settings_.lookups_per_second,
                                                      std::chrono::seconds{1},
                                                      settings_.lookups_burst)),
      confirmation_limit_(
          before != nullptr && confirmation_rate(before->settings_) == confirmation_rate(settings_)
              ? before->confirmation_limit_
              : std::make_shared<RateLimit>(lasting.clock, settings_.confirmations_per_second,
                                            std::chrono::seconds{1},
                                            settings_.confirmations_burst)),
      pictures_(lasting.clock),
      service_{*correspondence_, lasting.catalogue, lasting.clock,         settings_,
               files_->pages,    files_->assets,    files_->help_words,    lasting.form_tokens,
               pictures_,        *letter_limit_,    *lookup_limit_,        *confirmation_limit_,
               lasting.accounts, lasting.office,    lasting.sign_in_limit, lasting.probes,
               files_->reports} {}

}  // namespace postbag::http
