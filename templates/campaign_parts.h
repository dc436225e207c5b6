#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "templates/campaign_texts.h"
#include "templates/theme.h"
#include "templates/toml_reader.h"

namespace postbag::templates {

/// What the key `language` of a table says; English where it says nothing. Reports what is wrong.
[[nodiscard]] Language read_language(const TomlTable& table);

/// Where a campaign's texts stand: at its top, and their Welsh in `[welsh]`, under the same keys.
/// Reports unknown keys there, and each Welsh text that translates nothing.
class CampaignTables {
 public:
  explicit CampaignTables(const TomlTable& campaign);

  [[nodiscard]] const TomlTable& campaign() const { return campaign_; }
  /// A text of several lines.
  [[nodiscard]] ForReaders<std::string> prose(std::string_view key, Need need,
                                              std::size_t maximum) const;
  /// Those of CampaignTexts. `logo_alt`: its English, which `[theme]` has.
  [[nodiscard]] std::array<CampaignTexts, kLanguages.size()> texts(
      const std::string& logo_alt) const;

 private:
  [[nodiscard]] ForReaders<std::string> line(std::string_view key, Need need,
                                             std::size_t maximum) const;
  [[nodiscard]] ForReaders<std::string> logo_alt(const std::string& english) const;
  [[nodiscard]] const TomlTable* welsh() const { return welsh_ ? &*welsh_ : nullptr; }

  const TomlTable& campaign_;
  std::optional<TomlTable> welsh_;
};

/// The campaign's `accent_colour` or its `[theme]`. Colours that `[theme]` names are shown as they
/// are, so they are refused where WCAG 2.2 could not read them. What the logo shows is put into
/// `logo_alt`.
[[nodiscard]] Theme read_theme(const TomlTable& campaign, std::string& logo_alt);

}  // namespace postbag::templates
