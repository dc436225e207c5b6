#pragma once

#include <memory>

#include "server/http/service.h"

namespace postbag::http {

/// What pages are made from.
struct PageFiles {
  /// By language.
  std::array<templates::Pages, kLanguages.size()> pages;
  Assets assets;
  templates::HelpWords help_words;
  office::ReportTemplates reports;

  /// `folder` is the templates folder. Errors: those of templates::Pages::load(),
  /// templates::HelpWords::load() and office::ReportTemplates::load(), and `missing_file` for an
  /// asset.
  [[nodiscard]] static Checked<PageFiles> load(const std::filesystem::path& folder,
                                               const templates::Wording& wording);
};

/// Everything that answers are made from and that a reload replaces, whole: settings, data set,
/// templates. Immutable but for its rate limits and pictures; a request keeps the one it began
/// with.
class Edition {
 public:
  /// What lasts as long as the server.
  struct Lasting {
    campaign::Catalogue& catalogue;
    const Clock& clock;
    const FormTokens& form_tokens;
    const Probes& probes;
    staff::Accounts& accounts;
    office::OfficeStore& office;
    RateLimit& sign_in_limit;
  };

  /// Reads the pages and assets. The limits of `before` go on where its settings are the same, so
  /// that a reload lets nobody begin anew; it may be null. Errors: those of PageFiles::load().
  [[nodiscard]] static Checked<std::shared_ptr<Edition>> make(
      HttpSettings settings, std::shared_ptr<campaign::Correspondence> correspondence,
      const Lasting& lasting, const Edition* before);

  Edition(HttpSettings settings, std::shared_ptr<campaign::Correspondence> correspondence,
          std::shared_ptr<const PageFiles> files, const Lasting& lasting, const Edition* before);
  /// With the settings, pages and limits of `before`.
  Edition(const Edition& before, std::shared_ptr<campaign::Correspondence> correspondence,
          const Lasting& lasting)
      : Edition(before.settings_, std::move(correspondence), before.files_, lasting, &before) {}
  Edition(const Edition&) = delete;
  Edition& operator=(const Edition&) = delete;
  ~Edition() = default;

  [[nodiscard]] Service& service() { return service_; }

 private:
  const HttpSettings settings_;
  const std::shared_ptr<campaign::Correspondence> correspondence_;
  const std::shared_ptr<const PageFiles> files_;
  const std::shared_ptr<RateLimit> letter_limit_;
  const std::shared_ptr<RateLimit> lookup_limit_;
  const std::shared_ptr<RateLimit> confirmation_limit_;
  SharePictures pictures_;
  Service service_;
};

}  // namespace postbag::http
